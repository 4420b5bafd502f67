//
// ClientDeflate.cpp
//
// An open client with permessage-deflate: any frames.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Registries.h"
#include "Rules.h"
#include "Trial.h"
#include "WS/ClientDriver.h"


using namespace WS;


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	static const Fuzz::Subject SUBJECT{
		.make = [](Listener& listener, std::shared_ptr<const Options> options) -> std::unique_ptr<Driver> {
			static const Poco::URI URL("ws://server.example.com/chat");
			return std::make_unique<ClientDriver>(listener, URL, Fuzz::withDeflate(*options));
		},
		.opening =
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
			"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
		.isAnswered = true,
		.demandValid = [](std::string_view written) { Fuzz::demandValidFrames(written, Role::CLIENT, Rsv::RSV1); },
		.codecMemory = 4 * 1024 * 1024,
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
