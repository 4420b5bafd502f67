//
// Harmless.h
//
// What a terminal may be shown of what others have written.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Harmless_INCLUDED
#define WSDriver_Harmless_INCLUDED


#include <string>
#include <string_view>


namespace Tool {


bool isInvisible(int character);
	/// Controls, and what changes the direction of the text that follows.


std::string harmless(std::string_view text);
	/// The text with what is invisible or not UTF-8 as "\x1b" or "\u202e". Tabs stay, and lines after the first
	/// are indented.


} // namespace Tool


#endif // WSDriver_Harmless_INCLUDED
