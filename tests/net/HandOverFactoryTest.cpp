//
// HandOverFactoryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/HandOverFactory.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <boost/test/unit_test.hpp>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


class Page: public Poco::Net::HTTPRequestHandler
{
	void handleRequest(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse& response) override
	{
		response.send() << "page";
	}
};


class Pages: public Poco::Net::HTTPRequestHandlerFactory
{
	Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override
	{
		return new Page;
	}
};


struct Fixture
	/// An HTTPServer that hands over to a server on loops.
{
	explicit Fixture(Poco::Net::HTTPRequestHandlerFactory::Ptr pages = nullptr, Script script = echo()):
		http(nullptr)
	{
		loops.route("/", endpointOf(std::move(script), journal));
		loops.start();
		http = std::make_unique<NetServer>(new Net::HandOverFactory(loops, std::move(pages)));
	}

	~Fixture()
	{
		http.reset();
	}

	NetSocket opened() { return NetSocket::opened(http->address()); }

	int statusOf(const std::string& line)
	{
		NetSocket socket(http->address());
		socket.send(Bytes(line + "\r\nHost: localhost\r\n\r\n"));
		socket.readHead();
		return socket.status();
	}

	Journal journal;
	Net::WebSocketServer loops;
	std::unique_ptr<NetServer> http;
};


} // namespace


BOOST_AUTO_TEST_SUITE(HandOverFactoryTest)


BOOST_AUTO_TEST_CASE(theConnectionIsServedByTheLoop)
{
	Fixture fixture;
	auto socket = fixture.opened();
	socket.send(TestFrame(TEXT, "Hello"));
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "Hello"));
	BOOST_TEST(fixture.loops.size() == 1U);
}


BOOST_AUTO_TEST_CASE(theThreadOfTheHTTPServerIsFreeAtOnce)
{
	Fixture fixture;
	const auto socket = fixture.opened();
	fixture.http->http().stop();
	fixture.http->joinThreads();
	BOOST_TEST(fixture.loops.size() == 1U);
}


BOOST_AUTO_TEST_CASE(whatWasReadBehindTheRequestMovesToo)
{
	Fixture fixture;
	NetSocket socket(fixture.http->address());
	socket.send(NetSocket::request(fixture.http->address()).bytes() + TestFrame(TEXT, "early").masked().bytes());
	socket.readHead();
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "early"));
}


BOOST_AUTO_TEST_CASE(theRestIsTheFallbacks)
{
	Fixture fixture(new Pages);
	BOOST_TEST(fixture.statusOf("GET / HTTP/1.1") == 200);
	BOOST_TEST(fixture.statusOf("GET /other HTTP/1.1") == 200);
}


BOOST_AUTO_TEST_CASE(withoutAFallbackItIsRefused)
{
	Fixture fixture;
	BOOST_TEST(fixture.statusOf("GET / HTTP/1.1") == 426);
	BOOST_TEST(fixture.statusOf("GET /other HTTP/1.1") == 404);
}


BOOST_AUTO_TEST_CASE(aServerThatHasNotStartedTakesNothing)
{
	Journal journal;
	Net::WebSocketServer loops;
	loops.route("/", endpointOf(echo(), journal));
	const NetServer http(new Net::HandOverFactory(loops));
	BOOST_TEST(NetSocket(http.address(), NetSocket::request(http.address())).status() == 503);
}


BOOST_AUTO_TEST_CASE(aServerThatHasStoppedTakesNothing)
{
	Fixture fixture;
	fixture.loops.stop();
	BOOST_TEST(NetSocket(fixture.http->address(), NetSocket::request(fixture.http->address())).status() == 503);
}


BOOST_AUTO_TEST_SUITE_END()
