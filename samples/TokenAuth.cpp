//
// TokenAuth TOKEN [HOST:PORT]   an echo for programs that have the token, and for pages that have it in a cookie.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Callbacks.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/MessageHeader.h>
#include <iostream>
#include <numeric>
#include <unistd.h>


struct TokenDriver: WS::ServerDriver
{
	TokenDriver(const std::string& token, auto&... others): ServerDriver(others...), token(token) {}

	bool acceptRequest(const WS::Request& request) override
	{
		const std::string header(request.headers.get("Cookie"));        // all that a page can send; what keeps the pages of others out is Endpoint::origins
		Poco::Net::NameValueCollection cookies;
		Poco::Net::MessageHeader::splitParameters(header.begin(), header.end(), cookies);
		if (equal(request.headers.get("Authorization"), "Bearer " + token) || equal(cookies.get("session", ""), token)) return true;
		WS::Headers challenge;
		challenge.add("WWW-Authenticate", "Bearer realm=\"echo\"");
		return reject(401, "A token or a session is needed.\n", challenge) && false;
	}

	static bool equal(std::string_view a, std::string_view b) { return a.size() == b.size() && std::inner_product(a.begin(), a.end(), b.begin(), 0, std::bit_or(), std::bit_xor()) == 0; }        // reads to the end: the time tells the length alone
	const std::string token;
};


int main(int argc, char** argv)
try
{
	if (argc < 2 || !*argv[1]) throw Poco::InvalidArgumentException("TokenAuth TOKEN [HOST:PORT]");
	WS::Net::Endpoint endpoint([](auto& connection, auto&) {
		auto echo = std::make_unique<WS::Callbacks>();
		echo->onMessage = [&](WS::Message& message) { connection.driver().send(message); };
		return echo;
	});
	endpoint.driver = [token = argv[1]](auto&&... others) { return std::make_unique<TokenDriver>(token, others...); };
	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", endpoint);
	Poco::Net::HTTPServer server(factory, Poco::Net::SocketAddress(argc > 2 ? argv[2] : "127.0.0.1:8080"), new Poco::Net::HTTPServerParams);
	server.start();
	std::cout << "listening on ws://" << server.socket().address().toString() << "/" << std::endl;
	pause();
}
catch (const Poco::Exception& exception)
{
	std::cerr << "TokenAuth: " << exception.displayText() << std::endl;
	return 1;
}
