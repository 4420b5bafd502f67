//
// RelayTest.cpp
//
// What passes, and how much at a time.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetRelay.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;
using Net::Relay;
using Net::WebSocketClient;
using Net::WebSocketConnection;


const Poco::Timespan SHORT(0, 50000);
const int SOCKET_BUFFER = 64 * 1024;


} // namespace


BOOST_AUTO_TEST_SUITE(RelayTest)


//
// messages
//


BOOST_FIXTURE_TEST_CASE(messagesOfBothKindsPassBothWaysInOrder, Gateway)
{
	client.send(TestFrame(TEXT, "Grüße"));
	client.send(TestFrame(BINARY, "\xff"));
	client.send(TestFrame(TEXT));
	BOOST_TEST(nextFrame(upstream) == TestFrame(TEXT, "Grüße"));
	BOOST_TEST(nextFrame(upstream) == TestFrame(BINARY, "\xff"));
	BOOST_TEST(nextFrame(upstream) == TestFrame(TEXT));

	upstream.send(TestFrame(BINARY, "1").bytes() + TestFrame(TEXT, "2").bytes() + TestFrame(BINARY, "3").bytes());
	BOOST_TEST(nextFrame(client) == TestFrame(BINARY, "1"));
	BOOST_TEST(nextFrame(client) == TestFrame(TEXT, "2"));
	BOOST_TEST(nextFrame(client) == TestFrame(BINARY, "3"));
}


BOOST_FIXTURE_TEST_CASE(fragmentsArriveAsOneFrame, Gateway)
{
	upstream.send(TestFrame(TEXT, "Hel").unfinished().bytes());
	upstream.send(TestFrame(PING).bytes() + TestFrame(CONTINUATION, "lo").bytes());
	BOOST_TEST(nextFrame(client) == TestFrame(TEXT, "Hello"));
}


BOOST_FIXTURE_TEST_CASE(largeMessagesPassBothWays, Gateway)
{
	const std::string payload(5 * MEGABYTE, 'x');
	client.send(TestFrame(TEXT, payload));
	BOOST_TEST((nextFrame(upstream) == TestFrame(TEXT, payload)));
	upstream.send(TestFrame(BINARY, payload).bytes());
	BOOST_TEST((nextFrame(client) == TestFrame(BINARY, payload)));
}


BOOST_FIXTURE_TEST_CASE(pingsAreAnsweredHereAndNotRelayed, Gateway)
{
	client.send(TestFrame(PING, "client's"));
	BOOST_TEST(nextFrame(client) == TestFrame(PONG, "client's"));
	upstream.send(TestFrame(PING, "upstream's").bytes() + TestFrame(PONG).bytes() + TestFrame(TEXT, "last").bytes());
	BOOST_TEST(nextFrame(upstream) == TestFrame(PONG, "upstream's"));
	BOOST_TEST(nextFrame(client) == TestFrame(TEXT, "last"));
	client.send(TestFrame(TEXT, "last"));
	BOOST_TEST(nextFrame(upstream) == TestFrame(TEXT, "last"));
}


BOOST_AUTO_TEST_CASE(messagesThatCameBeforeAreRelayedFirst)
{
	Gateway gateway(plainly, {}, TestFrame(TEXT, "one").bytes() + TestFrame(BINARY, "two").bytes());
	gateway.upstream.send(TestFrame(TEXT, "three").bytes());
	BOOST_TEST(nextFrame(gateway.client) == TestFrame(TEXT, "one"));
	BOOST_TEST(nextFrame(gateway.client) == TestFrame(BINARY, "two"));
	BOOST_TEST(nextFrame(gateway.client) == TestFrame(TEXT, "three"));
}


BOOST_AUTO_TEST_CASE(aCloseThatCameBeforeIsRelayedBehindThem)
{
	Gateway gateway(plainly, {}, TestFrame(TEXT, "one").bytes() + TestFrame::close(4001, "enough").bytes());
	BOOST_TEST(nextFrame(gateway.client) == TestFrame(TEXT, "one"));
	BOOST_TEST(nextFrame(gateway.client) == TestFrame::close(4001, "enough"));
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame::close(4001, "enough"));
}


BOOST_AUTO_TEST_CASE(aListenerJoinsTheConnectionWhenItLikes)
{
	struct Doorkeeper: Listener
	{
		Doorkeeper(WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client): connection(connection), client(std::move(client)) {}

		void onMessage(Message& message) override
		{
			if (relay) relay->onMessage(message);
			else if (message.payload == "sesame") relay = std::make_unique<Relay>(connection, std::move(client));
			else connection.driver().text("what is the word?");
		}

		void onClose(CloseCode code, std::string_view reason) override
		{
			if (relay) relay->onClose(code, reason);
		}

		WebSocketConnection& connection;
		std::unique_ptr<WebSocketClient> client;
		std::unique_ptr<Relay> relay;
	};
	Gateway gateway([](WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client) { return std::make_unique<Doorkeeper>(connection, std::move(client)); });

	gateway.upstream.send(TestFrame(TEXT, "welcome").bytes());
	gateway.client.send(TestFrame(TEXT, "hello"));
	BOOST_TEST(nextFrame(gateway.client) == TestFrame(TEXT, "what is the word?"));
	gateway.client.send(TestFrame(TEXT, "sesame").masked().bytes() + TestFrame(TEXT, "hello").masked().bytes() + TestFrame::close(4000).masked().bytes());
	BOOST_TEST(nextFrame(gateway.client) == TestFrame::close(4000));
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame(TEXT, "hello"));
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame::close(4000));
}


BOOST_FIXTURE_TEST_CASE(aHandleSendsAmongWhatIsRelayed, Gateway)
{
	const auto handle = server.factory().connections().at(0);
	BOOST_TEST(handle.text("from outside"));
	BOOST_TEST(nextFrame(client) == TestFrame(TEXT, "from outside"));
	while (handle.bufferedAmount() != 0) std::this_thread::yield();
	BOOST_TEST(handle.close(CloseCode(4002), "enough"));
	BOOST_TEST(nextFrame(client) == TestFrame::close(4002, "enough"));
	client.send(TestFrame::close(4002, "enough"));
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(4002, "enough"));
}


//
// flow
//


BOOST_FIXTURE_TEST_CASE(badInput60AClientHasToWaitForAnUpstreamThatDoesNotRead, Gateway)
{
	client.socket().setSendBufferSize(SOCKET_BUFFER);
	const Bytes frame = TestFrame(BINARY, std::string(10000, 'x')).masked().bytes();
	const auto sent = sendUntilStopped(client, frame, 256 * MEGABYTE);
	BOOST_TEST(sent > HIGH_WATER);
	BOOST_TEST(sent < 32 * MEGABYTE);        // what the four sockets take, above all

	std::thread rest([&, this] { client.send(frame.from(sent % frame.size()) + TestFrame::close(1000).masked().bytes()); });
	for (std::size_t i = 0; i <= sent / frame.size(); ++i) BOOST_REQUIRE(nextFrame(upstream).payload.size() == 10000);
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1000));
	rest.join();
}


BOOST_FIXTURE_TEST_CASE(badInput60AnUpstreamHasToWaitForAClientThatDoesNotRead, Gateway)
{
	const Bytes frame = TestFrame(BINARY, std::string(10000, 'x')).bytes();
	const auto sent = sendUntilStopped(upstream, frame, 256 * MEGABYTE);
	BOOST_TEST(sent > HIGH_WATER);
	BOOST_TEST(sent < 32 * MEGABYTE);

	std::thread rest([&, this] { upstream.send(frame.from(sent % frame.size()) + TestFrame::close(1000).bytes()); });
	for (std::size_t i = 0; i <= sent / frame.size(); ++i) BOOST_REQUIRE(nextFrame(client).payload.size() == 10000);
	BOOST_TEST(nextFrame(client) == TestFrame::close(1000));
	rest.join();
}


BOOST_FIXTURE_TEST_CASE(oneDirectionIsNotHeldUpByTheOther, Gateway)
{
	sendUntilStopped(upstream, TestFrame(BINARY, std::string(10000, 'x')).bytes(), 256 * MEGABYTE);

	const std::size_t count = 1000;
	const Bytes frame = TestFrame(BINARY, std::string(20000, 'y')).masked().bytes();
	std::thread writer([&, this] { client.send(repeated(frame, count)); });
	for (std::size_t i = 0; i < count; ++i) BOOST_REQUIRE(nextFrame(upstream).payload.size() == 20000);
	writer.join();
}


BOOST_FIXTURE_TEST_CASE(twoEndsThatBothSendDoNotLockEachOther, Gateway)
{
	const std::size_t count = 3000;
	const std::string payload(10000, 'z');
	const auto send = [count](NetSocket& socket, const Bytes& frame) { return std::thread([&socket, frame, count] { socket.send(repeated(frame, count)); }); };
	auto one = send(client, TestFrame(TEXT, payload).masked().bytes());
	auto two = send(upstream, TestFrame(TEXT, payload).bytes());
	std::thread reader([&, this] { for (std::size_t i = 0; i < count; ++i) nextFrame(client); });
	for (std::size_t i = 0; i < count; ++i) BOOST_REQUIRE(nextFrame(upstream).payload.size() == payload.size());
	one.join();
	two.join();
	reader.join();
}


BOOST_AUTO_TEST_CASE(badInput60APeerThatReadsNothingIsCutAndTheOtherToldSo)
{
	Gateway gateway(plainly, [](Endpoint& endpoint) { endpoint.settings.sendTimeout = SHORT; });
	const Bytes frame = TestFrame(BINARY, std::string(MEGABYTE, 'x')).bytes();
	std::thread writer([&] {
		try
		{
			while (true) gateway.upstream.send(frame);
		}
		catch (const Poco::Exception&)
		{
		}
	});
	auto told = nextFrame(gateway.upstream);
	BOOST_TEST(told == TestFrame::close(1001, "the other end was lost"));
	gateway.upstream.reset();
	writer.join();
}


BOOST_AUTO_TEST_SUITE_END()
