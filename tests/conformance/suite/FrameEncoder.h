//
// FrameEncoder.h
//
// The suite's own writer of frames. Shares no code with the library.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_FrameEncoder_INCLUDED
#define Conformance_FrameEncoder_INCLUDED


#include "conformance/suite/Frame.h"
#include <array>
#include <random>
#include <string>


namespace Conformance {


class FrameEncoder
	/// Writes what it is told, legal or not. Lengths are the shortest ones.
{
public:
	FrameEncoder(bool masking, unsigned seed);
		/// masking: every frame has a key of its own (RFC 6455 5.3), from a generator that starts at seed.

	void encode(const Frame& frame, std::string& bytes);
		/// Appends the frame.

private:
	void header(const Frame& frame, std::string& bytes);

	const bool _masking;
	std::mt19937 _random;
	std::array<char, 4> _key{};
	std::size_t _position = 0;
		// Of the next octet in its frame's payload.
};


} // namespace Conformance


#endif // Conformance_FrameEncoder_INCLUDED
