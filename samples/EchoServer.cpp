//
// EchoServer [HOST:PORT]   sends every message back, in Poco's HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include <Poco/Net/HTTPServer.h>
#include <csignal>
#include <iostream>


class Echo: public WS::Listener
{
public:
	explicit Echo(WS::Net::WebSocketConnection& connection): _connection(connection) {}

	void onMessage(WS::Message& message) override { _connection.driver().send(message); }

private:
	WS::Net::WebSocketConnection& _connection;
};


int main(int argc, char** argv)
try
{
	sigset_t signals;        // blocked in all threads, so that sigwait() gets them
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, nullptr);

	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/echo", [](auto& connection, auto&) { return std::make_unique<Echo>(connection); });

	Poco::ThreadPool threads(2, 100);        // a connection takes a thread
	Poco::Net::ServerSocket socket(Poco::Net::SocketAddress(argc > 1 ? argv[1] : "127.0.0.1:8080"));
	Poco::Net::HTTPServer server(factory, threads, socket, new Poco::Net::HTTPServerParams);
	server.start();
	std::cout << "listening on ws://" << socket.address().toString() << "/echo" << std::endl;

	int signal = 0;
	sigwait(&signals, &signal);
	server.stopAll();        // closes every connection with 1001
	return 0;
}
catch (const Poco::Exception& exception)
{
	std::cerr << "EchoServer: " << exception.displayText() << std::endl;
	return 1;
}
