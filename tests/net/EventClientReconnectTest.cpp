//
// EventClientReconnectTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetClient.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include "support/Events.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <future>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Net::ClientConnection;
using Net::CloseInfo;


namespace {


Poco::URI uriOf(const Poco::Net::SocketAddress& address)
{
	return Poco::URI("ws://user:secret@" + address.toString() + "/");
}


Script closing()
	/// A server that wants to be left alone.
{
	Script script;
	script.onOpen = [](Net::WebSocketConnection& connection) { connection.driver().close(CloseCode::GOING_AWAY); };
	return script;
}


} // namespace


BOOST_AUTO_TEST_SUITE(EventClientReconnectTest)


BOOST_AUTO_TEST_CASE(connectsAgainWhenTheServerGoesAway)
{
	NetServer server(closing());
	NetClient net(server.uri());
	net.reconnecting();
	net.connect().run("end");
	BOOST_TEST(!net.client.isOver());
	BOOST_TEST(!net.client.text("nobody is there"));
	net.pass(520ms);
	net.run("end", 2);
	net.pass(1020ms);
	BOOST_TEST(net.run("end", 3) == (Lines{"open", "closed 1001", "end: closed, again", "open", "closed 1001", "end: closed, again", "open", "closed 1001", "end: closed, again"}));
}


BOOST_AUTO_TEST_CASE(triesAgainWhenItCannotConnect)
{
	const auto address = closedPort();
	NetClient net(uriOf(address));
	net.reconnecting();
	net.connect().run("end: transport lost, again");
	net.pass(520ms);
	net.run("end", 2);

	Poco::Net::ServerSocket late(address);
	net.pass(1020ms);
	BOOST_TEST(net.lines.size() == 2u);
	BOOST_TEST(late.poll(Poco::Timespan(PATIENCE, 0), Poco::Net::Socket::SELECT_READ));
}


BOOST_AUTO_TEST_CASE(badInput24GivesUpWhenTheRequestIsAtFault)
{
	for (const int status: {404, 503})
	{
		NetHost host(NetHost::answering("HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 0\r\n\r\n"));
		NetClient net(host.uri());
		net.reconnecting();
		net.connect().run("end");
		BOOST_TEST(net.lines.back() == (status == 404 ? "end: handshake refused" : "end: handshake refused, again"));
		BOOST_TEST(net.client.isOver() == (status == 404));
	}
}


BOOST_AUTO_TEST_CASE(badInput61AnIdleServerThatIsGoneIsNoEndOfReconnecting)
{
	NetHost silent([](NetSocket& socket) {
		socket.send(socket.handshake());
		socket.readToEnd();
	});
	NetClient net(silent.uri());
	net.reconnecting();
	net.options.settings.idleTimeout = Poco::Timespan(5, 0);
	net.connect().run("open");
	net.pass(5100ms);
	net.pass(10100ms);
	BOOST_TEST(net.run("end").back() == "end: idle for too long, again");
}


BOOST_AUTO_TEST_CASE(whatAListenerThrowsIsNoEndOfReconnecting)
{
	struct Thrower: Diary
	{
		using Diary::Diary;
		void onOpen() override { throw Poco::LogicException("oops"); }
	};
	NetServer server;
	NetClient net(server.uri());
	net.reconnecting();
	net.listener = [&](ClientConnection& connection) { return std::make_unique<Thrower>(net.lines, connection, &net.loop); };
	BOOST_TEST(net.connect().run("end") == (Lines{"closed 1011", "end: closed, again"}));
}


BOOST_AUTO_TEST_CASE(theApplicationsCloseIsTheEndOfReconnecting)
{
	for (const bool within: {false, true})
	{
		NetServer server;
		NetClient net(server.uri());
		net.reconnecting();
		Diary* diary = nullptr;
		net.listener = [&](ClientConnection& connection) {
			auto made = std::make_unique<Diary>(net.lines, connection, &net.loop);
			diary = made.get();
			return made;
		};
		net.connect().run("open");
		if (within) diary->connection.driver().close();
		else net.client.close();
		BOOST_TEST(net.run("end") == (Lines{"open", "closed 1000", "end: closed"}));
		BOOST_TEST(net.client.isOver());
	}
}


BOOST_AUTO_TEST_CASE(closedWhileItWaitsItIsOver)
{
	NetClient net(uriOf(closedPort()));
	net.reconnecting();
	net.connect().run("end");
	BOOST_TEST(net.client.close());
	BOOST_TEST(!net.client.close());
	net.pass(1h);
	BOOST_TEST(net.lines.size() == 1u);
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(closedWhileItDialsTheAttemptIsAborted)
{
	FullHost full;
	NetClient net(uriOf(full.address()));
	net.reconnecting();
	net.connect().pass(0ms);
	net.client.close();
	BOOST_TEST(net.run("end") == (Lines{"end: aborted"}));
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(closedInTheHandshakeItIsOver)
{
	for (const bool abort: {false, true})
	{
		std::promise<void> asked;
		NetHost silent([&](NetSocket& socket) {
			socket.readHead();
			asked.set_value();
			socket.readToEnd();
		});
		NetClient net(silent.uri());
		net.reconnecting();
		net.connect();
		for (auto answer = asked.get_future(); answer.wait_for(1ms) != std::future_status::ready;) net.loop.turn(false);
		if (abort) net.client.abort();
		else net.client.close();
		net.pass(0ms);
		net.pass(2s);                // no server that lingers is waited for
		BOOST_TEST(net.run("end").back() == (abort ? "end: aborted" : "end: closed"));
		BOOST_TEST(net.client.isOver());
	}
}


BOOST_AUTO_TEST_CASE(closedWithinOnEndItIsOver)
{
	struct Last: Diary
	{
		Last(NetClient& net, ClientConnection& connection): Diary(net.lines, connection, &net.loop), net(net) {}
		void onEnd(const CloseInfo& info) override
		{
			net.client.close();
			Diary::onEnd(info);
		}
		NetClient& net;
	};
	NetClient net(uriOf(closedPort()));
	net.reconnecting();
	net.listener = [&](ClientConnection& connection) { return std::make_unique<Last>(net, connection); };
	BOOST_TEST(net.connect().run("end") == (Lines{"end: transport lost"}));
	BOOST_TEST(net.client.isOver());
	net.pass(1h);
}


//
// The application's faults, lifetimes, threads
//


BOOST_AUTO_TEST_SUITE_END()
