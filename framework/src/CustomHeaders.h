//
// CustomHeaders.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_CustomHeaders_INCLUDED
#define WS_CustomHeaders_INCLUDED


#include "WS/Headers.h"
#include <string_view>


namespace WS {


bool isOwnedByHandshake(std::string_view name);
	/// Whether the handshake writes this header itself, so that an application may not.


bool addCustomHeader(Headers& headers, std::string_view name, std::string_view value);
	/// Adds a header of the application, in the place of an earlier one unless it may repeat.
	/// False: the handshake owns the name.


} // namespace WS


#endif // WS_CustomHeaders_INCLUDED
