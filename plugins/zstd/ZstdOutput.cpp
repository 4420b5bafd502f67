//
// ZstdOutput.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ZstdOutput.h"
#include <algorithm>


ZstdOutput::ZstdOutput(std::string& out, std::size_t step, std::size_t maxLength):
	_out(out),
	_begin(out.size()),
	_step(step),
	_maxLength(maxLength)
{
}


std::span<char> ZstdOutput::room()
{
	if (_length == _maxLength) return {};
	if (last().size() == last().capacity()) makeRoom();
	std::string& buffer = last();
	const std::size_t size = buffer.size();
	_room = std::min({buffer.capacity() - size, _maxLength - _length, _step});
	buffer.resize(size + _room);
	return {buffer.data() + size, _room};
}


void ZstdOutput::makeRoom()
{
	const std::size_t larger = std::max(_step, 2 * _length);
	if (_pieces.empty() && larger <= std::max(_maxLength / 2, _step)) _out.reserve(_begin + std::min(larger, _maxLength));
	else _pieces.emplace_back().reserve(_step);
}


void ZstdOutput::add(std::size_t size)
{
	last().resize(last().size() - _room + size);
	_length += size;
	_room = 0;
}


void ZstdOutput::join()
{
	_out.reserve(_begin + _length);
	for (auto& piece: _pieces)
	{
		_out.append(piece);
		std::string().swap(piece);
	}
}
