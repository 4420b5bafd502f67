//
// WebSocketClientTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <boost/test/unit_test.hpp>
#include <thread>


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


BOOST_AUTO_TEST_SUITE(WebSocketClientTest)


BOOST_AUTO_TEST_CASE(speaksWithOurServer)
{
	NetServer server;
	WebSocketClient client(server.uri("/chat"));
	BOOST_CHECK(client.state() == State::CONNECTING);
	client.connect();
	BOOST_CHECK(client.state() == State::OPEN);
	BOOST_TEST(client.response().status == 101);

	BOOST_TEST(client.text("Grüße 👋"));
	BOOST_TEST(client.binary(std::string("\0\xff", 2)));
	const auto text = client.receive();
	const auto binary = client.receive();
	BOOST_TEST(text->isText());
	BOOST_TEST(text->payload == "Grüße 👋");
	BOOST_TEST(!binary->isText());
	BOOST_TEST(binary->payload == std::string("\0\xff", 2));

	BOOST_TEST(client.close(CloseCode(4000), "done"));
	BOOST_CHECK(client.state() == State::CLOSED);
	BOOST_CHECK(client.closeCode() == CloseCode(4000));
	BOOST_TEST(client.closeReason() == "done");
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(4000, "done"));
}


BOOST_AUTO_TEST_CASE(everyLengthFormRoundTrips)
{
	NetServer server;
	Connected client(server.uri());
	for (const std::size_t size: {0, 1, 125, 126, 65535, 65536, 5000000})
	{
		const std::string payload(size, 'x');
		BOOST_TEST(client.binary(payload));
		BOOST_TEST((received(client) == payload));
	}
}


BOOST_AUTO_TEST_CASE(namesAreResolved)
{
	NetServer server;
	Connected client(Poco::URI("ws://localhost:" + std::to_string(server.address().port()) + "/"));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(headersAndSubprotocolsAreSent)
{
	NetServer server(echo(), [](Net::Endpoint& endpoint) {
		auto options = std::make_shared<Options>();
		options->protocols = {"two"};
		endpoint.options = options;
		endpoint.origins.requireOrigin().allow("https://example.com");
	});
	Options options;
	options.protocols = {"one", "two"};
	WebSocketClient client(server.uri(), options);
	client.setHeader("Origin", "https://example.com");
	client.connect();

	BOOST_TEST(client.protocol() == "two");
	BOOST_TEST(client.driver().version() == "hybi-13");
}


BOOST_AUTO_TEST_CASE(severalAddressesAreTriedInTurn)
{
	NetServer server;
	WebSocketClient client(server.uri());
	client.connect({closedPort(), server.address()});
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(aClientThatCouldNotConnectMayTryAgain)
{
	NetServer server;
	WebSocketClient client(server.uri());
	BOOST_CHECK_THROW(client.connect({closedPort()}), Poco::Net::ConnectionRefusedException);
	client.connect();
	BOOST_CHECK(client.state() == State::OPEN);
	BOOST_CHECK_THROW(client.connect(), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_CASE(severalMessagesInOneReadAreQueued)
{
	NetHost host(NetHost::closedWith(TestFrame(TEXT, "one").bytes() + TestFrame(BINARY, "two").bytes() + TestFrame(TEXT, "three").bytes() + TestFrame::close(4001, "end").bytes()));
	Connected client(host.uri());

	BOOST_TEST(received(client) == "one");
	BOOST_TEST(received(client) == "two");
	BOOST_TEST(client.receive(NOTHING)->payload == "three");
	BOOST_TEST(!client.receive());
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
	BOOST_TEST(client.closeReason() == "end");
	BOOST_TEST(!client.receive(NOTHING));
	BOOST_TEST(!client.close());
}


BOOST_AUTO_TEST_CASE(nothingToReceiveIsATimeout)
{
	NetServer server;
	Connected client(server.uri());
	BOOST_CHECK_THROW(client.receive(SHORT), Poco::TimeoutException);
	BOOST_CHECK_THROW(client.receive(NOTHING), Poco::TimeoutException);
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(pingsAreAnsweredAndReported)
{
	NetHost host(NetHost::opened([](NetSocket& socket) {
		socket.send(TestFrame(PING, "are you there").bytes());
		const auto pong = socket.readFrame();
		socket.send(TestFrame(PONG, "unasked").bytes() + TestFrame(TEXT, pong.payload).bytes());
		socket.readToEnd();
	}));
	WebSocketClient client(host.uri());
	std::string pings, pongs;
	client.onPing = [&](std::string_view payload) { pings += payload; };
	client.onPong = [&](std::string_view payload) { pongs += payload; };
	client.connect();

	BOOST_TEST(received(client) == "are you there");
	BOOST_TEST(pings == "are you there");
	BOOST_TEST(pongs == "unasked");
}


BOOST_AUTO_TEST_CASE(aPingOfOursIsAnswered)
{
	NetServer server;
	Connected client(server.uri());
	bool answered = false;
	BOOST_TEST(client.ping("p", [&](bool byPong) { answered = byPong; }));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
	BOOST_TEST(answered);
	BOOST_TEST(!client.ping(std::string(126, 'x')));
}


BOOST_AUTO_TEST_CASE(closingWaitsForTheServersAnswerAndEnd)
{
	NetHost host(NetHost::opened([](NetSocket& socket) {
		socket.readFrame();
		socket.send(TestFrame(TEXT, "too late").bytes() + TestFrame::close(1000, "bye").bytes());
	}));
	Connected client(host.uri());

	BOOST_TEST(client.close(CloseCode::NORMAL, "hello"));
	BOOST_CHECK(client.closeCode() == CloseCode::NORMAL);
	BOOST_TEST(client.closeReason() == "bye");
	BOOST_TEST(!client.receive());
	BOOST_TEST(!client.text("x"));
	BOOST_TEST(!client.close());
}


BOOST_AUTO_TEST_CASE(closesThatCannotBeSentChangeNothing)
{
	NetServer server;
	Connected client(server.uri());
	BOOST_TEST(!client.close(CloseCode::ABNORMAL));
	BOOST_TEST(!client.close(CloseCode::NORMAL, std::string(124, 'x')));
	BOOST_TEST(!client.text("\xff"));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(abortEndsAWaitingReceive)
{
	NetServer server;
	Connected client(server.uri());
	std::thread other([&] { client.abort(); });
	BOOST_TEST(!client.receive());
	other.join();

	BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
	BOOST_TEST(!client.text("x"));
	server.journal.until(Event::CLOSED);
}


BOOST_AUTO_TEST_CASE(abortBeforeConnectPreventsIt)
{
	NetServer server;
	WebSocketClient client(server.uri());
	client.abort();
	BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionAbortedException);
}


BOOST_AUTO_TEST_CASE(nothingCanBeDoneBeforeConnect)
{
	WebSocketClient client(Poco::URI("ws://localhost/"));
	BOOST_TEST(!client.text("x"));
	BOOST_TEST(!client.ping());
	BOOST_TEST(!client.close());
	BOOST_TEST(!client.receive());
}


BOOST_AUTO_TEST_CASE(aDestroyedClientEndsTheTransport)
{
	NetServer server;
	{
		Connected client(server.uri());
	}
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(1006));
}


BOOST_AUTO_TEST_CASE(tryReceiveDoesNotWait)
{
	NetServer server;
	Connected client(server.uri("/chat"));
	BOOST_TEST(!client.tryReceive().has_value());
	BOOST_CHECK(client.state() == State::OPEN);

	client.text("Hello");
	auto message = client.tryReceive();
	while (!message && client.socket().poll(LONG, Poco::Net::Socket::SELECT_READ)) message = client.tryReceive();
	BOOST_REQUIRE(message.has_value());
	BOOST_TEST(message->payload == "Hello");
}


BOOST_AUTO_TEST_CASE(tryReceiveTellsTheEndByTheState)
{
	NetServer server;
	Connected client(server.uri("/chat"));
	server.factory().closeAll();
	while (client.state() == State::OPEN && client.socket().poll(LONG, Poco::Net::Socket::SELECT_READ)) BOOST_TEST(!client.tryReceive().has_value());
	BOOST_CHECK(client.state() == State::CLOSED);
	BOOST_TEST(!client.receive().has_value());
	BOOST_CHECK(client.closeCode() == CloseCode::GOING_AWAY);
}


BOOST_AUTO_TEST_CASE(sendingMuchFromACallbackLosesNothing)
{
	NetServer server;
	Connected client(server.uri("/chat"));
	bool sent = false;
	client.onPong = [&](std::string_view) {
		sent = client.binary(std::string(4 * 1024 * 1024, 'x'));
		BOOST_CHECK_THROW(client.receive(), Poco::IllegalStateException);
	};
	client.ping();
	for (int i = 0; i < 10; ++i) client.text(std::to_string(i));

	std::size_t texts = 0;
	std::size_t bytes = 0;
	while (bytes == 0 || texts < 10)
	{
		const auto message = client.receive(LONG);
		BOOST_REQUIRE(message.has_value());
		if (message->isText()) BOOST_TEST(message->payload == std::to_string(texts++));
		else bytes = message->payload.size();
	}
	BOOST_TEST(sent);
	BOOST_TEST(bytes == 4u * 1024 * 1024);
}


BOOST_AUTO_TEST_SUITE_END()
