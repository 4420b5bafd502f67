//
// Pieces.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Pieces.h"
#include <algorithm>
#include <utility>


namespace WS::Fuzz {


Pieces::Pieces(const Plan& plan, std::string_view input, Piecing piecing):
	_plan(plan),
	_input(input),
	_piecing(piecing),
	_block(piecing == Piecing::WHOLE ? input.size() : LARGEST)
{
}


bool Pieces::isAtEnd() const
{
	return _input.empty();
}


std::span<char> Pieces::next()
{
	const auto piece = _piecing == Piecing::WHOLE ? _input : _input.substr(0, _plan.pieceSize(_index++));
	_input.remove_prefix(piece.size());

	const std::span<char> block(_block);
	std::ranges::fill(block.last(std::exchange(_last, piece.size())), '?');
	const auto place = block.last(piece.size());
	std::ranges::copy(piece, place.begin());
	return place;
}


std::size_t Pieces::blockSize() const
{
	return _block.size();
}


} // namespace WS::Fuzz
