//
// EchoWSNet.cpp
//
// An echo server on WS::Net's handler for Poco::Net::HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Bench.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"


namespace {


class Echo: public WS::Listener
{
public:
	explicit Echo(WS::Net::WebSocketConnection& connection): _connection(connection) {}

	void onMessage(WS::Message& message) override
	{
		_connection.driver().send(message);
	}

private:
	WS::Net::WebSocketConnection& _connection;
};


} // namespace


int main()
{
	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", [](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		return std::make_unique<Echo>(connection);
	});
	return Bench::serve(factory);
}
