//
// WebSocketServerFaultsTest.cpp
//
// What peers and threads do to a server on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ServerDriver.h"
#include "net/LoopScene.h"
#include "net/LoopServer.h"
#include "net/NetLog.h"
#include "net/NetSocket.h"
#include "support/AllocationCounter.h"
#include "support/Head.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <atomic>
#include <new>
#include <optional>
#include <thread>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Net::WebSocketConnection;


namespace {


Bytes answerTo(const Bytes& bytes)
	/// All of it, until the server has ended the connection.
{
	LoopScene scene;
	auto client = scene.connect();
	client.send(bytes);
	scene.settle();
	const auto answer = client.read();
	BOOST_TEST(client.hasEnded());
	return answer;
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketServerFaultsTest)


//
// Other protocols
//


BOOST_AUTO_TEST_CASE(badInput21ARecordOfTLSIsRefusedAtOnce)
{
	BOOST_TEST(answerTo("160301 0005 01 000001 03"_hex).view().starts_with("HTTP/1.1 400 "));
}


BOOST_AUTO_TEST_CASE(badInput21ThePrefaceOfHTTP2IsRefusedAtOnce)
{
	BOOST_TEST(answerTo("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").view().starts_with("HTTP/1.1 505 "));
}


BOOST_AUTO_TEST_CASE(badInput21ABannerOfSSHIsRefusedAtOnce)
{
	BOOST_TEST(answerTo("SSH-2.0-OpenSSH_9.2\r\n").view().starts_with("HTTP/1.1 400 "));
}


BOOST_AUTO_TEST_CASE(badInput21AHeaderOfTheProxyProtocolIsRefusedAtOnce)
{
	BOOST_TEST(answerTo("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n").view().starts_with("HTTP/1.1 400 "));
	BOOST_TEST(answerTo("0d0a0d0a000d0a515549540a 2111 0000"_hex).view().starts_with("HTTP/1.1 400 "));
}


//
// Floods
//


BOOST_AUTO_TEST_CASE(badInput43PingsWithoutEndAreAnsweredInBoundedMemory)
{
	LoopScene scene;
	auto client = scene.open();
	const auto pings = repeated(TestFrame(PING, std::string(125, 'p')).masked().bytes(), 400);
	std::size_t most = 0;
	for (int i = 0; i < 1000 && client.sendSome(pings) == pings.size(); ++i)
	{
		scene.settle();
		most = std::max(most, scene.connection().bufferedAmount());
	}
	BOOST_TEST(most > 1'000'000U);
	BOOST_TEST(most < 1'200'000U);
	while (!client.read().empty()) scene.settle();
	BOOST_TEST(scene.heard().find("close") == std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput43PongsThatNobodyAskedForAreTold)
{
	LoopScene scene;
	auto client = scene.open();
	client.send(repeated(TestFrame(PONG, "x").masked().bytes(), 1000));
	scene.settle();
	BOOST_TEST(client.read().empty());
	BOOST_TEST(scene.connection().bufferedAmount() == 0U);
}


BOOST_AUTO_TEST_CASE(badInput43WhoSendsMuchDoesNotKeepOthersWaiting)
	// A turn reads once from each.
{
	LoopScene scene;
	auto greedy = scene.open();
	auto modest = scene.open();
	const auto pings = repeated(TestFrame(PING).masked().bytes(), 20000);
	greedy.send(pings);
	modest.send(TestFrame(TEXT, "Hello"));
	scene.loop().turn(false);
	BOOST_TEST(scene.heard(1) == "open, message Hello");
}


//
// Memory
//


BOOST_AUTO_TEST_CASE(badInput59AllocationMayFailAtEachPoint)
{
	const auto conversation = Head::request().bytes() + TestFrame(TEXT, "Hello").masked().bytes() + TestFrame::close(1000).masked().bytes();
	std::size_t point = 0;
	for (bool hasFailed = true; hasFailed; ++point)
	{
		LoopScene scene;
		std::optional<LoopClient> client;
		{
			AllocationCounter counter;
			counter.failAt(point);
			try
			{
				client.emplace(scene.connect());
				client->sendSome(conversation);
				scene.settle();
			}
			catch (const std::bad_alloc&)
			{
				// the scene's own, or the connection was not taken
			}
			hasFailed = counter.hasFailed();
		}
		client.reset();
		scene.pass(20s);
		BOOST_TEST(scene.size() == 0U, "after allocation " << point);
	}
	BOOST_TEST(point > 20U);
}


BOOST_AUTO_TEST_CASE(badInput59WhatIsCutWithoutMemoryIsCutAtTheNextDeadline)
{
	const NetLog log;
	LoopScene scene;
	const auto client = scene.open();
	{
		AllocationCounter counter;
		counter.failAt(0);
		scene.connection().abort();
		BOOST_TEST(counter.hasFailed());
	}
	scene.pass(60s);
	BOOST_CHECK(scene.ending().cause == Net::Cause::ABORTED);
}


//
// Threads
//


BOOST_AUTO_TEST_CASE(badInput58EightThreadsUseHandlesWhileConnectionsLiveAndDie)
{
	LoopServer server(echo(), {}, 2);
	std::atomic<bool> done = false;
	std::atomic<std::size_t> sent = 0;
	std::vector<std::thread> threads;
	for (int i = 0; i < 8; ++i)
	{
		threads.emplace_back([&, i] {
			while (!done)
			{
				for (const auto& handle: server.server.connections())
				{
					if (handle.text("Hello") && handle.ping("p")) ++sent;
					if (i == 0) handle.close(CloseCode::GOING_AWAY);
					if (i == 1) handle.abort();
					static_cast<void>(handle.alive() && handle.bufferedAmount());
				}
			}
		});
	}
	for (int i = 0; i < 300 || sent < 100; ++i)
	{
		try
		{
			auto socket = NetSocket::opened(server.address());
			socket.send(TestFrame(TEXT, "x"));
			socket.readFrame();
			if (i % 3 == 0) socket.reset();
		}
		catch (const Poco::Exception&)
		{
			// ended by a handle
		}
	}
	done = true;
	for (auto& thread: threads) thread.join();
	server.server.stop();
	const auto events = server.journal.events();
	BOOST_TEST(events.count(Event::CLOSED) == events.count(Event::OPENED));
}


BOOST_AUTO_TEST_CASE(badInput58TheLimitsOfConnectionsAreKeptWhileTheyComeAndGo)
{
	Net::ServerSettings settings;
	settings.maxConnections = 3;
	settings.maxConnectionsPerAddress = 3;
	LoopServer server(echo(), {}, 2, settings);
	std::atomic<int> opened = 0;
	std::atomic<int> refused = 0;
	std::vector<std::thread> threads;
	for (int i = 0; i < 4; ++i)
	{
		threads.emplace_back([&] {
			for (int n = 0; n < 50; ++n)
			{
				NetSocket socket(server.address(), NetSocket::request(server.address()));
				if (socket.status() == 101) ++opened;
				if (socket.status() == 503) ++refused;
				socket.reset();
			}
		});
	}
	for (auto& thread: threads) thread.join();
	BOOST_TEST(opened > 0);
	BOOST_TEST(opened + refused == 200);
	while (server.server.size() != 0) std::this_thread::yield();
	BOOST_TEST(NetSocket::opened(server.address()).status() == 101);
}


BOOST_AUTO_TEST_SUITE_END()
