//
// EchoWSNet.cpp
//
// An echo server on WS::Net's handler for Poco::Net::HTTPServer.
//
//     bench-echo-wsnet [--deflate[=OPTIONS]]
//
// With permessage-deflate, OPTIONS as DeflateOptions::parse() reads them, or without.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Bench.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "WS/Net/WebSocketServer.h"
#include "WS/PerMessageDeflate.h"
#include <memory>
#include <string_view>
#include <utility>


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


void addDeflate(WS::Options& options, std::string_view argument)
{
	constexpr std::string_view NAME = "--deflate";
	if (!argument.starts_with(NAME)) throw Poco::InvalidArgumentException("unknown option", std::string(argument));
	argument.remove_prefix(NAME.size());
	if (argument.starts_with('=')) argument.remove_prefix(1);
	options.extensions.add(std::make_shared<WS::PerMessageDeflate>(WS::DeflateOptions::parse(argument)));
}


int serveOnLoop(WS::Net::Endpoint endpoint)
	/// On this thread, until SIGTERM ends the process.
{
	WS::Net::EventLoop loop;
	WS::Net::WebSocketServer server(loop);
	server.route("/", std::move(endpoint));
	Bench::listening(server.listen(Poco::Net::SocketAddress("127.0.0.1", 0)));
	server.start();
	loop.run();
	return 0;
}


} // namespace


int main(int argc, char** argv)
{
	const auto options = std::make_shared<WS::Options>(*WS::Net::defaultOptions());
	bool loop = false;
	try
	{
		for (int i = 1; i < argc; ++i)
		{
			if (std::string_view(argv[i]) == "--loop") loop = true;
			else addDeflate(*options, argv[i]);
		}
	}
	catch (const Poco::Exception& e)
	{
		std::cerr << e.displayText() << std::endl;
		return 2;
	}
	WS::Net::Endpoint endpoint([](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		return std::make_unique<Echo>(connection);
	});
	endpoint.options = options;
	if (loop) return serveOnLoop(std::move(endpoint));

	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", std::move(endpoint));
	return Bench::serve(factory);
}
