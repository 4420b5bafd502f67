//
// Rules.h
//
// What a broken rule does to a fuzzer, and the rules that need no driver.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Rules_INCLUDED
#define WSFuzz_Rules_INCLUDED


#include "WS/Frame.h"
#include <string_view>


namespace WS::Fuzz {


[[noreturn]] void broken(std::string_view rule);
	/// Says which rule is broken, and aborts.


inline void demand(bool holds, std::string_view rule)
{
	if (!holds) [[unlikely]]
		broken(rule);
}


void demandReadable(std::string_view message);
	/// A failure's message is short and printable, whatever a peer has put into it.


bool isUTF8(std::string_view text);
	/// RFC 3629, decoded once more and slowly.


void demandValidFrames(std::string_view written, Role role, Rsv claimed = Rsv::NONE);
	/// Whole frames as RFC 6455 wants that end to write them, with the bits of extensions on messages alone.


void demandValidTexts(std::string_view written);
	/// Text frames as hixie-75 and hixie-76 have them, perhaps with FF 00 behind them.


} // namespace WS::Fuzz


#endif // WSFuzz_Rules_INCLUDED
