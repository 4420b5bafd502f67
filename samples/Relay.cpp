//
// Relay UPSTREAM-URL [HOST:PORT]   a gateway: joins each client that connects to a connection of its own to the URL.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/Relay.h"
#include "WS/Net/WebSocketClient.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include <Poco/Net/HTTPServer.h>
#include <csignal>
#include <iostream>


int main(int argc, char** argv)
try
{
	if (argc < 2) throw Poco::InvalidArgumentException("Relay ws://UPSTREAM[:PORT]/PATH [HOST:PORT]");
	const Poco::URI uri(argv[1]);
	const WS::Net::WebSocketClient checked(uri);        // throws now what is wrong with the URL

	sigset_t signals;        // blocked in all threads, so that sigwait() gets them
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, nullptr);

	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", [&](auto& connection, auto&) {
		auto upstream = std::make_unique<WS::Net::WebSocketClient>(uri);
		upstream->setTimeouts({.connect = Poco::Timespan(3, 0)});        // the server's stop waits as long
		upstream->connect();        // what it throws answers the client with 500
		return std::make_unique<WS::Net::Relay>(connection, std::move(upstream));
	});

	Poco::ThreadPool threads(2, 100);        // a relay takes a thread
	Poco::Net::ServerSocket socket(Poco::Net::SocketAddress(argc > 2 ? argv[2] : "127.0.0.1:8080"));
	Poco::Net::HTTPServer server(factory, threads, socket, new Poco::Net::HTTPServerParams);
	server.start();
	std::cout << "listening on ws://" << socket.address().toString() << "/" << std::endl;

	int signal = 0;
	sigwait(&signals, &signal);
	server.stopAll();        // closes both ends of every relay with 1001
	return 0;
}
catch (const Poco::Exception& exception)
{
	std::cerr << "Relay: " << exception.displayText() << std::endl;
	return 1;
}
