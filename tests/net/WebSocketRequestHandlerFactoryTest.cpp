//
// WebSocketRequestHandlerFactoryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <iostream>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;
using Net::WebSocketConnection;
using Net::WebSocketRequestHandlerFactory;


Endpoint silent()
{
	return Endpoint([](WebSocketConnection&, const Request&) { return std::make_unique<Listener>(); });
}


class Page: public Poco::Net::HTTPRequestHandler
{
public:
	void handleRequest(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse& response) override
	{
		response.sendBuffer("page", 4);
	}
};


class Pages: public Poco::Net::HTTPRequestHandlerFactory
{
public:
	Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override
	{
		return new Page;
	}
};


int statusOf(const NetServer& server, const Head& request)
{
	return NetSocket(server.address(), request).status();
}


Head plain(const NetServer& server, const std::string& path)
{
	return Head("GET " + path + " HTTP/1.1").add("Host", server.address().toString());
}


class HundredSockets
	/// Open on a server.
{
public:
	explicit HundredSockets(NetServer& server)
	{
		for (int i = 0; i < 100; ++i) sockets.push_back(NetSocket::opened(server.address()));
		server.journal.until(Event::OPENED, sockets.size());
	}

	std::vector<NetSocket> sockets;
};


void answer(NetSocket& socket)
	/// Reads the server's close frame and sends it back, if there is still time.
{
	try
	{
		socket.readFrame();
		socket.send(TestFrame::close(1001));
	}
	catch (const Poco::IOException&)
	{
	}
}


class StopWatch
{
public:
	bool inTime(const char* what) const
		/// A guard against waiting for closeTimeout, which is 10 s; the figure is printed.
	{
		const auto passed = std::chrono::steady_clock::now() - _start;
		std::cout << what << ": " << std::chrono::duration_cast<std::chrono::milliseconds>(passed).count() << " ms\n";
		return passed < std::chrono::seconds(9);
	}

private:
	const std::chrono::steady_clock::time_point _start = std::chrono::steady_clock::now();
};


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketRequestHandlerFactoryTest)


BOOST_AUTO_TEST_CASE(pathsAreComparedExactlyAndWithoutTheQuery)
{
	NetServer server;
	const auto status = [&](const std::string& target) { return statusOf(server, NetSocket::request(server.address(), target)); };

	BOOST_TEST(status("/chat") == 101);
	BOOST_TEST(status("/chat?room=/1") == 101);
	BOOST_TEST(status("http://" + server.address().toString() + "/chat") == 101);
	BOOST_TEST(status("/chat/") == 404);
	BOOST_TEST(status("/Chat") == 404);
	BOOST_TEST(status("/chat%20") == 404);
	BOOST_TEST(status("/%63hat") == 404);
}


BOOST_AUTO_TEST_CASE(plainRequestsAreToldWhatIsThere)
{
	NetServer server;
	BOOST_TEST(statusOf(server, plain(server, "/nothing")) == 404);

	NetSocket socket(server.address(), plain(server, "/chat"));
	BOOST_TEST(socket.status() == 426);
	BOOST_TEST(fieldOf(socket.head(), "Upgrade") == "websocket");
	BOOST_TEST(socket.readToEnd() == "This is a WebSocket endpoint.\n");
}


BOOST_AUTO_TEST_CASE(theFallbackServesWhatIsNoRouteOrNoUpgrade)
{
	auto* factory = new WebSocketRequestHandlerFactory(new Pages);
	factory->route("/chat", silent());
	NetServer server{Poco::Net::HTTPRequestHandlerFactory::Ptr(factory)};

	BOOST_TEST(statusOf(server, plain(server, "/")) == 200);
	BOOST_TEST(statusOf(server, plain(server, "/chat")) == 200);
	BOOST_TEST(statusOf(server, NetSocket::request(server.address(), "/other")) == 200);
	BOOST_TEST(statusOf(server, NetSocket::request(server.address(), "/chat")) == 101);
}


BOOST_AUTO_TEST_CASE(routesThatCannotBeAreRefused)
{
	WebSocketRequestHandlerFactory factory;
	factory.route("/chat", silent());

	BOOST_CHECK_THROW(factory.route("/chat", silent()), Poco::ExistsException);
	for (const auto* path: {"", "chat", "/chat?room=1", "*"}) BOOST_CHECK_THROW(factory.route(path, silent()), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(factory.route("/other", Endpoint()), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(liveConnectionsAreKnown)
{
	NetServer server;
	BOOST_TEST(server.factory().size() == 0U);
	BOOST_TEST(server.factory().connections().empty());

	auto one = NetSocket::opened(server.address());
	auto two = NetSocket::opened(server.address());
	server.journal.until(Event::OPENED, 2);
	BOOST_TEST(server.factory().size() == 2U);
	BOOST_TEST(server.factory().connections().size() == 2U);

	one.send(TestFrame::close(1000));
	one.readToEnd();
	server.journal.until(Event::CLOSED);
	BOOST_TEST(server.factory().connections().size() == 1U);
}


BOOST_AUTO_TEST_CASE(closeAllClosesEachConnectionAndLetsNoFurtherOneIn)
{
	NetServer server;
	auto one = NetSocket::opened(server.address());
	auto two = NetSocket::opened(server.address());
	server.journal.until(Event::OPENED, 2);

	server.factory().closeAll(CloseCode::SERVICE_RESTART, "back soon");

	for (auto* socket: {&one, &two})
	{
		BOOST_TEST(socket->readFrame() == TestFrame::close(1012, "back soon"));
		socket->send(TestFrame::close(1012));
		BOOST_TEST(socket->readToEnd() == "");
	}
	BOOST_TEST(statusOf(server, NetSocket::request(server.address())) == 503);
	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 2U);
}


BOOST_AUTO_TEST_CASE(closeAllIsHeardWhileMessagesFollowEachOther)
{
	NetServer server;
	auto socket = NetSocket::opened(server.address());
	socket.send(TestFrame(TEXT, "x"));
	socket.readFrame();

	server.factory().closeAll();

	BOOST_TEST(socket.readFrame() == TestFrame::close(1001));
}


BOOST_AUTO_TEST_CASE(whatCannotBeSentCannotCloseAll)
{
	WebSocketRequestHandlerFactory factory;
	BOOST_CHECK_THROW(factory.closeAll(CloseCode::ABNORMAL), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(factory.closeAll(CloseCode::NORMAL, std::string(124, 'x')), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(badInput66StopAllEndsWithAHundredSilentSockets)
{
	NetServer server;
	HundredSockets clients(server);
	StopWatch watch;

	server.http().stopAll(false);
	server.joinThreads();

	BOOST_TEST(watch.inTime("stopAll(false), 100 sockets that do not answer"));
	BOOST_TEST(server.factory().size() == 0U);
	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 100U);
	for (auto& socket: clients.sockets) BOOST_TEST(socket.readFrame() == TestFrame::close(1001));
}


BOOST_AUTO_TEST_CASE(badInput66StopAllThatAbortsSaysGoodbyeToo)
{
	NetServer server;
	HundredSockets clients(server);
	StopWatch watch;

	server.http().stopAll(true);
	server.joinThreads();

	BOOST_TEST(watch.inTime("stopAll(true), 100 sockets that do not answer"));
	for (auto& socket: clients.sockets) BOOST_TEST(socket.readFrame() == TestFrame::close(1001));
}


BOOST_AUTO_TEST_CASE(badInput66CloseAllAndStopEndWithAHundredSilentSockets)
{
	NetServer server;
	HundredSockets clients(server);
	StopWatch watch;

	server.factory().closeAll();
	server.http().stop();
	server.joinThreads();

	BOOST_TEST(watch.inTime("closeAll() and stop(), 100 sockets that do not answer"));
	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 100U);
}


BOOST_AUTO_TEST_CASE(badInput66StopAllEndsWithAHundredSocketsThatAnswer)
{
	NetServer server;
	HundredSockets clients(server);
	std::thread answering([&] {
		for (auto& socket: clients.sockets) answer(socket);
	});
	StopWatch watch;

	server.http().stopAll(false);
	server.joinThreads();
	BOOST_TEST(watch.inTime("stopAll(false), 100 sockets that answer and stay open"));
	answering.join();

	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 100U);
}


BOOST_AUTO_TEST_CASE(badInput66StopAllEndsWithSocketsThatNeverRead)
{
	Script script;
	script.onOpen = [](WebSocketConnection& connection) { connection.driver().binary(std::string(10 * 1024 * 1024, 'x')); };
	NetServer server(script);
	auto socket = NetSocket::opened(server.address());
	server.journal.until(Event::OPENED);
	StopWatch watch;

	server.http().stopAll(false);
	server.joinThreads();

	BOOST_TEST(watch.inTime("stopAll(false), output that nobody reads"));
}


BOOST_AUTO_TEST_SUITE_END()
