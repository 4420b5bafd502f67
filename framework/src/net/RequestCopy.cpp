//
// RequestCopy.cpp
//
// A request of Poco as one of ours.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "RequestCopy.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <array>
#include <string>


namespace WS {
namespace Net {


namespace {


constexpr std::array<std::string_view, 5> NEVER_LISTS = {"Host", "Content-Length", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Authorization"};


bool mayBeList(std::string_view name)
{
	return std::none_of(NEVER_LISTS.begin(), NEVER_LISTS.end(), [&](std::string_view other) { return equalsIgnoreCase(name, other); });
}


void addField(Headers& headers, const std::string& name, const std::string& value)
{
	if (mayBeList(name) && headers.has(name))
	{
		const std::string_view separator = equalsIgnoreCase(name, "Cookie") ? "; " : ", ";
		headers.set(name, std::string(headers.get(name)).append(separator).append(value));
	}
	else headers.add(name, value);
}


bool isPrintable(std::string_view text)
{
	return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}


} // namespace


bool copyRequest(const Poco::Net::HTTPRequest& from, Request& to)
{
	to.method = from.getMethod();
	to.target = from.getURI();
	to.version = from.getVersion();
	if (!isPrintable(to.method) || !isPrintable(to.target) || !isPrintable(to.version)) return false;

	try
	{
		for (const auto& field: from) addField(to.headers, field.first, field.second);
	}
	catch (const Poco::InvalidArgumentException&)
	{
		return false;
	}
	return true;
}


bool asksForWebSocket(const Poco::Net::HTTPRequest& request)
{
	for (auto field = request.find("Upgrade"); field != request.end() && equalsIgnoreCase(field->first, "Upgrade"); ++field)
	{
		if (listContains(field->second, "websocket")) return true;
	}
	return false;
}


std::string_view pathOf(std::string_view target)
{
	const auto scheme = target.find("://");
	if (!target.starts_with('/') && scheme != std::string_view::npos)
	{
		const auto path = target.find_first_of("/?", scheme + 3);
		if (path == std::string_view::npos || target[path] == '?') return "/";
		target.remove_prefix(path);
	}
	return target.substr(0, target.find('?'));
}


} } // namespace WS::Net
