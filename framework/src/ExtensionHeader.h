//
// ExtensionHeader.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ExtensionHeader_INCLUDED
#define WS_ExtensionHeader_INCLUDED


#include "WS/ExtensionParams.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


struct ExtensionElement
	/// One extension in the header: an offer, or an answer.
{
	std::string name;
	ExtensionParams params;

	bool operator == (const ExtensionElement& other) const = default;
};


std::optional<std::vector<ExtensionElement>> parseExtensions(std::string_view header);
	/// The elements of Sec-WebSocket-Extensions (RFC 6455 9.1), in order; several header lines are joined with commas
	/// before. An empty header has none. Nothing: it is malformed, a quoted value is no token, or there are more than
	/// 4096 bytes, 16 elements or 16 parameters of one. Time is linear in the bytes.


bool appendExtension(std::string& header, std::string_view name, const ExtensionParams& params);
	/// Appends an element; behind a comma if there is one already. False, and nothing is appended: the name of a parameter,
	/// or a value, is no token.


} // namespace WS


#endif // WS_ExtensionHeader_INCLUDED
