//
// HixieHeaders.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_HixieHeaders_INCLUDED
#define WS_HixieHeaders_INCLUDED


#include "WS/HTTP.h"
#include <string_view>


namespace WS {


void respondHixie(const Request& request, Response& response, std::string_view reason, std::string_view prefix);
	/// The response of hixie-75 and hixie-76: its own headers in front, because clients compare the
	/// first lines byte by byte. prefix: what stands before WebSocket-Origin and WebSocket-Location.


} // namespace WS


#endif // WS_HixieHeaders_INCLUDED
