//
// EventClientTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/EventClient.h"
#include "net/NetClient.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include "support/Events.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Net::ClientConnection;


namespace {


Poco::URI uriOf(const Poco::Net::SocketAddress& address)
{
	return Poco::URI("ws://user:secret@" + address.toString() + "/");
}


NetHost::Part redirecting(const std::string& location)
{
	return NetHost::answering("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 1000\r\n\r\n");
}


Script closing()
	/// A server that wants to be left alone.
{
	Script script;
	script.onOpen = [](Net::WebSocketConnection& connection) { connection.driver().close(CloseCode::GOING_AWAY); };
	return script;
}


} // namespace


BOOST_AUTO_TEST_SUITE(EventClientTest)


BOOST_AUTO_TEST_CASE(speaksWithAServer)
{
	NetServer server;
	NetClient net(server.uri());
	net.connect().run("open");
	BOOST_TEST(net.client.isConnected());
	BOOST_TEST(net.client.text("Hello"));
	net.run("message");
	BOOST_TEST(net.client.close());
	BOOST_TEST(net.run("end") == (Lines{"open", "message Hello", "closed 1000", "end: closed"}));
	BOOST_TEST(!net.client.isConnected());
	BOOST_TEST(net.client.isOver());
	BOOST_TEST(!net.client.text("late"));
	BOOST_TEST(!net.client.close());
}


BOOST_AUTO_TEST_CASE(theServersCloseIsTold)
{
	NetServer server(closing());
	NetClient net(server.uri());
	BOOST_TEST(net.connect().run("end") == (Lines{"open", "closed 1001", "end: closed"}));
}


BOOST_AUTO_TEST_CASE(nothingIsCalledBeforeTheLoopRuns)
{
	NetClient net(uriOf(closedPort()));
	net.connect();
	BOOST_TEST(net.lines.empty());
	BOOST_TEST(!net.client.isOver());
	BOOST_TEST(!net.client.isConnected());
}


BOOST_AUTO_TEST_CASE(whatCannotConnectIsToldOnce)
{
	NetClient net(uriOf(closedPort()));
	BOOST_TEST(net.connect().run("end") == (Lines{"end: transport lost"}));
	net.pass(1h);
	BOOST_TEST(net.lines.size() == 1u);
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(theTimeoutIsOneForAllStages)
{
	FullHost full;
	NetHost silent([](NetSocket& socket) { socket.readToEnd(); });
	for (const auto& address: {full.address(), silent.address()})
	{
		NetClient net(uriOf(address));
		net.options.connectTimeout = Poco::Timespan(5, 0);
		net.connect().pass(0ms);
		net.pass(5s - 20ms);
		BOOST_TEST(net.lines.empty());
		net.pass(100ms);
		BOOST_TEST(net.lines.back() == "end: handshake too slow");
	}
}


BOOST_AUTO_TEST_CASE(badInput24ARefusalIsToldWithItsStatus)
{
	NetHost host(NetHost::answering("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"));
	NetClient net(host.uri());
	int status = 0;
	net.listener = [&](ClientConnection& connection) {
		status = connection.response().status;
		return std::make_unique<Diary>(net.lines, connection, &net.loop);
	};
	BOOST_TEST(net.connect().run("end") == (Lines{"error", "closed 1002", "end: handshake refused"}));
	BOOST_TEST(status == 401);
}


BOOST_AUTO_TEST_CASE(headersAndProxyAreUsed)
{
	std::string head;
	auto proxy = std::make_unique<NetHost>([&](NetSocket& socket) {
		socket.readHead();
		socket.send("HTTP/1.1 200 Yes\r\nVia: test\r\n\r\n");
		const Bytes answer = socket.handshake();
		head = socket.head();
		socket.send(answer + TestFrame(TEXT, "Hello").bytes());
		socket.readToEnd();
	});
	NetClient net(Poco::URI("ws://server.invalid/"));
	net.options.proxy = Poco::URI("http://" + proxy->address().toString());
	net.options.headers.add("X-Name", "value");
	net.connect().run("message Hello");
	net.client.abort();
	net.run("end: aborted");
	proxy.reset();
	BOOST_TEST(head.find("X-Name: value\r\n") != std::string::npos);
}


//
// Redirects
//


BOOST_AUTO_TEST_CASE(redirectsAreNotFollowedByDefault)
{
	NetHost host(redirecting("/elsewhere"));
	NetClient net(host.uri());
	net.connect();
	net.pass(0ms);
	net.pass(11s);
	BOOST_TEST(net.run("end").back().starts_with("end: "));
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(badInput32ARedirectIsFollowedWithoutCredentials)
{
	std::string head;
	auto target = std::make_unique<NetHost>([&](NetSocket& socket) {
		const Bytes answer = socket.handshake();
		head = socket.head();
		socket.send(answer);
		socket.readToEnd();
	});
	NetHost host(redirecting("http://" + target->address().toString() + "/there"));
	NetClient net(uriOf(host.address()));
	net.options.maxRedirects = 5;
	net.options.headers.add("Cookie", "secret");
	net.options.headers.add("User-Agent", "test");
	std::string uri;
	net.listener = [&](ClientConnection& connection) {
		uri = connection.uri().toString();
		return std::make_unique<Diary>(net.lines, connection, &net.loop);
	};
	BOOST_TEST(net.connect().run("open") == (Lines{"open"}));
	BOOST_TEST(uri == "ws://" + target->address().toString() + "/there");
	net.client.abort();
	net.run("end");
	target.reset();
	BOOST_TEST(head.find("GET /there HTTP/1.1\r\n") == 0u);
	BOOST_TEST(head.find("User-Agent: test\r\n") != std::string::npos);
	BOOST_TEST(head.find("Authorization") == std::string::npos);
	BOOST_TEST(head.find("Cookie") == std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput32ARedirectThatIsRefusedIsToldOnce)
{
	NetHost host(redirecting("ftp://a/"));
	NetClient net(host.uri());
	net.options.maxRedirects = 5;
	BOOST_TEST(net.connect().run("end") == (Lines{"end: handshake refused"}));
}


//
// Reconnecting
//


BOOST_AUTO_TEST_SUITE_END()
