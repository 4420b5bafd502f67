//
// Pieces.h
//
// An input, whole or in the pieces of its plan.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Pieces_INCLUDED
#define WSFuzz_Pieces_INCLUDED


#include "Plan.h"
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>


namespace WS::Fuzz {


enum class Piecing
{
	WHOLE,
	PLANNED
};


class Pieces
	/// Hands out an input piece by piece. Each lies at the end of a block of memory, so that
	/// AddressSanitizer sees who reads on, and is overwritten by the next.
{
public:
	Pieces(const Plan& plan, std::string_view input, Piecing piecing);
		/// plan and input live as long.

	bool isAtEnd() const;

	std::span<char> next();
		/// Perhaps an empty one.

	std::size_t blockSize() const;

private:
	static constexpr std::size_t LARGEST = 255;

	const Plan& _plan;
	std::string_view _input;
	Piecing _piecing;
	std::vector<char> _block;
	std::size_t _index = 0;
	std::size_t _last = 0;           // the size of the piece before
};


} // namespace WS::Fuzz


#endif // WSFuzz_Pieces_INCLUDED
