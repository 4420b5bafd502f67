//
// Hixie75.cpp
//
// An open server of hixie-75: any bytes.
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
		.demandValid = Fuzz::demandValidTexts,
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
