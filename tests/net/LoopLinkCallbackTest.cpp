//
// LoopLinkCallbackTest.cpp
//
// Everything is allowed in every callback of a connection on an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ServerDriver.h"
#include "net/LoopScene.h"
#include "net/NetLog.h"
#include "support/Head.h"
#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>
#include <utility>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Net::WebSocketConnection;


namespace {


constexpr std::size_t FULL = 4'000'000;
	/// More than a socket takes.


const std::vector<std::string> EVENTS = {"open", "message", "ping", "pong", "error", "close", "drain", "end"};


struct Fixture
	/// An open connection, and one whose callbacks do things.
{
	LoopScene scene;
	LoopClient client = scene.connect();
	LoopClient other = scene.open();

	void provoke(const std::string& event)
		/// Has the second connection, which is the client's, hear everything up to its end.
	{
		client.send(Head::request().bytes());
		scene.settle();
		if (event == "drain")
		{
			scene.connection(1).driver().binary(std::string(FULL, 'x'));
			readAll();
		}
		client.sendSome(TestFrame(TEXT, "x").masked().bytes() + TestFrame(PING).masked().bytes() + TestFrame(PONG).masked().bytes());
		scene.settle();
		client.sendSome(event == "close" || event == "end" ? TestFrame::close(1000).masked().bytes() : "83 80 00000000"_hex);
		scene.settle();
		readAll();
		client.close();
		scene.settle();
	}

	void readAll()
	{
		do scene.settle();
		while (!client.read().empty());
	}

	std::size_t count(const std::string& what, std::size_t connection = 1) const
	{
		const auto heard = ", " + scene.heard(connection);
		std::size_t n = 0;
		for (auto at = heard.find(", " + what); at != std::string::npos; at = heard.find(", " + what, at + 1)) ++n;
		return n;
	}
};


void inEveryEvent(const LoopScene::Action& action)
	/// Does it in each event in turn: whatever it is, the connection ends with one onClose and one onEnd, and the other one
	/// notices nothing.
{
	for (const auto& event: EVENTS)
	{
		BOOST_TEST_CONTEXT(event)
		{
			Fixture fixture;
			bool done = false;
			fixture.scene.on[event] = [&](WebSocketConnection& connection) {
				if (&connection == &fixture.scene.connection(0) || std::exchange(done, true)) return;
				action(connection);
			};
			fixture.provoke(event);
			BOOST_TEST(done);
			BOOST_TEST(fixture.count("close") == 1U);
			BOOST_TEST(fixture.count("end") == 1U);
			BOOST_TEST(fixture.scene.heard(1).ends_with(", end"));
			BOOST_TEST(fixture.scene.size() == 1U);
			BOOST_TEST(fixture.scene.heard(0) == "open");
		}
	}
}


} // namespace


BOOST_AUTO_TEST_SUITE(LoopLinkCallbackTest)


BOOST_AUTO_TEST_CASE(badInput55Abort)
{
	inEveryEvent([](auto& connection) { connection.abort(); });
}


BOOST_AUTO_TEST_CASE(badInput55AbortByAHandle)
{
	inEveryEvent([](auto& connection) { connection.handle().abort(); });
}


BOOST_AUTO_TEST_CASE(badInput55Close)
{
	inEveryEvent([](auto& connection) { connection.driver().close(); });
}


BOOST_AUTO_TEST_CASE(badInput55CloseByAHandle)
{
	inEveryEvent([](auto& connection) { connection.handle().close(); });
}


BOOST_AUTO_TEST_CASE(badInput55Send)
{
	inEveryEvent([](auto& connection) {
		connection.driver().text("x");
		connection.driver().ping({}, [](bool) {});
		connection.driver().pong();
	});
}


BOOST_AUTO_TEST_CASE(badInput55SendByAHandle)
{
	inEveryEvent([](auto& connection) { connection.handle().text("x"); });
}


BOOST_AUTO_TEST_CASE(badInput55SendMuch)
{
	inEveryEvent([](auto& connection) { connection.driver().binary(std::string(FULL, 'x')); });
}


BOOST_AUTO_TEST_CASE(badInput55PauseAndResume)
{
	inEveryEvent([](auto& connection) {
		connection.pauseReading();
		connection.resumeReading();
	});
}


BOOST_AUTO_TEST_CASE(badInput55ReceiveAndSetUp)
{
	inEveryEvent([](auto& connection) {
		std::string bytes = "81 80 00000000"_hex.string();
		connection.driver().receive(std::span(bytes));
		connection.driver().receiveEnd();
		connection.driver().start();
		connection.driver().setHeader("X-Late", "1");
	});
}


BOOST_AUTO_TEST_CASE(badInput55UseData)
{
	inEveryEvent([](auto& connection) { connection.data() = std::make_shared<int>(1); });
}


BOOST_AUTO_TEST_CASE(badInput55CloseAllConnections)
{
	for (const auto& event: EVENTS)
	{
		BOOST_TEST_CONTEXT(event)
		{
			Fixture fixture;
			auto& scene = fixture.scene;
			scene.on[event] = [&](auto&) { scene.live().closeAll(CloseCode::GOING_AWAY, {}, Net::Deadline::min()); };
			fixture.provoke(event);
			BOOST_TEST(scene.size() == 0U);
			BOOST_TEST(scene.heard(0) == "open, close 1006, end");
			BOOST_TEST(fixture.other.frames() == std::vector{TestFrame::close(1001)}, boost::test_tools::per_element());
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput55SendToAnotherConnection)
	// What its driver was given leaves in the next turn.
{
	for (const auto& event: EVENTS)
	{
		BOOST_TEST_CONTEXT(event)
		{
			Fixture fixture;
			auto& scene = fixture.scene;
			scene.on[event] = [&](auto&) {
				scene.connection(0).driver().text("by driver");
				scene.connection(0).handle().text("by handle");
			};
			fixture.provoke(event);
			auto frames = fixture.other.frames();
			BOOST_REQUIRE(frames.size() == 2U);
			BOOST_TEST(frames[0] == TestFrame(TEXT, "by driver"));
			BOOST_TEST(frames[1] == TestFrame(TEXT, "by handle"));
			BOOST_TEST(scene.heard(0) == "open");
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput55CloseAndAbortAnotherConnection)
{
	for (const auto& event: EVENTS)
	{
		BOOST_TEST_CONTEXT(event)
		{
			Fixture fixture;
			auto& scene = fixture.scene;
			bool done = false;
			scene.on[event] = [&](auto&) {
				if (std::exchange(done, true)) return;
				scene.connection(0).driver().close();
				scene.connection(0).abort();
			};
			fixture.provoke(event);
			BOOST_TEST(fixture.other.frames() == std::vector{TestFrame::close(1000)}, boost::test_tools::per_element());
			BOOST_TEST(fixture.other.hasEnded());
			BOOST_TEST(scene.heard(0) == "open, close 1006, end");
			BOOST_TEST(scene.size() == 0U);
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput55TheListenerFunctionMayUseTheConnection)
{
	LoopScene scene;
	scene.on["listener"] = [](auto& connection) {
		BOOST_CHECK_THROW(connection.driver(), Poco::IllegalStateException);
		connection.pauseReading();
		connection.resumeReading();
		connection.data() = 1;
		BOOST_TEST(connection.handle().text("soon"));
		BOOST_TEST(connection.bufferedAmount() == 4U);
	};
	auto client = scene.connect();
	client.send(Head::request().bytes());
	scene.settle();
	BOOST_TEST(client.read().view().ends_with(TestFrame(TEXT, "soon").bytes().string()));
	BOOST_TEST(scene.heard() == "open");
}


BOOST_AUTO_TEST_CASE(badInput55TheListenerFunctionMayEndTheConnection)
{
	LoopScene scene;
	scene.on["listener"] = [](auto& connection) { connection.abort(); };
	auto client = scene.connect();
	client.send(Head::request().bytes());
	scene.settle();
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST(scene.size() == 0U);
}


BOOST_AUTO_TEST_CASE(whatManySendToOneConnectionLeavesInOneTurn)
{
	LoopScene scene;
	auto client = scene.open();
	for (int i = 0; i < 1000; ++i) scene.connection().driver().text("x");
	BOOST_TEST(scene.loop().turn(false) == 1U);
	BOOST_TEST(client.frames().size() == 1000U);
}


BOOST_AUTO_TEST_CASE(handlesOfConnectionsThatAreGoneDoNothing)
{
	LoopScene scene;
	auto client = scene.open();
	const auto handle = scene.connection().handle();
	client.close();
	scene.settle();
	BOOST_TEST(!handle.alive());
	BOOST_TEST(!handle.text("late"));
	BOOST_TEST(!handle.close());
	handle.abort();
	BOOST_TEST(handle.bufferedAmount() == 0U);
	BOOST_TEST(scene.loop().turn(false) == 0U);
}


BOOST_AUTO_TEST_SUITE_END()
