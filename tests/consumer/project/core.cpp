//
// core.cpp
//
// A client and a server in one process, without any I/O: what the one puts out the other takes in.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/Callbacks.h>
#include <WS/ClientDriver.h>
#include <WS/ServerDriver.h>
#include <Poco/URI.h>
#include <iostream>
#include <string>


static bool move(WS::Driver& from, WS::Driver& to)
{
	std::string bytes(from.output());
	from.consume(bytes.size());
	to.receive(std::span<char>(bytes));
	return !bytes.empty();
}


int main()
{
	WS::Callbacks serverEvents, clientEvents;
	WS::ServerDriver server(serverEvents);
	WS::ClientDriver client(clientEvents, Poco::URI("ws://localhost/"));
	std::string echoed;

	serverEvents.onMessage = [&](WS::Message& message) { server.send(message); };
	clientEvents.onMessage = [&](WS::Message& message) { echoed = message.payload; };

	server.start();
	client.start();
	client.text("Hello");
	while (move(client, server) || move(server, client))
	{
	}

	std::cout << client.version() << " echoed " << echoed << std::endl;
	return echoed == "Hello" ? 0 : 1;
}
