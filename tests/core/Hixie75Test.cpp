//
// Hixie75Test.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include "support/Hixie.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(Hixie75Test)


const Bytes RESPONSE =
	"HTTP/1.1 101 Web Socket Protocol Handshake\r\n"
	"Upgrade: WebSocket\r\n"
	"Connection: Upgrade\r\n"
	"WebSocket-Origin: http://example.com\r\n"
	"WebSocket-Location: ws://example.com/demo\r\n"
	"\r\n";


MakePeer starting(const Options& options = {})
{
	return [=] {
		auto server = std::make_unique<Server>(UNOPENED, options);
		(*server)->start();
		return server;
	};
}


BOOST_AUTO_TEST_CASE(answersAndOpensAtOnce)
{
	Server server(UNOPENED, Hixie75Server::request().parsed());
	BOOST_TEST(server->version() == "hixie-75");
	BOOST_TEST(server->start());
	BOOST_TEST(server.output() == RESPONSE);
	BOOST_TEST(server.events() == Events{open()});
	BOOST_TEST(server->version() == "hixie-75");
	BOOST_TEST(!server->start());
}


BOOST_AUTO_TEST_CASE(wholeExchangeHoweverItIsCut)
{
	const Seen seen = feed(starting(), Hixie75Server::request().bytes() + "00 6869 ff"_hex);
	BOOST_TEST(seen.output == RESPONSE);
	BOOST_TEST(seen.events == (Events{connect("/demo"), open(), text("hi")}));
}


BOOST_AUTO_TEST_CASE(customHeadersComeBehindItsOwn)
{
	Server server(UNOPENED, Hixie75Server::request().parsed());
	BOOST_TEST(server->setHeader("X-Custom", "1"));
	BOOST_TEST(!server->setHeader("Upgrade", "mine"));
	BOOST_TEST(!server->setHeader("WebSocket-Location", "ws://evil.example/"));
	server->start();
	BOOST_TEST(server.output() == RESPONSE.first(RESPONSE.size() - 2) + "X-Custom: 1\r\n\r\n");
}


BOOST_AUTO_TEST_CASE(originAndHostMayBeMissing)
{
	Server server(UNOPENED, Hixie75Server::request().without("Origin").without("Host").parsed());
	BOOST_TEST(server->start());
	BOOST_TEST(server.output() == "HTTP/1.1 101 Web Socket Protocol Handshake\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n");
}


BOOST_AUTO_TEST_CASE(locationIsSecureBehindAProxyThatSaysSo)
{
	Server server(UNOPENED, Hixie75Server::request().add("X-Forwarded-Proto", "https").parsed());
	server->start();
	BOOST_TEST(fieldOf(server.output().string(), "WebSocket-Location") == "wss://example.com/demo");
}


BOOST_AUTO_TEST_CASE(locationOfAnAbsoluteTarget)
{
	for (const auto& [target, location]: {
			 std::pair{"http://example.com/demo?a=b", "ws://example.com/demo?a=b"},
			 std::pair{"ws://example.com", "ws://example.com"}})
	{
		Server server(UNOPENED, Hixie75Server::request().line(std::string("GET ") + target + " HTTP/1.1").parsed());
		BOOST_TEST(server->start());
		BOOST_TEST(fieldOf(server.output().string(), "WebSocket-Location") == location);
	}
}


BOOST_AUTO_TEST_CASE(FF00HasNoMeaning)
{
	Hixie75Server server;
	server.receive("ff 00 00 61 ff"_hex);
	BOOST_TEST(server.events() == Events{text("a")});
	BOOST_TEST(server.output().empty());
}


BOOST_AUTO_TEST_CASE(isRefusedWhenItIsSwitchedOff)
{
	Options options;
	options.dialects = Dialects::RFC_FAMILY | Dialects::HIXIE_76;
	Server server(UNOPENED, Hixie75Server::request().parsed(), options);
	BOOST_TEST(server->version().empty());
	BOOST_TEST(!server->start());
	BOOST_TEST(server.events() == failed(Error::VERSION, 1002));
	const std::string refusal = server.output().string();
	BOOST_TEST(refusal.starts_with("HTTP/1.1 426 Upgrade Required\r\n"));
	BOOST_TEST(fieldOf(refusal, "Sec-WebSocket-Version") == "13, 8, 7");
}


BOOST_AUTO_TEST_SUITE_END()
