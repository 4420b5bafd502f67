//
// WebSocketConnectionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketConnection.h"
#include "net/NetLog.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;
using Net::WebSocketConnection;
using Handle = WebSocketConnection::Handle;


struct Fixture
	/// A server with an open connection, and its handle.
{
	NetServer server;
	NetSocket socket{NetSocket::opened(server.address())};
	Handle handle{firstHandle()};

	Fixture() = default;

	explicit Fixture(Script script, const std::function<void(Endpoint&)>& change = {}):
		server(std::move(script), change)
	{
	}

	Handle firstHandle()
	{
		server.journal.until(Event::OPENED);
		const auto live = server.factory().connections();
		return live.empty() ? Handle() : live[0];
	}
};


void endOf(Fixture& fixture)
	/// The client closes, and the server has noticed.
{
	fixture.socket.send(TestFrame::close(1000));
	fixture.socket.readToEnd();
	fixture.server.journal.until(Event::CLOSED);
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketConnectionTest)


BOOST_FIXTURE_TEST_CASE(aHandleSendsFromAnotherThread, Fixture)
{
	BOOST_TEST(handle.alive());
	BOOST_TEST(handle.text("text"));
	BOOST_TEST(handle.binary("binary"));
	BOOST_TEST(handle.ping("ping"));

	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "text"));
	BOOST_TEST(socket.readFrame() == TestFrame(BINARY, "binary"));
	BOOST_TEST(socket.readFrame() == TestFrame(PING, "ping"));
}


BOOST_FIXTURE_TEST_CASE(aHandleClosesBehindWhatIsQueued, Fixture)
{
	BOOST_TEST(handle.text("last words"));
	BOOST_TEST(handle.close(CloseCode(4001), "enough"));
	BOOST_TEST(!handle.alive());
	BOOST_TEST(!handle.text("too late"));
	BOOST_TEST(!handle.close());

	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "last words"));
	BOOST_TEST(socket.readFrame() == TestFrame::close(4001, "enough"));
	socket.send(TestFrame::close(4001));
	BOOST_TEST(socket.readToEnd() == "");
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(4001));
}


BOOST_FIXTURE_TEST_CASE(aCloseWithoutACodeIsAnEmptyFrame, Fixture)
{
	BOOST_TEST(handle.close(CloseCode::NO_STATUS));
	BOOST_TEST(socket.readFrame() == TestFrame(CLOSE));
}


BOOST_FIXTURE_TEST_CASE(whatCannotBeSentIsRefused, Fixture)
{
	BOOST_TEST(!handle.ping(std::string(126, 'x')));
	BOOST_TEST(!handle.close(CloseCode::ABNORMAL));
	BOOST_TEST(!handle.close(CloseCode(999)));
	BOOST_TEST(!handle.close(CloseCode::NO_STATUS, "reason"));
	BOOST_TEST(!handle.close(CloseCode::NORMAL, std::string(124, 'x')));
	BOOST_TEST(handle.alive());
}


BOOST_FIXTURE_TEST_CASE(textThatIsNotUTF8IsDroppedAndLogged, Fixture)
{
	NetLog log;
	BOOST_TEST(handle.text("\xff"));
	BOOST_TEST(handle.text("fine"));

	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "fine"));
	BOOST_TEST(log.lines().size() == 1U);
	BOOST_TEST(log.has("not UTF-8"));
}


BOOST_FIXTURE_TEST_CASE(aReasonThatIsNotUTF8IsLeftOut, Fixture)
{
	BOOST_TEST(handle.close(CloseCode(4002), "\xff"));
	BOOST_TEST(socket.readFrame() == TestFrame::close(4002));
}


BOOST_AUTO_TEST_CASE(aHandleOfNoConnectionIsDead)
{
	const Handle handle;
	BOOST_TEST(!handle.alive());
	BOOST_TEST(!handle.text("x"));
	BOOST_TEST(!handle.binary("x"));
	BOOST_TEST(!handle.ping());
	BOOST_TEST(!handle.close());
	BOOST_TEST(handle.bufferedAmount() == 0U);
}


BOOST_FIXTURE_TEST_CASE(badInput58AHandleOutlivesItsConnection, Fixture)
{
	endOf(*this);
	server.http().stop();
	server.joinThreads();

	BOOST_TEST(!handle.alive());
	BOOST_TEST(!handle.text("x"));
	BOOST_TEST(!handle.close());
	BOOST_TEST(handle.bufferedAmount() == 0U);
}


BOOST_FIXTURE_TEST_CASE(handlesAreValues, Fixture)
{
	const auto other = NetSocket::opened(server.address());
	server.journal.until(Event::OPENED, 2);
	const auto handles = server.factory().connections();
	BOOST_TEST(handles.size() == 2U);

	std::set<Handle> set(handles.begin(), handles.end());
	set.insert(handle);
	std::map<Handle, int> map;
	map[handle] = 1;

	BOOST_TEST(set.size() == 2U);
	BOOST_CHECK(handles[0] != handles[1]);
	BOOST_CHECK(handles[0] == handle || handles[1] == handle);
	BOOST_TEST(map.count(handle) == 1U);
	BOOST_CHECK(Handle() == Handle());
}


BOOST_AUTO_TEST_CASE(aHandleOnItsOwnThreadSendsInTheSameTurn)
{
	Script script;
	script.onMessage = [](WebSocketConnection& connection, Message& message) {
		const auto handle = connection.handle();
		handle.text("behind");
		connection.driver().send(message);
		handle.text("more");
	};
	Fixture fixture(script);

	for (int i = 0; i < 100; ++i)
	{
		fixture.socket.send(TestFrame(TEXT, "first"));
		BOOST_TEST(fixture.socket.readFrame() == TestFrame(TEXT, "first"));
		BOOST_TEST(fixture.socket.readFrame() == TestFrame(TEXT, "behind"));
		BOOST_TEST(fixture.socket.readFrame() == TestFrame(TEXT, "more"));
	}
}


BOOST_AUTO_TEST_CASE(aHandleTakenWhileMessagesFollowEachOtherIsHeard)
{
	NetServer server;
	auto socket = NetSocket::opened(server.address());
	for (int i = 0; i < 100; ++i)
	{
		socket.send(TestFrame(TEXT, "x"));
		BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "x"));
	}
	BOOST_TEST(server.factory().connections().at(0).text("from outside"));
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "from outside"));
}


BOOST_AUTO_TEST_CASE(badInput60TheQueueOfAHandleIsBounded)
{
	Fixture fixture(echo(), [](Endpoint& endpoint) {
		endpoint.settings.maxQueued = 4 * 1024 * 1024;
		endpoint.settings.whenFull = Net::FullQueue::DROP_NEWEST;
	});
	const std::string message(1024 * 1024, 'x');

	std::size_t accepted = 0;
	while (accepted < 1000 && fixture.handle.binary(message)) ++accepted;         // nobody reads them

	BOOST_TEST(accepted >= 3U);
	BOOST_TEST(accepted < 1000U);
	BOOST_TEST(fixture.handle.bufferedAmount() <= 5U * 1024 * 1024);
	BOOST_TEST(fixture.handle.alive());

	for (std::size_t i = 0; i < accepted; ++i) BOOST_TEST(fixture.socket.readFrame().payload.size() == message.size());
	BOOST_TEST(fixture.handle.close());
	BOOST_TEST(fixture.socket.readFrame() == TestFrame::close(1000));
}


BOOST_AUTO_TEST_CASE(badInput60AQueueThatOverflowsEndsTheConnection)
{
	Fixture fixture(echo(), [](Endpoint& endpoint) { endpoint.settings.maxQueued = 4 * 1024 * 1024; });
	const std::string message(1024 * 1024, 'x');

	std::size_t accepted = 0;
	while (accepted < 1000 && fixture.handle.binary(message)) ++accepted;

	BOOST_TEST(accepted < 1000U);
	for (std::size_t i = 0; i < accepted; ++i) BOOST_TEST(fixture.socket.readFrame().payload.size() == message.size());
	BOOST_TEST(fixture.socket.readFrame() == TestFrame::close(1008, "too much output waiting"));
	BOOST_TEST(!fixture.handle.alive());
}


BOOST_AUTO_TEST_CASE(badInput58EightThreadsSendWhileTheConnectionLivesAndDies)
{
	Fixture fixture;
	std::atomic<int> accepted = 0;
	std::vector<std::thread> senders;
	for (int i = 0; i < 8; ++i)
	{
		senders.emplace_back([&accepted, handle = fixture.handle] {
			while (handle.text("x"))
			{
				++accepted;
				while (handle.bufferedAmount() > 10000) std::this_thread::yield();
			}
		});
	}
	for (int i = 0; i < 500; ++i) BOOST_REQUIRE(fixture.socket.readFrame() == TestFrame(TEXT, "x"));
	fixture.socket.send(TestFrame::close(1000));
	const Bytes rest = fixture.socket.readToEnd();
	for (auto& sender: senders) sender.join();

	BOOST_TEST(accepted >= 500);
	BOOST_TEST(rest.from(rest.size() - 4) == TestFrame::close(1000).bytes());
	BOOST_TEST(fixture.server.journal.until(Event::CLOSED) == (Events{open(), closed(1000)}));
}


BOOST_AUTO_TEST_CASE(oneListenerSendsToAll)
{
	Script script;
	NetServer* everybody = nullptr;
	script.onMessage = [&everybody](WebSocketConnection&, Message& message) {
		for (const auto& handle: everybody->factory().connections()) handle.text(std::string(message.payload));
	};
	NetServer server(script);
	everybody = &server;
	auto one = NetSocket::opened(server.address());
	auto two = NetSocket::opened(server.address());
	server.journal.until(Event::OPENED, 2);

	one.send(TestFrame(TEXT, "from one"));
	BOOST_TEST(one.readFrame() == TestFrame(TEXT, "from one"));
	BOOST_TEST(two.readFrame() == TestFrame(TEXT, "from one"));
	two.send(TestFrame(TEXT, "from two"));
	BOOST_TEST(one.readFrame() == TestFrame(TEXT, "from two"));
	BOOST_TEST(two.readFrame() == TestFrame(TEXT, "from two"));
}


BOOST_AUTO_TEST_CASE(aListenerFunctionSeesTheConnectionWithoutADriver)
{
	Poco::Net::SocketAddress peer;
	std::string target;
	bool secure = true;
	bool driverThrew = false;
	NetServer server(echo(), [&](Endpoint& endpoint) {
		endpoint.listener = [&](WebSocketConnection& connection, const Request&) {
			peer = connection.peerAddress();
			target = connection.request().target;
			secure = connection.secure();
			try
			{
				connection.driver();
			}
			catch (const Poco::IllegalStateException&)
			{
				driverThrew = true;
			}
			return std::make_unique<Listener>();
		};
	});
	auto socket = NetSocket::opened(server.address());

	BOOST_TEST(peer.toString() == socket.socket().address().toString());
	BOOST_TEST(target == "/");
	BOOST_TEST(!secure);
	BOOST_TEST(driverThrew);
}


BOOST_AUTO_TEST_CASE(aTrustedProxyMakesAConnectionSecure)
{
	Script script;
	script.onOpen = [](WebSocketConnection& connection) { connection.driver().text(connection.secure() ? "secure" : "plain"); };
	NetServer server(script, [](Endpoint& endpoint) { endpoint.origins.trustProxy("127.0.0.1"); });
	NetSocket socket(server.address(), NetSocket::request(server.address()).add("X-Forwarded-Proto", "https"));

	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "secure"));
}


BOOST_AUTO_TEST_CASE(badInput55EveryCallIsAllowedInEveryEvent)
{
	const auto everything = [](WebSocketConnection& connection) {
		auto& driver = connection.driver();
		const auto handle = connection.handle();
		driver.text("text");
		handle.text("handle");
		driver.ping("ping");
		driver.setHeader("X-Late", "late");
		driver.releaseIdle();
		driver.releaseRequest();
		driver.receive(std::span<char>());
		driver.receiveEnd();
		driver.start();
		driver.reject(400);
		handle.close();
		driver.close();
	};
	for (const int event: {0, 1, 2, 3})
	{
		Script script;
		if (event == 0) script.onOpen = everything;
		if (event == 1) script.onMessage = [&](WebSocketConnection& connection, Message&) { everything(connection); };
		if (event == 2) script.onPing = everything;
		if (event == 3) script.onClose = everything;
		Fixture fixture(script);

		fixture.socket.send(TestFrame(TEXT, "message").masked().bytes() + TestFrame(PING, "ping").masked().bytes());
		fixture.socket.send(TestFrame::close(1000));
		fixture.socket.readToEnd();
		BOOST_TEST(fixture.server.journal.until(Event::CLOSED).last() == closed(1000));
	}
}


BOOST_AUTO_TEST_SUITE_END()
