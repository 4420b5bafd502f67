//
// ServerFrames.cpp
//
// An open server: any frames.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Rules.h"
#include "Trial.h"
#include "WS/ServerDriver.h"


using namespace WS;


namespace {


Request request()
{
	Request request;
	request.method = "GET";
	request.target = "/chat";
	request.headers.add("Host", "server.example.com");
	request.headers.add("Upgrade", "websocket");
	request.headers.add("Connection", "Upgrade");
	request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
	request.headers.add("Sec-WebSocket-Version", "13");
	return request;
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	static const Fuzz::Subject SUBJECT{
		.make = [](Listener& listener, std::shared_ptr<const Options> options) -> std::unique_ptr<Driver> {
			static const Request REQUEST = request();
			return std::make_unique<ServerDriver>(listener, REQUEST, std::move(options));
		},
		.isAnswered = true,
		.demandValid = [](std::string_view written) { Fuzz::demandValidFrames(written, Role::SERVER); },
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
