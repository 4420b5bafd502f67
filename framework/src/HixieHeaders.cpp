//
// HixieHeaders.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HixieHeaders.h"
#include <algorithm>
#include <string>
#include <utility>


namespace WS {


namespace {


std::string locationOf(const Request& request)
	// The URL that the client has asked for; its target may be the whole of it, with http as the scheme.
{
	std::string_view rest = request.target;
	if (!rest.starts_with('/'))
	{
		rest.remove_prefix(rest.find("://") + 3);
		rest.remove_prefix(std::min(rest.find_first_of("/?"), rest.size()));
	}
	return std::string(isSecureRequest(request, false) ? "wss://" : "ws://").append(request.headers.get("Host")).append(rest);
}


} // namespace


void respondHixie(const Request& request, Response& response, std::string_view reason, std::string_view prefix)
{
	const Headers custom = std::exchange(response.headers, {});
	const std::string name = std::string(prefix).append("WebSocket-");

	response.status = 101;
	response.reason = reason;
	response.headers.add("Upgrade", "WebSocket");
	response.headers.add("Connection", "Upgrade");
	if (request.headers.has("Origin")) response.headers.add(name + "Origin", request.headers.get("Origin"));
	if (request.headers.has("Host")) response.headers.add(name + "Location", locationOf(request));
	for (const auto& header: custom) response.headers.add(header.name, header.value);
}


} // namespace WS
