//
// Probe.cpp
//
// interop-probe [--engine loop] [--proxy URL] [--ca FILE] [--verify no] [--certificate FILE --key FILE]
//     ws://HOST:PORT/…
//
// Connects, and prints what comes: "open", each message, "closed CODE REASON" with what has happened to the transport behind it;
// or, in the place of all that, why it could not connect.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "BlockingSocket.h"
#include "LoopSocket.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/WebSocket.h>
#include <iostream>


namespace {


const Poco::Timespan PATIENCE(30, 0);


void say(const std::string& text)
{
	std::cout << text << std::endl;
}


template <class Socket>
std::string ending(const Socket& client)
{
	const auto closed = "closed " + std::to_string(static_cast<int>(client.closeCode())) + " " + client.closeReason();
	return client.transportFailure().empty() ? closed : closed + "; " + client.transportFailure();
}


template <class Socket>
void probe(const Interop::Place& place)
{
	Socket client(place);
	try
	{
		client.connect();
		say("open");
		while (const auto message = client.receive(PATIENCE)) say(message->payload);
		say(ending(client));
	}
	catch (const Poco::Net::SSLException& exception)
	{
		say("TLS: " + exception.message());
	}
	catch (const Poco::Net::WebSocketException& exception)
	{
		say("refused: " + exception.message());
	}
	catch (const Poco::Exception& exception)
	{
		say(exception.displayText());
	}
}


} // namespace


int main(int argc, char** argv)
{
	try
	{
		const auto place = Interop::Place::parse(argc, argv);
		if (place.engine == "loop") probe<Interop::LoopSocket>(place);
		else probe<Interop::BlockingSocket>(place);
		return 0;
	}
	catch (const Poco::Exception& exception)
	{
		std::cerr << "interop-probe: " << exception.displayText() << std::endl;
		return 2;
	}
}
