//
// EchoClient URL MESSAGE...   sends each message and prints what comes back.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include <Poco/Exception.h>
#include <iostream>


int main(int argc, char** argv)
try
{
	if (argc < 3)
	{
		std::cerr << "usage: EchoClient ws://HOST[:PORT]/PATH MESSAGE..." << std::endl;
		return 2;
	}
	WS::Net::WebSocketClient client{Poco::URI(argv[1])};
	client.connect();
	for (int i = 2; i < argc; ++i)
	{
		client.text(argv[i]);
		const auto answer = client.receive(Poco::Timespan(10, 0));
		if (!answer) break;        // the server has closed
		std::cout << answer->payload << std::endl;
	}
	client.close();
	std::cerr << "closed with " << static_cast<int>(client.closeCode()) << " " << client.closeReason() << std::endl;
	return client.closeCode() == WS::CloseCode::NORMAL ? 0 : 1;
}
catch (const Poco::Exception& exception)
{
	std::cerr << "EchoClient: " << exception.displayText() << std::endl;
	return 1;
}
