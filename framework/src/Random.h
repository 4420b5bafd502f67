//
// Random.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Random_INCLUDED
#define WS_Random_INCLUDED


#include "WS/Options.h"
#include <array>
#include <span>


namespace WS {


class Random
	/// Unpredictable bytes for masks and keys (RFC 6455 10.3), from the system's generator or
	/// from Options::random, fetched in blocks: a block is 64 masks for one system call.
{
public:
	bool fill(std::span<char> bytes, const Options& options);
		/// False: the generator failed; no byte of it may be used.

private:
	static bool refill(std::span<char> bytes, const Options& options);

	std::array<char, 256> _block;
	std::size_t _used = sizeof(_block);
};


} // namespace WS


#endif // WS_Random_INCLUDED
