//
// CompressedEcho [HOST:PORT [PLUGIN [OPTIONS]]]   an echo that compresses, and has another extension from a shared object.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Callbacks.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "WS/PerMessageDeflate.h"
#include "WS/PluginLoader.h"
#include <Poco/Net/HTTPServer.h>
#include <filesystem>
#include <iostream>
#include <unistd.h>


void tell(const WS::Driver& driver)
{
	for (const auto& extension: driver.negotiated())
	{
		std::clog << extension.name;
		for (const auto& param: extension.params) std::clog << "; " << param.name << (param.value ? "=" + *param.value : "");
		std::clog << std::endl;
	}
}


int main(int argc, char** argv)
try
{
	auto options = std::make_shared<WS::Options>();
	if (argc > 2) options->extensions.add(WS::PluginLoader::load(std::filesystem::absolute(argv[2]), argc > 3 ? argv[3] : ""));
	options->extensions.add(std::make_shared<WS::PerMessageDeflate>());        // last: it compresses what the other has made

	WS::Net::Endpoint endpoint([](auto& connection, auto&) {
		auto echo = std::make_unique<WS::Callbacks>();
		echo->onOpen = [&] { tell(connection.driver()); };
		echo->onMessage = [&](WS::Message& message) { connection.driver().send(message); };
		return echo;
	});
	endpoint.options = options;
	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", endpoint);
	Poco::Net::HTTPServer server(factory, Poco::Net::SocketAddress(argc > 1 ? argv[1] : "127.0.0.1:8080"), new Poco::Net::HTTPServerParams);
	server.start();
	std::cout << "listening on ws://" << server.socket().address().toString() << "/" << std::endl;
	pause();
}
catch (const Poco::Exception& exception)
{
	std::cerr << exception.displayText() << std::endl;
	return 1;
}
