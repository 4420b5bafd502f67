//
// ResponseHead.cpp
//
// A client that has sent its request: any bytes from the first one on.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Trial.h"
#include "WS/ClientDriver.h"


using namespace WS;


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	static const Fuzz::Subject SUBJECT{
		.make = [](Listener& listener, std::shared_ptr<const Options> options) -> std::unique_ptr<Driver> {
			static const Poco::URI URL("ws://server.example.com/chat");
			return std::make_unique<ClientDriver>(listener, URL, std::move(options));
		},
		.headAllowance = Options().maxHead,
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
