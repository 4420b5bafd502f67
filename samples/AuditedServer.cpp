//
// AuditedServer TOKEN [HOST:PORT]   an echo for those who have the token, and a log of who came.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Callbacks.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include <Poco/Net/HTTPServer.h>
#include <iostream>
#include <unistd.h>


struct AuditedDriver: WS::ServerDriver
{
	AuditedDriver(const std::string& token, auto&... others): ServerDriver(others...), wanted("Bearer " + token) {}

	bool acceptRequest(const WS::Request& request) override
	{
		const auto given = request.headers.get("Authorization");
		bool wrong = given.size() != wanted.size();        // compared to the end, so that the time tells nothing
		for (std::size_t i = 0; i < given.size(); ++i) wrong |= given[i] != wanted[i % wanted.size()];
		std::clog << (wrong ? "refused " : "accepted ") << request.target.substr(0, request.target.find('?')) << std::endl;        // a query may hold a secret
		WS::Headers challenge;
		challenge.add("WWW-Authenticate", "Bearer realm=\"audit\"");
		if (wrong) reject(401, "A token is needed.\n", challenge);
		return !wrong;
	}

	void decorateResponse(const WS::Request&, WS::Headers& headers) override { headers.add("X-Audited", "yes"); }

	const std::string wanted;
};


int main(int argc, char** argv)
try
{
	if (argc < 2) throw Poco::InvalidArgumentException("AuditedServer TOKEN [HOST:PORT]");
	WS::Net::Endpoint endpoint([](auto& connection, auto&) {
		auto echo = std::make_unique<WS::Callbacks>();
		echo->onMessage = [&](WS::Message& message) { connection.driver().send(message); };
		return echo;
	});
	endpoint.driver = [token = argv[1]](auto&&... others) { return std::make_unique<AuditedDriver>(token, others...); };
	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", endpoint);
	Poco::Net::HTTPServer server(factory, Poco::Net::SocketAddress(argc > 2 ? argv[2] : "127.0.0.1:8080"), new Poco::Net::HTTPServerParams);
	server.start();
	std::cout << "listening on ws://" << server.socket().address().toString() << "/" << std::endl;
	pause();
}
catch (const Poco::Exception& exception)
{
	std::cerr << exception.displayText() << std::endl;
	return 1;
}
