//
// EventClientEndTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetClient.h"
#include "WS/Net/EventLoop.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include "net/TLSPair.h"
#include "support/Events.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <thread>


using namespace WS;
using namespace WS::Test;
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


BOOST_AUTO_TEST_SUITE(EventClientEndTest)


BOOST_AUTO_TEST_CASE(badInput30MalformedArgumentsAreRefused)
{
	NetClient net(Poco::URI("http://localhost/"));
	BOOST_CHECK_THROW(net.connect(), Poco::SyntaxException);
	net.uri = Poco::URI("ws://localhost/");
	net.options.proxy = Poco::URI("ftp://proxy/");
	BOOST_CHECK_THROW(net.connect(), Poco::SyntaxException);
	net.options.proxy.reset();
	net.options.headers.add("Upgrade", "h2c");
	BOOST_CHECK_THROW(net.connect(), Poco::InvalidArgumentException);
	net.options.headers.clear();
	net.reconnecting();
	net.options.reconnect->first = 0;
	BOOST_CHECK_THROW(net.connect(), Poco::InvalidArgumentException);
	net.options.reconnect.reset();
	net.listener = nullptr;
	BOOST_CHECK_THROW(net.connect(), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(aListenerFunctionThatFailsEndsTheConnection)
{
	NetServer server;
	for (const bool throwing: {false, true})
	{
		NetClient net(server.uri());
		int calls = 0;
		net.listener = [&](ClientConnection&) -> std::unique_ptr<Listener> {
			++calls;
			if (throwing) throw Poco::LogicException("oops");
			return nullptr;
		};
		net.connect();
		const auto limit = Net::Clock::now() + std::chrono::seconds(PATIENCE);
		while (!net.client.isOver() && Net::Clock::now() < limit)
		{
			net.loop.turn();
		}
		BOOST_TEST(net.client.isOver());
		BOOST_TEST(calls == 1);
	}
}


BOOST_AUTO_TEST_CASE(aConnectionOutlivesItsListener)
{
	struct Late: Diary
	{
		Late(Lines& lines, ClientConnection& connection, Net::Loop* loop): Diary(lines, connection, loop), lines(lines) {}
		~Late() override { lines.push_back(connection.uri().getScheme() + " " + std::to_string(connection.response().status)); }
		Lines& lines;
	};
	NetServer server(closing());
	NetClient net(server.uri());
	net.listener = [&](ClientConnection& connection) { return std::make_unique<Late>(net.lines, connection, &net.loop); };
	BOOST_TEST(net.connect().run("ws").back() == "ws 101");
}


BOOST_AUTO_TEST_CASE(aHandleOfAnAttemptThatFailedIsDead)
{
	Net::Handle handle;
	{
		NetClient net(uriOf(closedPort()));
		net.listener = [&](ClientConnection& connection) {
			handle = connection.handle();
			return std::make_unique<Diary>(net.lines, connection, &net.loop);
		};
		net.connect().run("end");
		BOOST_TEST(!handle.alive());
	}
	BOOST_TEST(!handle.text("nobody sends it"));
	handle.abort();
}


BOOST_AUTO_TEST_CASE(aDriverFunctionThatFailsIsAnAttemptThatFailed)
{
	NetServer server;
	for (const bool throwing: {false, true})
	{
		NetClient net(server.uri());
		net.reconnecting();
		net.options.driver = [&](Listener&, const Poco::URI&, std::shared_ptr<const Options>) -> std::unique_ptr<ClientDriver> {
			if (throwing) throw Poco::LogicException("oops");
			return nullptr;
		};
		BOOST_TEST(net.connect().run("end") == (Lines{"end: transport lost, again"}));
		BOOST_TEST(!net.client.isOver());
	}
}


BOOST_AUTO_TEST_CASE(aHandleOutlivesTheLoop)
{
	NetServer server;
	Net::ClientHandle connected;
	Net::ClientHandle waiting;
	Net::ClientHandle never;
	{
		NetClient net(server.uri());
		connected = net.connect().client;
		net.run("open");
		net.uri = uriOf(closedPort());
		net.reconnecting();
		waiting = net.connect().client;
		net.run("end");
		never = net.connect().client;
	}
	for (const auto& handle: {connected, waiting, never, Net::ClientHandle()})
	{
		BOOST_TEST(handle.isOver());
		BOOST_TEST(!handle.isConnected());
		BOOST_TEST(!handle.text("x"));
		BOOST_TEST(!handle.close());
		handle.abort();
	}
}


BOOST_AUTO_TEST_CASE(anyThreadClosesWhileTheLoopGoes)
{
	for (int round = 0; round < 20; ++round)
	{
		auto loop = std::make_unique<Net::EventLoop>();
		std::vector<Net::ClientHandle> clients;
		for (int i = 0; i < 100; ++i) clients.push_back(loop->connect(uriOf(closedPort()), [](ClientConnection&) { return std::make_unique<Listener>(); }));
		std::thread closer([&] { for (const auto& client: clients) client.close(); });
		loop.reset();
		closer.join();
		BOOST_TEST(clients.back().isOver());
	}
}


BOOST_AUTO_TEST_CASE(anyThreadSendsAndCloses)
{
	NetServer server;
	Net::EventLoop loop;
	Lines lines;
	std::size_t count = 0;
	struct Counter: Diary
	{
		Counter(Lines& lines, ClientConnection& connection, std::size_t& count, Net::EventLoop& loop): Diary(lines, connection), _count(count), _loop(loop) {}
		void onMessage(Message&) override
		{
			if (++_count == 400) connection.driver().close();
		}
		void onEnd(const CloseInfo&) override { _loop.stop(); }
		std::size_t& _count;
		Net::EventLoop& _loop;
	};
	const auto client = loop.connect(server.uri(), [&](ClientConnection& connection) { return std::make_unique<Counter>(lines, connection, count, loop); });
	std::vector<std::thread> threads;
	for (int i = 0; i < 4; ++i) threads.emplace_back([&] {
		for (int sent = 0; sent < 100 && !client.isOver();) sent += client.text("Hello") ? 1 : (std::this_thread::yield(), 0);
	});
	loop.run();
	for (auto& thread: threads) thread.join();
	BOOST_TEST(count == 400u);
	BOOST_TEST(client.isOver());
}


BOOST_AUTO_TEST_CASE(whatTLSFindsIsTheTextOfTheEnd)
{
	struct Text: Net::ConnectionListener
	{
		explicit Text(Lines& lines): lines(lines) {}

		void onEnd(const CloseInfo& info) override { lines.push_back(info.text); }

		Lines& lines;
	};
	NetHost host([](NetSocket& socket) {
		socket.read(1);
		socket.send("HTTP/1.1 400 Bad Request\r\n\r\n");
		socket.readToEnd();
	});
	NetClient net(Poco::URI("wss://" + host.address().toString() + "/"));
	net.options.tls = trusting();
	net.listener = [&](ClientConnection&) { return std::make_unique<Text>(net.lines); };
	BOOST_TEST(net.connect().run("the peer does not speak TLS").size() == 1U);
}


BOOST_AUTO_TEST_SUITE_END()
