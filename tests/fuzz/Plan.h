//
// Plan.h
//
// What the first bytes of a fuzzer's input decide.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Plan_INCLUDED
#define WSFuzz_Plan_INCLUDED


#include "WS/Options.h"
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>


namespace WS::Fuzz {


enum class Reaction: std::uint8_t
	/// What the listener does in the events that Plan::reactsIn names.
{
	NOTHING,
	ECHO,            /// sends what it got
	TAKE,            /// moves the message out
	PING,
	CLOSE,
	RELEASE,         /// gives back the request and idle memory
	DRAIN,           /// writes half of the output
	THROW            /// a few times; the harness resumes
};


enum class Start: std::uint8_t
	/// When start() is called.
{
	FIRST,
	ON_CONNECT,
	LAST,            /// behind the whole input
	NEVER            /// the server rejects the request in onConnect if it reacts in messages, or responds if in pings
};


class Plan
	/// The first SIZE bytes of an input:
	///
	///     0     limits       bits 0-1 maxLength, 2 maxFragments, 3-4 output, 5 head, 6 pool, 7 masks
	///     1     behaviour    bits 0-2 Reaction, 3 in messages, 4 in pings and pongs, 5 in the rest, 6-7 Start
	///     2-5   the sizes of the pieces, again and again; all 0: byte by byte
	///
	/// What is missing is 0: the defaults, a quiet listener, byte by byte.
{
public:
	static constexpr std::size_t SIZE = 6;
	static constexpr std::size_t SMALL_LENGTHS[] = {0, 5, 125, 300};
		/// maxLength; 0 stands for the default.

	explicit Plan(std::string_view input);

	std::shared_ptr<const Options> options() const;
		/// Kept for the next plan with the same limits; a pool is fresh, because it remembers.

	Reaction reaction() const;
	bool reactsInMessages() const;
	bool reactsInControls() const;
	bool reactsInTheRest() const;
	Start start() const;

	bool drains() const;
		/// The output is written after each piece, and may be as long as it likes.

	std::size_t pieceSize(std::size_t index) const;

private:
	std::shared_ptr<const Options> makeOptions() const;

	std::array<unsigned char, SIZE> _bytes{};
};


unsigned takeByte(std::string_view& input);
	/// The first, taken off the front; 0: there is none. For inputs without a Plan.


} // namespace WS::Fuzz


#endif // WSFuzz_Plan_INCLUDED
