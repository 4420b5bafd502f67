//
// RawTCP [HOST:PORT]   the driver on a socket of our own: bytes in, events out, bytes out.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Callbacks.h"
#include "WS/ServerDriver.h"
#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <array>
#include <iostream>
#include <thread>


void serve(Poco::Net::StreamSocket socket)
try
{
	WS::Callbacks events;
	WS::ServerDriver driver(events);
	events.onMessage = [&](WS::Message& message) { driver.send(message); };
	events.onError = [](const WS::Failure& failure) { std::cerr << failure.message << std::endl; };
	driver.start();        // accept every valid request

	std::array<char, 16384> buffer;
	while (!driver.finished())
	{
		const int size = socket.receiveBytes(buffer.data(), buffer.size());
		if (size > 0) driver.receive(std::span(buffer).first(size));
		else driver.receiveEnd();

		while (driver.bufferedAmount() > 0)
		{
			const auto piece = driver.output();
			driver.consume(socket.sendBytes(piece.data(), static_cast<int>(piece.size())));
		}
	}
	socket.shutdownSend();        // bytes of the peer that we leave unread could cost it our last ones
	while (socket.poll(Poco::Timespan(1, 0), socket.SELECT_READ) && socket.receiveBytes(buffer.data(), buffer.size()) > 0) continue;
}
catch (const Poco::Exception& exception)
{
	std::cerr << exception.displayText() << std::endl;
}


int main(int argc, char** argv)
try
{
	Poco::Net::ServerSocket server(Poco::Net::SocketAddress(argc > 1 ? argv[1] : "127.0.0.1:8080"));
	std::cout << "listening on ws://" << server.address().toString() << "/" << std::endl;
	while (true) std::thread(serve, server.acceptConnection()).detach();
}
catch (const Poco::Exception& exception)
{
	std::cerr << "RawTCP: " << exception.displayText() << std::endl;
	return 1;
}
