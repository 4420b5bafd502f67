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
	constexpr std::string_view PREFIX = "Sec-WebSocket-";
	return contains(OWNED, name) || equalsIgnoreCase(name.substr(0, PREFIX.size()), PREFIX);
}


bool addCustomHeader(Headers& headers, std::string_view name, std::string_view value)
{
	if (isOwnedByHandshake(name)) return false;
	if (contains(REPEATABLE, name)) headers.add(name, value);
	else headers.set(name, value);
	return true;
}


} // namespace WS
