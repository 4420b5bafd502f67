//
// Excerpt.h
//
// What a message may quote of an answer.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Excerpt_INCLUDED
#define WS_Net_Excerpt_INCLUDED


#include <string>
#include <string_view>


namespace WS {
namespace Net {


std::string excerptOf(std::string_view body);
	/// The beginning of a response's body in one line, as " (text...)", to stand behind a message. What is not printable
	/// ASCII becomes '?'. Nothing for markup or for no body.


} } // namespace WS::Net


#endif // WS_Net_Excerpt_INCLUDED
