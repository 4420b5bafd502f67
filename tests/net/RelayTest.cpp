//
// RelayTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/Relay.h"
#include "WS/Net/WebSocketClient.h"
#include "net/NetHost.h"
#include "net/NetLog.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <sys/socket.h>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;
using Net::Relay;
using Net::WebSocketClient;
using Net::WebSocketConnection;


const Poco::Timespan SHORT(0, 50000);
const std::size_t MEGABYTE = 1024 * 1024;
const std::size_t HIGH_WATER = 256 * 1024;
const int SOCKET_BUFFER = 64 * 1024;


std::shared_ptr<Options> options()
{
	auto options = std::make_shared<Options>();
	options->outputHighWater = HIGH_WATER;
	options->maxLength = 8 * MEGABYTE;
	return options;
}


std::unique_ptr<WebSocketClient> connected(const Poco::URI& uri)
{
	auto client = std::make_unique<WebSocketClient>(uri, options());
	client->connect();
	return client;
}


using Join = std::function<std::unique_ptr<Listener>(WebSocketConnection&, std::unique_ptr<WebSocketClient>)>;


std::unique_ptr<Listener> plainly(WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client)
{
	return std::make_unique<Relay>(connection, std::move(client));
}


struct Gateway
	/// A server that joins its client to what is listening, and both ends by hand.
{
	const Bytes early;       // sent with the upstream's answer
	Poco::Net::ServerSocket listening{Poco::Net::SocketAddress("127.0.0.1", 0)};
	NetServer server;
	NetSocket client{server.address()};
	NetSocket upstream{accept()};

	explicit Gateway(const Join& join = plainly, const std::function<void(Endpoint&)>& change = {}, const Bytes& early = {}):
		early(early),
		server(Script(), [&](Endpoint& endpoint) {
			endpoint.listener = [this, join](WebSocketConnection& connection, const Request&) {
				return join(connection, connected(uri()));
			};
			endpoint.options = options();
			if (change) change(endpoint);
		})
	{
	}

	~Gateway()
	{
		client.close();
		upstream.close();
	}

	Poco::URI uri() const
	{
		return Poco::URI("ws://" + listening.address().toString() + "/");
	}

	void join()
		/// Returns when the server's threads are through.
	{
		server.http().stop();
		server.joinThreads();
	}

private:
	NetSocket accept()
	{
		client.send(NetSocket::request(server.address()).bytes());
		NetSocket socket(listening.acceptConnection());
		const auto answer = socket.handshake();
		socket.send(answer + early);
		client.readHead();
		return socket;
	}
};


TestFrame next(NetSocket& socket)
	/// The next frame, whether it was masked or not.
{
	return socket.readFrame().unmasked();
}


std::size_t sendUntilStopped(NetSocket& socket, const Bytes& frame, std::size_t most)
	/// Sends the frame again and again until nothing more is taken. Returns how many bytes were.
{
	std::size_t sent = 0;
	while (sent < most && socket.socket().poll(Poco::Timespan(0, 300000), Poco::Net::Socket::SELECT_WRITE))
	{
		const auto rest = frame.view().substr(sent % frame.size());
		const auto n = ::send(socket.socket().impl()->sockfd(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0) sent += static_cast<std::size_t>(n);
	}
	return sent;
}


Bytes goneFrom(NetSocket& socket)
	/// What comes until the end, with or without a reset.
{
	try
	{
		return socket.readToEnd();
	}
	catch (const Poco::IOException&)
	{
		return "(reset)";
	}
}


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
	BOOST_TEST(next(upstream) == TestFrame(TEXT, "Grüße"));
	BOOST_TEST(next(upstream) == TestFrame(BINARY, "\xff"));
	BOOST_TEST(next(upstream) == TestFrame(TEXT));

	upstream.send(TestFrame(BINARY, "1").bytes() + TestFrame(TEXT, "2").bytes() + TestFrame(BINARY, "3").bytes());
	BOOST_TEST(next(client) == TestFrame(BINARY, "1"));
	BOOST_TEST(next(client) == TestFrame(TEXT, "2"));
	BOOST_TEST(next(client) == TestFrame(BINARY, "3"));
}


BOOST_FIXTURE_TEST_CASE(fragmentsArriveAsOneFrame, Gateway)
{
	upstream.send(TestFrame(TEXT, "Hel").unfinished().bytes());
	upstream.send(TestFrame(PING).bytes() + TestFrame(CONTINUATION, "lo").bytes());
	BOOST_TEST(next(client) == TestFrame(TEXT, "Hello"));
}


BOOST_FIXTURE_TEST_CASE(largeMessagesPassBothWays, Gateway)
{
	const std::string payload(5 * MEGABYTE, 'x');
	client.send(TestFrame(TEXT, payload));
	BOOST_TEST((next(upstream) == TestFrame(TEXT, payload)));
	upstream.send(TestFrame(BINARY, payload).bytes());
	BOOST_TEST((next(client) == TestFrame(BINARY, payload)));
}


BOOST_FIXTURE_TEST_CASE(pingsAreAnsweredHereAndNotRelayed, Gateway)
{
	client.send(TestFrame(PING, "client's"));
	BOOST_TEST(next(client) == TestFrame(PONG, "client's"));
	upstream.send(TestFrame(PING, "upstream's").bytes() + TestFrame(PONG).bytes() + TestFrame(TEXT, "last").bytes());
	BOOST_TEST(next(upstream) == TestFrame(PONG, "upstream's"));
	BOOST_TEST(next(client) == TestFrame(TEXT, "last"));
	client.send(TestFrame(TEXT, "last"));
	BOOST_TEST(next(upstream) == TestFrame(TEXT, "last"));
}


BOOST_AUTO_TEST_CASE(messagesThatCameBeforeAreRelayedFirst)
{
	Gateway gateway(plainly, {}, TestFrame(TEXT, "one").bytes() + TestFrame(BINARY, "two").bytes());
	gateway.upstream.send(TestFrame(TEXT, "three").bytes());
	BOOST_TEST(next(gateway.client) == TestFrame(TEXT, "one"));
	BOOST_TEST(next(gateway.client) == TestFrame(BINARY, "two"));
	BOOST_TEST(next(gateway.client) == TestFrame(TEXT, "three"));
}


BOOST_AUTO_TEST_CASE(aCloseThatCameBeforeIsRelayedBehindThem)
{
	Gateway gateway(plainly, {}, TestFrame(TEXT, "one").bytes() + TestFrame::close(4001, "enough").bytes());
	BOOST_TEST(next(gateway.client) == TestFrame(TEXT, "one"));
	BOOST_TEST(next(gateway.client) == TestFrame::close(4001, "enough"));
	BOOST_TEST(next(gateway.upstream) == TestFrame::close(4001, "enough"));
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
	BOOST_TEST(next(gateway.client) == TestFrame(TEXT, "what is the word?"));
	gateway.client.send(TestFrame(TEXT, "sesame").masked().bytes() + TestFrame(TEXT, "hello").masked().bytes() + TestFrame::close(4000).masked().bytes());
	BOOST_TEST(next(gateway.client) == TestFrame::close(4000));
	BOOST_TEST(next(gateway.upstream) == TestFrame(TEXT, "hello"));
	BOOST_TEST(next(gateway.upstream) == TestFrame::close(4000));
}


BOOST_FIXTURE_TEST_CASE(aHandleSendsAmongWhatIsRelayed, Gateway)
{
	const auto handle = server.factory().connections().at(0);
	BOOST_TEST(handle.text("from outside"));
	BOOST_TEST(next(client) == TestFrame(TEXT, "from outside"));
	while (handle.bufferedAmount() != 0) std::this_thread::yield();
	BOOST_TEST(handle.close(CloseCode(4002), "enough"));
	BOOST_TEST(next(client) == TestFrame::close(4002, "enough"));
	client.send(TestFrame::close(4002, "enough"));
	BOOST_TEST(next(upstream) == TestFrame::close(4002, "enough"));
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
	for (std::size_t i = 0; i <= sent / frame.size(); ++i) BOOST_REQUIRE(next(upstream).payload.size() == 10000);
	BOOST_TEST(next(upstream) == TestFrame::close(1000));
	rest.join();
}


BOOST_FIXTURE_TEST_CASE(badInput60AnUpstreamHasToWaitForAClientThatDoesNotRead, Gateway)
{
	const Bytes frame = TestFrame(BINARY, std::string(10000, 'x')).bytes();
	const auto sent = sendUntilStopped(upstream, frame, 256 * MEGABYTE);
	BOOST_TEST(sent > HIGH_WATER);
	BOOST_TEST(sent < 32 * MEGABYTE);

	std::thread rest([&, this] { upstream.send(frame.from(sent % frame.size()) + TestFrame::close(1000).bytes()); });
	for (std::size_t i = 0; i <= sent / frame.size(); ++i) BOOST_REQUIRE(next(client).payload.size() == 10000);
	BOOST_TEST(next(client) == TestFrame::close(1000));
	rest.join();
}


BOOST_FIXTURE_TEST_CASE(oneDirectionIsNotHeldUpByTheOther, Gateway)
{
	sendUntilStopped(upstream, TestFrame(BINARY, std::string(10000, 'x')).bytes(), 256 * MEGABYTE);

	const std::size_t count = 1000;
	const Bytes frame = TestFrame(BINARY, std::string(20000, 'y')).masked().bytes();
	std::thread writer([&, this] { client.send(repeated(frame, count)); });
	for (std::size_t i = 0; i < count; ++i) BOOST_REQUIRE(next(upstream).payload.size() == 20000);
	writer.join();
}


BOOST_FIXTURE_TEST_CASE(twoEndsThatBothSendDoNotLockEachOther, Gateway)
{
	const std::size_t count = 3000;
	const std::string payload(10000, 'z');
	const auto send = [count](NetSocket& socket, const Bytes& frame) { return std::thread([&socket, frame, count] { socket.send(repeated(frame, count)); }); };
	auto one = send(client, TestFrame(TEXT, payload).masked().bytes());
	auto two = send(upstream, TestFrame(TEXT, payload).bytes());
	std::thread reader([&, this] { for (std::size_t i = 0; i < count; ++i) next(client); });
	for (std::size_t i = 0; i < count; ++i) BOOST_REQUIRE(next(upstream).payload.size() == payload.size());
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
	auto told = next(gateway.upstream);
	BOOST_TEST(told == TestFrame::close(1001, "the other end was lost"));
	gateway.upstream.reset();
	writer.join();
}


//
// endings
//


BOOST_FIXTURE_TEST_CASE(theClientsCloseReachesTheUpstream, Gateway)
{
	client.send(TestFrame::close(4321, "Grüße"));
	BOOST_TEST(next(upstream) == TestFrame::close(4321, "Grüße"));
	upstream.send(TestFrame::close(4321, "Grüße").bytes());
	upstream.endSending();
	BOOST_TEST(next(client) == TestFrame::close(4321, "Grüße"));
	BOOST_TEST(goneFrom(client) == "");
	BOOST_TEST(goneFrom(upstream) == "");
}


BOOST_FIXTURE_TEST_CASE(theUpstreamsCloseReachesTheClient, Gateway)
{
	upstream.send(TestFrame::close(1013, "later").bytes());
	BOOST_TEST(next(client) == TestFrame::close(1013, "later"));
	BOOST_TEST(next(upstream) == TestFrame::close(1013, "later"));
	client.send(TestFrame::close(1013, "later"));
	BOOST_TEST(goneFrom(client) == "");
}


BOOST_FIXTURE_TEST_CASE(aCloseWithoutACodeStaysOne, Gateway)
{
	client.send(TestFrame(CLOSE));
	BOOST_TEST(next(upstream) == TestFrame(CLOSE));
	BOOST_TEST(next(client) == TestFrame(CLOSE));
}


BOOST_FIXTURE_TEST_CASE(messagesBeforeACloseAreStillRelayed, Gateway)
{
	upstream.send(TestFrame(TEXT, "last words").bytes() + TestFrame::close(1000).bytes());
	upstream.close();
	BOOST_TEST(next(client) == TestFrame(TEXT, "last words"));
	BOOST_TEST(next(client) == TestFrame::close(1000));
}


BOOST_FIXTURE_TEST_CASE(bothMayCloseAtOnce, Gateway)
{
	upstream.send(TestFrame::close(4001).bytes());
	client.send(TestFrame::close(4002));
	upstream.endSending();
	const int told = next(client) == TestFrame::close(4001) ? 4001 : 4002;        // as they meet
	BOOST_TEST(goneFrom(client) == "");
	BOOST_TEST((next(upstream) == TestFrame::close(4001) || told == 4002));
	BOOST_TEST(goneFrom(upstream) == "");
	join();
}


BOOST_FIXTURE_TEST_CASE(aClientThatIsLostIsAGoingAway, Gateway)
{
	client.endSending();
	BOOST_TEST(next(upstream) == TestFrame::close(1001, "the other end was lost"));
	BOOST_TEST(goneFrom(client) == "");
}


BOOST_FIXTURE_TEST_CASE(aClientThatResetsIsAGoingAway, Gateway)
{
	client.reset();
	BOOST_TEST(next(upstream) == TestFrame::close(1001, "the other end was lost"));
}


BOOST_FIXTURE_TEST_CASE(anUpstreamThatIsLostIsABadGateway, Gateway)
{
	upstream.close();
	BOOST_TEST(next(client) == TestFrame::close(1014, "the other end was lost"));
}


BOOST_FIXTURE_TEST_CASE(anUpstreamThatResetsIsABadGateway, Gateway)
{
	upstream.reset();
	BOOST_TEST(next(client) == TestFrame::close(1014, "the other end was lost"));
}


BOOST_FIXTURE_TEST_CASE(aClientThatBreaksTheProtocolIsAGoingAway, Gateway)
{
	client.send(TestFrame(TEXT, "x").bytes());
	BOOST_TEST(next(upstream) == TestFrame::close(1001, "the other end failed"));
	BOOST_TEST(next(client).payload.first(2) == "03ea"_hex);
}


BOOST_FIXTURE_TEST_CASE(anUpstreamThatBreaksTheProtocolIsABadGateway, Gateway)
{
	upstream.send(TestFrame(TEXT, "x").masked().bytes());
	BOOST_TEST(next(client) == TestFrame::close(1014, "the other end failed"));
	BOOST_TEST(next(upstream).payload.first(2) == "03ea"_hex);
}


BOOST_FIXTURE_TEST_CASE(aMessageThatIsTooLongIsItsSendersFaultAlone, Gateway)
{
	client.send(TestFrame(BINARY).announcing(8 * MEGABYTE + 1).masked().bytes());
	BOOST_TEST(next(client).payload.first(2) == "03f1"_hex);
	BOOST_TEST(next(upstream) == TestFrame::close(1001, "the other end failed"));
}


BOOST_AUTO_TEST_CASE(aPeerThatDoesNotAnswerACloseIsCut)
{
	Gateway gateway(plainly, [](Endpoint& endpoint) { endpoint.settings.closeTimeout = SHORT; });
	gateway.upstream.send(TestFrame::close(1000).bytes());
	gateway.upstream.endSending();
	BOOST_TEST(next(gateway.client) == TestFrame::close(1000));
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
	BOOST_TEST(next(gateway.upstream) == TestFrame::close(1001, "the other end failed"));
}


BOOST_AUTO_TEST_CASE(whatADraftCannotBeSentEndsBoth)
{
	Poco::Net::ServerSocket listening(Poco::Net::SocketAddress("127.0.0.1", 0));
	const Poco::URI uri("ws://" + listening.address().toString() + "/");
	NetServer server(Script(), [&](Endpoint& endpoint) {
		endpoint.listener = [&](WebSocketConnection& connection, const Request&) { return std::make_unique<Relay>(connection, connected(uri)); };
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
	BOOST_TEST(next(upstream).payload.first(2) == "03eb"_hex);
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
	BOOST_TEST(next(gateway.client) == TestFrame::close(1011));
	gateway.client.send(TestFrame::close(1011));
	BOOST_TEST(next(gateway.upstream) == TestFrame::close(1011));
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
	BOOST_TEST(next(gateway.client) == TestFrame::close(1011));
	BOOST_TEST(next(gateway.upstream) == TestFrame(PONG));
	BOOST_TEST(next(gateway.upstream) == TestFrame::close(1011));
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
	BOOST_TEST(next(gateway.upstream) == TestFrame(TEXT, "x"));
}


//
// the server stops
//


BOOST_FIXTURE_TEST_CASE(aServerThatStopsClosesBoth, Gateway)
{
	std::thread stopping([this] { server.http().stopAll(); });
	BOOST_TEST(next(client) == TestFrame::close(1001));
	BOOST_TEST(next(upstream) == TestFrame::close(1001));
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
	BOOST_TEST(next(client) == TestFrame::close(1001));
	BOOST_TEST(next(upstream) == TestFrame::close(1001));
	BOOST_TEST(goneFrom(client) == "");
	BOOST_TEST(goneFrom(upstream) == "");
}


BOOST_AUTO_TEST_CASE(badInput66AServerStopsWhileManyRelaysRun)
{
	NetServer upstream;
	NetServer server(Script(), [&](Endpoint& endpoint) {
		endpoint.listener = [&](WebSocketConnection& connection, const Request&) { return std::make_unique<Relay>(connection, connected(upstream.uri())); };
	});
	std::vector<std::thread> clients;
	std::atomic<int> running = 0;
	for (int i = 0; i < 8; ++i)
	{
		clients.emplace_back([&] {
			auto client = connected(server.uri());
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


//
// two clients
//


using Frames = std::vector<TestFrame>;


BOOST_AUTO_TEST_CASE(twoClientsAreJoinedOnTheCallersThread)
{
	Frames gotOne;
	Frames gotTwo;
	std::optional<NetHost> one(NetHost::opened([&](NetSocket& socket) {
		socket.send(TestFrame(TEXT, "from one").bytes());
		gotOne.push_back(next(socket));
		socket.send(TestFrame::close(4000, "done").bytes());
		gotOne.push_back(next(socket));
	}));
	std::optional<NetHost> two(NetHost::opened([&](NetSocket& socket) {
		gotTwo.push_back(next(socket));
		socket.send(TestFrame(TEXT, "from two").bytes());
		gotTwo.push_back(next(socket));
		socket.send(TestFrame::close(4000, "done").bytes());
	}));
	const auto a = connected(one->uri());
	const auto b = connected(two->uri());
	Relay::run(*a, *b);
	one.reset();
	two.reset();

	BOOST_CHECK((gotOne == Frames{TestFrame(TEXT, "from two"), TestFrame::close(4000, "done")}));
	BOOST_CHECK((gotTwo == Frames{TestFrame(TEXT, "from one"), TestFrame::close(4000, "done")}));
	BOOST_CHECK(a->closeCode() == CloseCode(4000));
	BOOST_CHECK(b->closeCode() == CloseCode(4000));
	BOOST_TEST(b->closeReason() == "done");
	BOOST_TEST(!a->receive().has_value());
	BOOST_TEST(!b->text("too late"));
}


BOOST_AUTO_TEST_CASE(whatBothClientsHadReceivedIsRelayedFirst)
{
	const auto host = [](const char* own, Frames& got) {
		return [own, &got](NetSocket& socket) {
			const auto answer = socket.handshake();
			socket.send(answer + TestFrame(TEXT, own).bytes() + TestFrame(BINARY, own).bytes());
			while (got.size() < 2) got.push_back(next(socket));
		};
	};
	Frames gotOne;
	Frames gotTwo;
	std::optional<NetHost> one(host("one", gotOne));
	std::optional<NetHost> two(host("two", gotTwo));
	const auto a = connected(one->uri());
	const auto b = connected(two->uri());
	Relay::run(*a, *b);
	one.reset();
	two.reset();
	BOOST_CHECK((gotOne == Frames{TestFrame(TEXT, "two"), TestFrame(BINARY, "two")}));
	BOOST_CHECK((gotTwo == Frames{TestFrame(TEXT, "one"), TestFrame(BINARY, "one")}));
}


BOOST_AUTO_TEST_CASE(muchThatAClientHadReceivedIsRelayedToo)
{
	std::optional<NetHost> one(NetHost::opened([](NetSocket& socket) {
		for (int i = 0; i < 5; ++i) socket.send(TestFrame(BINARY, std::string(MEGABYTE, 'x')).bytes());
		next(socket);
		socket.readToEnd();
	}));
	std::size_t got = 0;
	std::optional<NetHost> two(NetHost::opened([&](NetSocket& socket) {
		while (got < 5 && next(socket).payload.size() == MEGABYTE) ++got;
	}));
	const auto a = connected(one->uri());
	const auto b = connected(two->uri());
	a->binary(std::string(20 * MEGABYTE, 'x'));        // reads meanwhile
	Relay::run(*a, *b);
	one.reset();
	two.reset();
	BOOST_TEST(got == 5U);
}


BOOST_AUTO_TEST_CASE(abortEndsARelayOfClients)
{
	NetServer server;
	const auto a = connected(server.uri());
	const auto b = connected(server.uri());
	std::thread other([&] {
		server.journal.until(Event::OPENED, 2);
		a->abort();
	});
	Relay::run(*a, *b);
	other.join();
	BOOST_CHECK(a->closeCode() == CloseCode::ABNORMAL);
	BOOST_CHECK(b->closeCode() == CloseCode::GOING_AWAY);
	BOOST_TEST(server.journal.until(Event::CLOSED, 2).count(Event::FAILED) == 0U);
}


BOOST_AUTO_TEST_CASE(clientsThatHaveEndedEndTheRelay)
{
	NetServer server;
	const auto a = connected(server.uri());
	const auto b = connected(server.uri());
	a->close(CloseCode(4003), "over");
	Relay::run(*a, *b);
	BOOST_CHECK(b->closeCode() == CloseCode(4003));
	Relay::run(*b, *a);
}


BOOST_AUTO_TEST_CASE(aRelayWithinACallbackIsRefused)
{
	NetServer server;
	const auto a = connected(server.uri());
	const auto b = connected(server.uri());
	bool refused = false;
	a->onPong = [&](std::string_view) {
		BOOST_CHECK_THROW(Relay::run(*a, *b), Poco::IllegalStateException);
		refused = true;
	};
	a->ping();
	a->text("x");
	a->receive();
	BOOST_TEST(refused);
	const auto unconnected = std::make_unique<WebSocketClient>(server.uri());
	BOOST_CHECK_THROW(Relay::run(*unconnected, *b), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_SUITE_END()
