//
// RelayEndingTest.cpp
//
// How the end of one connection reaches the other.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetHost.h"
#include "net/NetLog.h"
#include "net/NetRelay.h"
#include <Poco/Exception.h>
#include <atomic>
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


} // namespace


BOOST_AUTO_TEST_SUITE(RelayEndingTest)


//
// endings
//


BOOST_FIXTURE_TEST_CASE(theClientsCloseReachesTheUpstream, Gateway)
{
	client.send(TestFrame::close(4321, "Grüße"));
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(4321, "Grüße"));
	upstream.send(TestFrame::close(4321, "Grüße").bytes());
	upstream.endSending();
	BOOST_TEST(nextFrame(client) == TestFrame::close(4321, "Grüße"));
	BOOST_TEST(goneFrom(client) == "");
	BOOST_TEST(goneFrom(upstream) == "");
}


BOOST_FIXTURE_TEST_CASE(theUpstreamsCloseReachesTheClient, Gateway)
{
	upstream.send(TestFrame::close(1013, "later").bytes());
	BOOST_TEST(nextFrame(client) == TestFrame::close(1013, "later"));
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1013, "later"));
	client.send(TestFrame::close(1013, "later"));
	BOOST_TEST(goneFrom(client) == "");
}


BOOST_FIXTURE_TEST_CASE(aCloseWithoutACodeStaysOne, Gateway)
{
	client.send(TestFrame(CLOSE));
	BOOST_TEST(nextFrame(upstream) == TestFrame(CLOSE));
	BOOST_TEST(nextFrame(client) == TestFrame(CLOSE));
}


BOOST_FIXTURE_TEST_CASE(messagesBeforeACloseAreStillRelayed, Gateway)
{
	upstream.send(TestFrame(TEXT, "last words").bytes() + TestFrame::close(1000).bytes());
	upstream.close();
	BOOST_TEST(nextFrame(client) == TestFrame(TEXT, "last words"));
	BOOST_TEST(nextFrame(client) == TestFrame::close(1000));
}


BOOST_FIXTURE_TEST_CASE(bothMayCloseAtOnce, Gateway)
{
	upstream.send(TestFrame::close(4001).bytes());
	client.send(TestFrame::close(4002));
	upstream.endSending();
	const int told = nextFrame(client) == TestFrame::close(4001) ? 4001 : 4002;        // as they meet
	BOOST_TEST(goneFrom(client) == "");
	BOOST_TEST((nextFrame(upstream) == TestFrame::close(4001) || told == 4002));
	BOOST_TEST(goneFrom(upstream) == "");
	join();
}


BOOST_FIXTURE_TEST_CASE(aClientThatIsLostIsAGoingAway, Gateway)
{
	client.endSending();
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1001, "the other end was lost"));
	BOOST_TEST(goneFrom(client) == "");
}


BOOST_FIXTURE_TEST_CASE(aClientThatResetsIsAGoingAway, Gateway)
{
	client.reset();
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1001, "the other end was lost"));
}


BOOST_FIXTURE_TEST_CASE(anUpstreamThatIsLostIsABadGateway, Gateway)
{
	upstream.close();
	BOOST_TEST(nextFrame(client) == TestFrame::close(1014, "the other end was lost"));
}


BOOST_FIXTURE_TEST_CASE(anUpstreamThatResetsIsABadGateway, Gateway)
{
	upstream.reset();
	BOOST_TEST(nextFrame(client) == TestFrame::close(1014, "the other end was lost"));
}


BOOST_FIXTURE_TEST_CASE(aClientThatBreaksTheProtocolIsAGoingAway, Gateway)
{
	client.send(TestFrame(TEXT, "x").bytes());
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1001, "the other end failed"));
	BOOST_TEST(nextFrame(client).payload.first(2) == "03ea"_hex);
}


BOOST_FIXTURE_TEST_CASE(anUpstreamThatBreaksTheProtocolIsABadGateway, Gateway)
{
	upstream.send(TestFrame(TEXT, "x").masked().bytes());
	BOOST_TEST(nextFrame(client) == TestFrame::close(1014, "the other end failed"));
	BOOST_TEST(nextFrame(upstream).payload.first(2) == "03ea"_hex);
}


BOOST_FIXTURE_TEST_CASE(aMessageThatIsTooLongIsItsSendersFaultAlone, Gateway)
{
	client.send(TestFrame(BINARY).announcing(8 * MEGABYTE + 1).masked().bytes());
	BOOST_TEST(nextFrame(client).payload.first(2) == "03f1"_hex);
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1001, "the other end failed"));
}


BOOST_AUTO_TEST_CASE(aPeerThatDoesNotAnswerACloseIsCut)
{
	Gateway gateway(plainly, [](Endpoint& endpoint) { endpoint.settings.closeTimeout = SHORT; });
	gateway.upstream.send(TestFrame::close(1000).bytes());
	gateway.upstream.endSending();
	BOOST_TEST(nextFrame(gateway.client) == TestFrame::close(1000));
	BOOST_TEST(goneFrom(gateway.client) == "");
	gateway.join();
}


BOOST_AUTO_TEST_CASE(aRefusedHandshakeEndsTheUpstreamToo)
{
	struct Refusing: ServerDriver
	{
		using ServerDriver::ServerDriver;
		bool acceptRequest(const Request&) override { return false; }
	};
	Gateway gateway(plainly, [](Endpoint& endpoint) {
		endpoint.driver = [](Listener& listener, Request request, std::shared_ptr<const Options> options) { return std::make_unique<Refusing>(listener, std::move(request), std::move(options)); };
	});
	BOOST_TEST(gateway.client.status() == 403);
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame::close(1001, "the other end failed"));
}


BOOST_AUTO_TEST_CASE(whatADraftCannotBeSentEndsBoth)
{
	Poco::Net::ServerSocket listening(Poco::Net::SocketAddress("127.0.0.1", 0));
	const Poco::URI uri("ws://" + listening.address().toString() + "/");
	NetServer server(Script(), [&](Endpoint& endpoint) {
		endpoint.listener = [&](WebSocketConnection& connection, const Request&) { return std::make_unique<Relay>(connection, connectedTo(uri)); };
		endpoint.settings.drafts = true;
	});
	NetSocket client(server.address());
	client.send("GET / HTTP/1.1\r\nHost: " + server.address().toString() + "\r\nOrigin: http://" + server.address().toString() + "\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n");
	NetSocket upstream(listening.acceptConnection());
	upstream.send(upstream.handshake());
	client.readHead();

	upstream.send(TestFrame(TEXT, "text").bytes());
	BOOST_TEST(client.read(6) == "00 74657874 ff"_hex);
	upstream.send(TestFrame(BINARY, "binary").bytes());
	BOOST_TEST(nextFrame(upstream).payload.first(2) == "03eb"_hex);
	BOOST_TEST(goneFrom(client) == "");
}


//
// exceptions
//


BOOST_AUTO_TEST_CASE(aRelayThatThrowsEndsBothWithInternalError)
{
	struct Throwing: Relay
	{
		using Relay::Relay;
		void onMessage(Message&) override { throw Poco::ApplicationException("thrown"); }
	};
	NetLog log;
	Gateway gateway([](WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client) { return std::make_unique<Throwing>(connection, std::move(client)); });
	gateway.client.send(TestFrame(TEXT, "x"));
	BOOST_TEST(nextFrame(gateway.client) == TestFrame::close(1011));
	gateway.client.send(TestFrame::close(1011));
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame::close(1011));
	BOOST_TEST(log.has("thrown"));
}


BOOST_AUTO_TEST_CASE(aCallbackThatThrowsEndsBothWithInternalError)
{
	NetLog log;
	Gateway gateway([](WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client) {
		client->onPing = [](std::string_view) { throw Poco::ApplicationException("thrown"); };
		return std::make_unique<Relay>(connection, std::move(client));
	});
	gateway.upstream.send(TestFrame(PING).bytes() + TestFrame(PING).bytes());
	BOOST_TEST(nextFrame(gateway.client) == TestFrame::close(1011));
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame(PONG));
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame::close(1011));
	BOOST_TEST(log.has("thrown"));
}


BOOST_AUTO_TEST_CASE(anUpstreamThatDoesNotAnswerIs500)
{
	NetServer server(Script(), [](Endpoint& endpoint) {
		endpoint.listener = [](WebSocketConnection& connection, const Request&) {
			auto client = std::make_unique<WebSocketClient>(Poco::URI("ws://localhost/"));
			client->connect({closedPort()});
			return std::make_unique<Relay>(connection, std::move(client));
		};
	});
	NetLog log;
	const NetSocket client(server.address(), NetSocket::request(server.address()));
	BOOST_TEST(client.status() == 500);
}


BOOST_AUTO_TEST_CASE(whatCannotBeJoinedIsRefused)
{
	Gateway gateway([](WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client) {
		const auto unconnected = [] { return std::make_unique<WebSocketClient>(Poco::URI("ws://localhost/")); };
		BOOST_CHECK_THROW(Relay(connection, nullptr), Poco::NullPointerException);
		BOOST_CHECK_THROW(Relay(connection, unconnected()), Poco::IllegalStateException);
		BOOST_CHECK_THROW(Relay::run(*client, *client), Poco::InvalidArgumentException);
		auto relay = std::make_unique<Relay>(connection, std::move(client));
		const auto isSecond = [](const Poco::IllegalStateException& exception) { return exception.message().find("second") != std::string::npos; };
		BOOST_CHECK_EXCEPTION(Relay(connection, unconnected()), Poco::IllegalStateException, isSecond);
		return relay;
	});
	gateway.client.send(TestFrame(TEXT, "x"));
	BOOST_TEST(nextFrame(gateway.upstream) == TestFrame(TEXT, "x"));
}


//
// the server stops
//


BOOST_FIXTURE_TEST_CASE(aServerThatStopsClosesBoth, Gateway)
{
	std::thread stopping([this] { server.http().stopAll(); });
	BOOST_TEST(nextFrame(client) == TestFrame::close(1001));
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1001));
	client.send(TestFrame::close(1001));
	upstream.send(TestFrame::close(1001).bytes());
	upstream.endSending();
	BOOST_TEST(goneFrom(client) == "");
	BOOST_TEST(goneFrom(upstream) == "");
	stopping.join();
	BOOST_TEST(server.factory().size() == 0U);
}


BOOST_FIXTURE_TEST_CASE(aServerThatStopsCutsPeersThatDoNotAnswer, Gateway)
{
	server.http().stopAll();
	server.joinThreads();
	BOOST_TEST(server.factory().size() == 0U);
	BOOST_TEST(nextFrame(client) == TestFrame::close(1001));
	BOOST_TEST(nextFrame(upstream) == TestFrame::close(1001));
	BOOST_TEST(goneFrom(client) == "");
	BOOST_TEST(goneFrom(upstream) == "");
}


BOOST_AUTO_TEST_CASE(badInput66AServerStopsWhileManyRelaysRun)
{
	NetServer upstream;
	NetServer server(Script(), [&](Endpoint& endpoint) {
		endpoint.listener = [&](WebSocketConnection& connection, const Request&) { return std::make_unique<Relay>(connection, connectedTo(upstream.uri())); };
	});
	std::vector<std::thread> clients;
	std::atomic<int> running = 0;
	for (int i = 0; i < 8; ++i)
	{
		clients.emplace_back([&] {
			auto client = connectedTo(server.uri());
			++running;
			while (client->text("x") && client->receive())
				;
		});
	}
	while (running < 8) std::this_thread::yield();
	server.http().stopAll();
	server.joinThreads();
	for (auto& client: clients) client.join();
	BOOST_TEST(server.factory().size() == 0U);
}


BOOST_AUTO_TEST_SUITE_END()
