//
// Hixie76.cpp
//
// A server of hixie-76 that has answered the head: the eight bytes of body, then any bytes.
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
	request.target = "/demo";
	request.headers.add("Upgrade", "WebSocket");
	request.headers.add("Connection", "Upgrade");
	request.headers.add("Host", "example.com");
	request.headers.add("Origin", "http://example.com");
	request.headers.add("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5");
	request.headers.add("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00");
	return request;
}


void demandDigestAndTexts(std::string_view written)
{
	constexpr std::size_t DIGEST = 16;
	if (written.empty()) return;
	Fuzz::demand(written.size() >= DIGEST, "the challenge is answered with sixteen bytes");
	Fuzz::demandValidTexts(written.substr(DIGEST));
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
		.demandValid = demandDigestAndTexts,
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
