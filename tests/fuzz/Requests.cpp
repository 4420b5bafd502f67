//
// Requests.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Requests.h"
#include <initializer_list>
#include <string_view>


namespace WS::Fuzz {


namespace {


struct Field
{
	std::string_view name;
	std::string_view value;
};


Request with(Request request, std::initializer_list<Field> fields)
{
	for (const auto& field: fields) request.headers.add(field.name, field.value);
	return request;
}


} // namespace


const Request& hybiRequest()
{
	static const Request REQUEST = with({"GET", "/chat", "HTTP/1.1", {}},
		{{"Host", "server.example.com"}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"},
			{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}, {"Sec-WebSocket-Version", "13"}});
	return REQUEST;
}


const Request& deflateRequest()
{
	static const Request REQUEST = with(hybiRequest(), {{"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"}});
	return REQUEST;
}


const Request& hixie75Request()
{
	static const Request REQUEST = with({"GET", "/demo", "HTTP/1.1", {}},
		{{"Upgrade", "WebSocket"}, {"Connection", "Upgrade"}, {"Host", "example.com"}, {"Origin", "http://example.com"}});
	return REQUEST;
}


const Request& hixie76Request()
{
	static const Request REQUEST = with(hixie75Request(),
		{{"Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5"}, {"Sec-WebSocket-Key2", "12998 5 Y3 1  .P00"}});
	return REQUEST;
}


} // namespace WS::Fuzz
