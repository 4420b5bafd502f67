//
// deflate.cpp
//
// permessage-deflate alone: what one session compresses the other inflates.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/PerMessageDeflate.h>
#include <iostream>
#include <string>


int main()
{
	const WS::PerMessageDeflate deflate(WS::DeflateOptions::parse("preset=smallest"));
	const auto client = deflate.createClientSession();
	const auto server = deflate.createServerSession(client->offers());
	if (!server || !client->activate(server->response())) return 1;

	const std::string message(1000, 'x');
	std::string compressed, inflated;
	client->encode(WS::Message(WS::Opcode::TEXT, message), {}, compressed);
	server->decode(WS::Message(WS::Opcode::TEXT, compressed), inflated, message.size());

	std::cout << message.size() << " bytes are " << compressed.size() << " when compressed" << std::endl;
	return compressed.size() < 50 && inflated == message ? 0 : 1;
}
