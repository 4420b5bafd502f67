//
// WebSocketClientRedirectTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::WebSocketClient;


const Poco::Timespan LONG(PATIENCE, 0);


NetHost::Part redirecting(const std::string& location)
{
	return NetHost::answering("HTTP/1.1 307 Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
}


Poco::URI uriOf(const Poco::Net::SocketAddress& address)
{
	return Poco::URI("ws://user:secret@" + address.toString() + "/");
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketClientRedirectTest)


BOOST_AUTO_TEST_CASE(badInput24RedirectsAreRefusalsByDefault)
{
	NetHost host(redirecting("/elsewhere"));
	WebSocketClient client(host.uri());
	BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::WebSocketException, [](const Poco::Exception& exception) { return exception.code() == 307; });
	BOOST_TEST(client.response().headers.get("Location") == "/elsewhere");
}


BOOST_AUTO_TEST_CASE(redirectsAreFollowedWhenAskedTo)
{
	NetServer server;
	NetHost host(redirecting(server.uri("/chat").toString()));
	WebSocketClient client(host.uri());
	client.setMaxRedirects(1);
	client.connect();
	BOOST_TEST(client.uri().toString() == server.uri("/chat").toString());
	BOOST_TEST(client.response().status == 101);
	BOOST_TEST(client.text("Hello"));
	BOOST_TEST(client.receive(LONG)->payload == "Hello");
	BOOST_TEST(client.close());
	BOOST_CHECK(client.closeCode() == CloseCode::NORMAL);
}


BOOST_AUTO_TEST_CASE(theBodyOfARedirectIsNotWaitedFor)
{
	NetServer server;
	NetHost host(NetHost::answering("HTTP/1.1 302 Elsewhere\r\nLocation: " + server.uri().toString() + "\r\nContent-Length: 1000\r\n\r\n"));
	WebSocketClient client(host.uri());
	client.setMaxRedirects(1);
	BOOST_CHECK_NO_THROW(client.connect());
}


BOOST_AUTO_TEST_CASE(badInput32AnotherOriginSeesNoCredentials)
{
	std::string head;
	auto target = std::make_unique<NetHost>([&](NetSocket& socket) {
		const Bytes answer = socket.handshake();
		head = socket.head();
		socket.send(answer);
	});
	NetHost host(redirecting("ws://" + target->address().toString() + "/there"));
	WebSocketClient client(uriOf(host.address()));
	client.setMaxRedirects(5);
	client.setHeader("Cookie", "secret");
	client.setHeader("X-API-Key", "secret");
	client.setHeader("User-Agent", "test");
	client.connect();
	target.reset();
	BOOST_TEST(head.find("User-Agent: test\r\n") != std::string::npos);
	for (const char* name: {"Authorization", "Cookie", "X-API-Key", "secret"}) BOOST_TEST(head.find(name) == std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput32ARedirectThatIsRefusedIsTold)
{
	NetHost host(redirecting("ftp://a/"));
	WebSocketClient client(host.uri());
	client.setMaxRedirects(5);
	BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::WebSocketException, [](const Poco::Exception& exception) { return exception.code() == 307; });
	BOOST_TEST(!client.text("x"));
	BOOST_TEST(!client.receive());
}


BOOST_AUTO_TEST_CASE(badInput32ALoopEndsAtTheLimit)
{
	NetHost second(redirecting("/again"));
	NetHost first(redirecting(second.uri().toString()));
	WebSocketClient client(first.uri());
	client.setMaxRedirects(1);
	BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::WebSocketException, [](const Poco::Exception& exception) { return exception.message() == "too many redirects, at most 1 wanted"; });
}


BOOST_AUTO_TEST_CASE(aRedirectToNobodyIsTold)
{
	NetHost host(redirecting("ws://" + closedPort().toString() + "/"));
	WebSocketClient client(host.uri());
	client.setMaxRedirects(5);
	BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionRefusedException);
	BOOST_TEST(!client.receive());
}


BOOST_AUTO_TEST_CASE(aSOCKSProxyLeadsToTheHost)
{
	NetHost proxy([](NetSocket& socket) {
		socket.read(3);
		socket.send("05 00"_hex);
		socket.read(21);
		socket.send("05 00 00 01 00000000 0000"_hex);
		socket.send(socket.handshake() + TestFrame(TEXT, "Hello").bytes());
		socket.readToEnd();
	});
	WebSocketClient client(Poco::URI("ws://server.invalid:8080/chat"));
	client.setProxy(Poco::URI("socks5://" + proxy.address().toString()));
	client.connect();
	BOOST_TEST(client.receive(LONG)->payload == "Hello");
	BOOST_TEST(client.proxyResponse().status == 0);
}


BOOST_AUTO_TEST_SUITE_END()
