//
// WebSocketClientProxyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <boost/test/unit_test.hpp>
#include <cstdlib>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::WebSocketClient;


const Poco::Timespan SHORT(0, 50000);
const Poco::Timespan LONG(PATIENCE, 0);


const Bytes CONNECTED = "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n";
const Poco::URI TARGET("ws://server.invalid:8080/chat");
	/// A name that only a proxy could look up.


Poco::URI uriOf(const NetHost& proxy, const std::string& credentials = "")
{
	return Poco::URI("http://" + credentials + proxy.address().toString());
}


NetHost::Part connecting(const NetHost::Part& part)
	/// A proxy that is the host as well.
{
	return [part](NetSocket& socket) {
		socket.readHead();
		socket.send(CONNECTED);
		part(socket);
	};
}


std::string refusalOf(const Bytes& answer, int status)
	/// The message of connect() when the proxy answers so.
{
	NetHost proxy(NetHost::answering(answer));
	WebSocketClient client(TARGET);
	client.setProxy(uriOf(proxy, "user:secret@"));
	std::string message;
	try
	{
		client.connect();
	}
	catch (const Poco::Net::HTTPException& exception)
	{
		message = exception.displayText();
		BOOST_TEST(exception.code() == status);
	}
	BOOST_TEST(client.proxyResponse().status == status);
	BOOST_TEST(client.response().status == 0);
	BOOST_TEST(!client.text("x"));
	BOOST_TEST(!client.receive());
	BOOST_TEST(message.find("secret") == std::string::npos);
	BOOST_TEST(message.find("proxy " + proxy.address().toString() + ": ") != std::string::npos);
	return message;
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketClientProxyTest)


BOOST_AUTO_TEST_CASE(speaksWithTheHostThroughTheProxy)
{
	std::string head;
	NetHost proxy([&](NetSocket& socket) {
		head = socket.readHead();
		socket.send(CONNECTED);
		socket.send(socket.handshake());
		socket.send(TestFrame(TEXT, "echo of " + std::string(socket.readFrame().payload.view())).bytes());
		socket.readToEnd();
	});
	WebSocketClient client(TARGET);
	Headers headers;
	headers.add("User-Agent", "test");
	client.setProxy(uriOf(proxy, "user:p%40ss@"), headers);
	client.setHeader("X-Host", "only");

	client.connect();

	BOOST_TEST(Bytes(head) ==
		"CONNECT server.invalid:8080 HTTP/1.1\r\n"
		"Host: server.invalid:8080\r\n"
		"Connection: keep-alive\r\n"
		"Proxy-Connection: keep-alive\r\n"
		"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n"
		"User-Agent: test\r\n"
		"\r\n");
	BOOST_TEST(client.proxyResponse().status == 200);
	BOOST_TEST(client.proxyResponse().headers.get("Via") == "test");
	BOOST_TEST(client.response().status == 101);
	BOOST_TEST(client.text("Hello"));
	BOOST_TEST(client.receive(LONG)->payload == "echo of Hello");
}


BOOST_AUTO_TEST_CASE(addressesThatAreGivenAreTheProxys)
{
	NetHost proxy(connecting(NetHost::closedWith(TestFrame::close(4001).bytes())));
	WebSocketClient client(TARGET);
	client.setProxy(Poco::URI("http://proxy.invalid:3128"));
	client.connect({proxy.address()});
	BOOST_TEST(!client.receive(LONG));
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
}


BOOST_AUTO_TEST_CASE(theHostSeesNothingOfWhatIsForTheProxy)
{
	std::string head;
	NetHost proxy(connecting([&](NetSocket& socket) {
		const Bytes answer = socket.handshake();
		head = socket.head();
		socket.send(answer);
	}));
	WebSocketClient client(TARGET);
	Headers headers;
	headers.add("X-Proxy", "only");
	client.setProxy(uriOf(proxy, "user:secret@"), headers);
	client.connect();
	client.receive();
	BOOST_TEST(head.find("Proxy") == std::string::npos);
	BOOST_TEST(head.find("GET /chat HTTP/1.1\r\nHost: server.invalid:8080\r\n") == 0u);
}


BOOST_AUTO_TEST_CASE(badInput29TheAnswerMayComeByteByByte)
{
	NetHost proxy([](NetSocket& socket) {
		socket.readHead();
		for (const char byte: CONNECTED.view()) socket.send(Bytes(std::string(1, byte)));
		socket.send(socket.handshake());
		socket.send(TestFrame(TEXT, "Hello").bytes());
		socket.readToEnd();
	});
	WebSocketClient client(TARGET);
	client.setProxy(uriOf(proxy));
	client.connect();
	BOOST_TEST(client.receive(LONG)->payload == "Hello");
}


BOOST_AUTO_TEST_CASE(badInput29BytesBehindTheProxysHeadAreTheHosts)
{
	NetHost proxy([](NetSocket& socket) {
		socket.readHead();
		socket.send(CONNECTED + "HTTP/1.1 408 Too late\r\nContent-Length: 4\r\n\r\nslow");
		socket.readToEnd();
	});
	WebSocketClient client(TARGET);
	client.setProxy(uriOf(proxy));
	BOOST_CHECK_THROW(client.connect(), Poco::Net::WebSocketException);
	BOOST_TEST(client.response().status == 408);
	BOOST_TEST(client.response().body == "slow");
}


BOOST_AUTO_TEST_CASE(badInput29ARefusalIsToldWithItsStatus)
{
	const std::string message = refusalOf("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 13\r\n\r\nWho are\x1b[1myou", 407);
	BOOST_TEST(message.find("407 Proxy Authentication Required (Who are?[1myo)") != std::string::npos);
	BOOST_TEST(refusalOf("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nNo!\r\n0\r\n\r\n", 403).find("403 No (No!)") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput29GarbageIsTold)
{
	BOOST_TEST(refusalOf("SSH-2.0-OpenSSH_9.2\r\n\r\n", 0).find(": malformed HTTP response") != std::string::npos);
	BOOST_TEST(refusalOf("HTTP/1.1 200 OK\r\nA: " + repeated("x", 10000), 0).find(": response head too large") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput29AProxyThatHangsUpIsReported)
{
	for (const bool reset: {false, true})
	{
		NetHost proxy([reset](NetSocket& socket) {
			socket.readHead();
			socket.send("HTTP/1.1 200 Conn");
			if (reset) socket.reset();
		});
		WebSocketClient client(TARGET);
		client.setProxy(uriOf(proxy));
		BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionAbortedException);
	}
}


BOOST_AUTO_TEST_CASE(badInput29AProxyThatDoesNotAnswerIsATimeout)
{
	NetHost proxy([](NetSocket& socket) { socket.readToEnd(); });
	WebSocketClient client(TARGET);
	client.setProxy(uriOf(proxy));
	WebSocketClient::Timeouts timeouts;
	timeouts.connect = SHORT;
	client.setTimeouts(timeouts);
	BOOST_CHECK_THROW(client.connect(), Poco::TimeoutException);
}


BOOST_AUTO_TEST_CASE(badInput29ARefusalWithoutEndIsToldAtTheTimeout)
{
	WebSocketClient::Timeouts timeouts;
	timeouts.connect = SHORT;

	NetHost proxy(NetHost::answering("HTTP/1.1 403 No\r\n\r\nbecause"));
	WebSocketClient client(TARGET);
	client.setProxy(uriOf(proxy));
	client.setTimeouts(timeouts);
	BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::HTTPException, [](const Poco::Exception& exception) { return exception.code() == 403; });

	NetHost host(NetHost::answering("HTTP/1.1 401 No\r\n\r\nbecause"));
	WebSocketClient direct(host.uri());
	direct.setTimeouts(timeouts);
	BOOST_CHECK_EXCEPTION(direct.connect(), Poco::Net::WebSocketException, [](const Poco::Exception& exception) { return exception.code() == 401; });
}


BOOST_AUTO_TEST_CASE(aProxyThatCannotBeReachedIsNamed)
{
	const auto closed = closedPort().toString();
	WebSocketClient client(TARGET);
	client.setProxy(Poco::URI("http://user:secret@" + closed));
	BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::ConnectionRefusedException, [&](const Poco::Exception& exception) {
		return exception.message().find("proxy " + closed) == 0 && exception.message().find("secret") == std::string::npos;
	});
}


BOOST_AUTO_TEST_CASE(aRefusedClientMayTryAgain)
{
	NetHost first(NetHost::answering("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"));
	NetHost second(connecting(NetHost::closedWith(TestFrame::close(4001).bytes())));
	WebSocketClient client(TARGET);
	client.setProxy(uriOf(first));
	BOOST_CHECK_THROW(client.connect(), Poco::Net::HTTPException);
	client.setProxy(uriOf(second, "user:secret@"));
	client.connect();
	BOOST_TEST(!client.receive(LONG));
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
	BOOST_CHECK_THROW(client.setProxy(uriOf(first)), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_CASE(badInput62AbortInterruptsTheProxy)
{
	WebSocketClient client(TARGET);
	NetHost proxy([&](NetSocket& socket) {
		socket.readHead();
		client.abort();
		socket.readToEnd();
	});
	client.setProxy(uriOf(proxy));
	BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionAbortedException);
}


BOOST_AUTO_TEST_CASE(badInput31ProxyHeadersAreChecked)
{
	WebSocketClient client(TARGET);
	for (const char* name: {"Host", "Proxy-Connection", "Content-Length"})
	{
		Headers headers;
		headers.add(name, "x");
		BOOST_CHECK_THROW(client.setProxy(Poco::URI("http://proxy/"), headers), Poco::InvalidArgumentException);
	}
}


BOOST_AUTO_TEST_CASE(badInput30OtherProxiesAreRefused)
{
	WebSocketClient client(TARGET);
	for (const char* uri: {"socks4://proxy/", "socks5://", "ws://proxy/", "proxy:3128", "http:///"})
		BOOST_CHECK_THROW(client.setProxy(Poco::URI(uri)), Poco::SyntaxException);
}


BOOST_AUTO_TEST_CASE(withoutAProxyThereIsNoAnswerOfOne)
{
	NetServer server;
	WebSocketClient client(server.uri());
	client.connect();
	BOOST_TEST(client.proxyResponse().status == 0);
}


BOOST_AUTO_TEST_CASE(takesTheProxyOfTheEnvironmentWhenAskedTo)
{
	NetHost proxy(connecting(NetHost::closedWith(TestFrame::close(4001).bytes())));
	::setenv("http_proxy", uriOf(proxy).toString().c_str(), 1);
	::setenv("no_proxy", "other.invalid", 1);
	WebSocketClient client(TARGET);
	BOOST_TEST(client.setProxyFromEnvironment());
	WebSocketClient other(Poco::URI("ws://other.invalid/"));
	BOOST_TEST(!other.setProxyFromEnvironment());
	::unsetenv("http_proxy");
	::unsetenv("no_proxy");

	client.connect();
	BOOST_TEST(!client.receive(LONG));
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
	BOOST_CHECK_THROW(client.setProxyFromEnvironment(), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_CASE(anEnvironmentWithoutAProxyTakesTheEarlierOnesPlace)
{
	NetServer server;
	WebSocketClient client(server.uri());
	client.setProxy(Poco::URI("http://" + closedPort().toString()));
	BOOST_TEST(!client.setProxyFromEnvironment());
	BOOST_CHECK_NO_THROW(client.connect());
}


BOOST_AUTO_TEST_SUITE_END()
