//
// HTTP.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/HTTP.h"


namespace WS {


bool isWebSocket(const Request& request)
{
	return request.method == "GET"
		&& listContains(request.headers.joined("Connection"), "upgrade")
		&& listContains(request.headers.joined("Upgrade"), "websocket");
}


bool isSecureRequest(const Request& request, bool overTLS)
{
	const auto& headers = request.headers;
	return overTLS
		|| request.secure
		|| headers.get("HTTPS") == "on"
		|| headers.get("X-Forwarded-SSL") == "on"
		|| headers.get("X-Forwarded-Scheme") == "https"
		|| headers.get("X-Forwarded-Proto") == "https";
}


} // namespace WS
