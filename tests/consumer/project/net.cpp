//
// net.cpp
//
// An echo server and its client, over a real socket.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/Net/WebSocketClient.h>
#include <WS/Net/WebSocketConnection.h>
#include <WS/Net/WebSocketRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <iostream>


struct Echo: WS::Listener
{
	explicit Echo(WS::Net::WebSocketConnection& connection): connection(connection) {}
	void onMessage(WS::Message& message) override { connection.driver().send(message); }

	WS::Net::WebSocketConnection& connection;
};


int main()
{
	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/echo", [](auto& connection, auto&) { return std::make_unique<Echo>(connection); });
	Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
	Poco::Net::HTTPServer server(factory, socket, new Poco::Net::HTTPServerParams);
	server.start();

	WS::Net::WebSocketClient client(Poco::URI("ws://" + socket.address().toString() + "/echo"));
	client.connect();
	client.text("Hello");
	const auto echoed = client.receive(Poco::Timespan(10, 0));
	client.close();
	server.stopAll();

	std::cout << client.driver().version() << " echoed " << (echoed ? echoed->payload : "nothing") << std::endl;
	return echoed && echoed->payload == "Hello" ? 0 : 1;
}
