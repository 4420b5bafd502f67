//
// WebSocketClientFaultsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::WebSocketClient;


const Poco::Timespan NOTHING(0);
const Poco::Timespan SHORT(0, 50000);
const Poco::Timespan LONG(PATIENCE, 0);


struct Connected: WebSocketClient
{
	explicit Connected(const Poco::URI& uri):
		WebSocketClient(uri)
	{
		connect();
	}
};


std::string received(WebSocketClient& client)
{
	const auto message = client.receive(LONG);
	return message ? message->payload : "(closed)";
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketClientFaultsTest)


BOOST_AUTO_TEST_CASE(badInput31MalformedHeadersAreRefused)
{
	NetServer server;
	WebSocketClient client(server.uri());
	BOOST_CHECK_THROW(client.setHeader("X-Name", "a\r\nX-Evil: 1"), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(client.setHeader("Upgrade", "h2c"), Poco::InvalidArgumentException);
	client.connect();
	BOOST_CHECK_THROW(client.setHeader("X-Name", "late"), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_CASE(badInput30URIsThatCannotBeServedAreRefused)
{
	for (const auto* uri: {"http://localhost/", "ws:///path", "ws://localhost/#fragment"})
		BOOST_CHECK_THROW(WebSocketClient{Poco::URI(uri)}, Poco::SyntaxException);
}


BOOST_AUTO_TEST_CASE(aRefusedPortIsAPocoException)
{
	WebSocketClient client(Poco::URI("ws://" + closedPort().toString() + "/"));
	BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionRefusedException);
}


BOOST_AUTO_TEST_CASE(badInput24ARefusedHandshakeTellsStatusAndHeaders)
{
	for (const int status: {200, 302, 401, 404, 503})
	{
		NetHost host(NetHost::answering("HTTP/1.1 " + std::to_string(status) + " No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"));
		WebSocketClient client(host.uri());

		BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::WebSocketException, [&](const Poco::Exception& exception) { return exception.code() == status; });
		BOOST_TEST(client.response().status == status);
		BOOST_TEST(client.response().headers.get("WWW-Authenticate") == "Basic");
		BOOST_CHECK(client.state() == State::CLOSED);
		BOOST_TEST(!client.text("x"));
		BOOST_TEST(!client.receive());
	}
}


BOOST_AUTO_TEST_CASE(badInput25AWrongAcceptIsRefused)
{
	NetHost host(NetHost::answering(Head::response().bytes()));
	WebSocketClient client(host.uri());
	BOOST_CHECK_THROW(client.connect(), Poco::Net::WebSocketException);
}


BOOST_AUTO_TEST_CASE(aServerThatHangsUpInTheHandshakeIsReported)
{
	for (const bool reset: {false, true})
	{
		NetHost host([reset](NetSocket& socket) {
			socket.readHead();
			socket.send("HTTP/1.1 101 Swi");
			if (reset) socket.reset();
		});
		WebSocketClient client(host.uri());
		BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionAbortedException);
	}
}


BOOST_AUTO_TEST_CASE(aServerThatDoesNotAnswerTheHandshakeIsATimeout)
{
	NetHost host([](NetSocket& socket) { socket.readToEnd(); });
	WebSocketClient client(host.uri());
	WebSocketClient::Timeouts timeouts;
	timeouts.connect = SHORT;
	client.setTimeouts(timeouts);

	BOOST_CHECK_THROW(client.connect(), Poco::TimeoutException);
	BOOST_CHECK(client.state() == State::CLOSED);
}


BOOST_AUTO_TEST_CASE(aTimeoutInsideAFrameLosesNothing)
{
	const Bytes frames = TestFrame(TEXT, "Hello").unfinished().bytes() + TestFrame(PING, "p").bytes() + TestFrame(CONTINUATION, std::string(200, '!')).bytes();
	NetHost host(NetHost::opened([&](NetSocket& socket) {
		for (const char byte: frames.view())
		{
			while (socket.readFrame().opcode != PING)
				;       // one ping of the client for each byte
			socket.send(Bytes(std::string(1, byte)));
		}
		socket.readToEnd();
	}));
	Connected client(host.uri());

	for (std::size_t i = 0; i < frames.size(); ++i)
	{
		BOOST_CHECK_THROW(client.receive(NOTHING), Poco::TimeoutException);
		BOOST_TEST(client.ping("next"));
	}
	BOOST_TEST(received(client) == "Hello" + std::string(200, '!'));
}


BOOST_AUTO_TEST_CASE(aServerThatOnlyPingsCannotHoldATimedReceive)
{
	NetHost host(NetHost::opened([](NetSocket& socket) {
		for (;;) socket.send(TestFrame(PING, "p").bytes());
	}));
	Connected client(host.uri());
	BOOST_CHECK_THROW(client.receive(SHORT), Poco::TimeoutException);
	client.abort();
	BOOST_TEST(!client.receive());
}


BOOST_AUTO_TEST_CASE(badInput56AHookMayThrowAndNothingIsLost)
{
	NetHost host(NetHost::openedWith(TestFrame(PING, "p").bytes() + TestFrame(TEXT, "one").bytes() + TestFrame(TEXT, "two").bytes()));
	WebSocketClient client(host.uri());
	client.onPing = [](std::string_view) { throw std::runtime_error("hook"); };
	try
	{
		client.connect();
		received(client);
		BOOST_TEST(false);
	}
	catch (const std::runtime_error&)
	{
	}
	BOOST_TEST(received(client) == "one");
	BOOST_TEST(received(client) == "two");
}


BOOST_AUTO_TEST_CASE(fiveMegabytesBothWaysAtOnce)
{
	const std::string large(5000000, 'x');
	NetHost host(NetHost::opened([&](NetSocket& socket) {
		socket.send(TestFrame(BINARY, large).bytes());      // reads nothing before all is sent
		const auto frame = socket.read(14 + large.size());
		socket.send(TestFrame(TEXT, "got it").bytes());
		socket.readToEnd();
	}));
	Connected client(host.uri());

	BOOST_TEST(client.binary(large));
	BOOST_TEST((received(client) == large));
	BOOST_TEST(received(client) == "got it");
}


BOOST_AUTO_TEST_CASE(badInput60WhatIsQueuedUnreadIsBounded)
{
	const std::string message(100000, 'x');
	const int messages = 300;
	NetHost host(NetHost::opened([&](NetSocket& socket) {
		for (int i = 0; i < messages; ++i) socket.send(TestFrame(BINARY, message).bytes());
		socket.readToEnd();
	}));
	WebSocketClient client(host.uri());
	client.setMaxQueued(message.size());
	WebSocketClient::Timeouts timeouts;
	timeouts.send = SHORT;
	client.setTimeouts(timeouts);
	client.connect();

	BOOST_CHECK_THROW(while (client.binary(message)), Poco::TimeoutException);     // neither end reads
	for (int i = 0; i < messages; ++i) BOOST_REQUIRE(received(client).size() == message.size());
	BOOST_CHECK(client.state() == State::OPEN);
}


BOOST_AUTO_TEST_CASE(sendsFailWhenTheConnectionIsGone)
{
	for (const bool reset: {false, true})
	{
		NetHost host(NetHost::opened([reset](NetSocket& socket) {
			socket.readFrame();
			if (reset) socket.reset();
		}));
		Connected client(host.uri());
		while (client.text("x"))
			;                               // no SIGPIPE
		BOOST_TEST(!client.receive());
		BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
		BOOST_TEST(!client.binary("x"));
		BOOST_TEST(!client.ping());
	}
}


BOOST_AUTO_TEST_CASE(badInput45AnEndInsideAFrameIsAnAbnormalClose)
{
	const Bytes frame = TestFrame(TEXT, "Hello").bytes();
	for (std::size_t size = 0; size < frame.size(); ++size)
	{
		NetHost host(NetHost::opened([&](NetSocket& socket) { socket.send(frame.first(size)); }));
		Connected client(host.uri());
		BOOST_TEST(!client.receive());
		BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
		BOOST_CHECK(client.state() == State::CLOSED);
	}
}


BOOST_AUTO_TEST_CASE(aServerThatBreaksTheRulesIsClosedWithTheReason)
{
	Bytes heard;
	{
		NetHost host(NetHost::opened([&](NetSocket& socket) {
			socket.send(TestFrame(TEXT, "fine").bytes() + TestFrame(TEXT, "masked").masked().bytes());
			heard = socket.readToEnd();
		}));
		Connected client(host.uri());
		BOOST_TEST(received(client) == "fine");
		BOOST_TEST(!client.receive());
		BOOST_CHECK(client.closeCode() == CloseCode::PROTOCOL_ERROR);
		BOOST_TEST(!client.closeReason().empty());
	}
	BOOST_TEST(TestFrame::read(heard.view()).at(0).payload.first(2) == "03ea"_hex);
}


BOOST_AUTO_TEST_CASE(aServerThatDoesNotAnswerOurCloseIsCut)
{
	NetHost host(NetHost::opened([](NetSocket& socket) { socket.readToEnd(); }));
	WebSocketClient client(host.uri());
	WebSocketClient::Timeouts timeouts;
	timeouts.close = SHORT;
	client.setTimeouts(timeouts);
	client.connect();

	BOOST_TEST(client.close());
	BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
	BOOST_CHECK(client.state() == State::CLOSED);
}


BOOST_AUTO_TEST_CASE(badInput62BothEndsCloseAtOnce)
{
	NetHost host(NetHost::closedWith(TestFrame::close(4001).bytes()));
	Connected client(host.uri());
	client.close(CloseCode(4002));
	BOOST_TEST(!client.receive());
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
}


BOOST_AUTO_TEST_SUITE_END()
