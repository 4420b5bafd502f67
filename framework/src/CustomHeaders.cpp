//
// CustomHeaders.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CustomHeaders.h"
#include <algorithm>
#include <array>


namespace WS {


namespace {


constexpr std::array<std::string_view, 5> OWNED{"Upgrade", "Connection", "Host", "Content-Length", "Transfer-Encoding"};
constexpr std::array<std::string_view, 4> REPEATABLE{"Set-Cookie", "Set-Cookie2", "Warning", "WWW-Authenticate"};


bool contains(const auto& names, std::string_view name)
{
	return std::any_of(names.begin(), names.end(), [&](std::string_view known) { return equalsIgnoreCase(known, name); });
}


} // namespace


bool isOwnedByHandshake(std::string_view name)
{
	const auto startsWith = [&](std::string_view prefix) { return equalsIgnoreCase(name.substr(0, prefix.size()), prefix); };
	return contains(OWNED, name) || startsWith("Sec-WebSocket-") || startsWith("WebSocket-");        // hixie-75 has no Sec-
}


bool addCustomHeader(Headers& headers, std::string_view name, std::string_view value)
{
	if (isOwnedByHandshake(name)) return false;
	if (contains(REPEATABLE, name)) headers.add(name, value);
	else headers.set(name, value);
	return true;
}


} // namespace WS
