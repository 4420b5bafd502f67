//
// LoopLinkDeadlinesTest.cpp
//
// What a connection on an event loop does when time passes.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ServerDriver.h"
#include "net/LayeredTransport.h"
#include "net/LoopScene.h"
#include "support/Head.h"
#include <Poco/Timespan.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Net::Cause;
using Poco::Timespan;


namespace {


using Side = Net::CloseInfo::Side;


std::function<void(Net::Endpoint&)> with(const std::function<void(Net::ConnectionSettings&)>& change)
{
	return [change](Net::Endpoint& endpoint) { change(endpoint.settings); };
}


void idleAfter(Net::ConnectionSettings& settings)
{
	settings.idleTimeout = Timespan(30, 0);
}


class StuckTransport: public LayeredTransport
	/// A TLS handshake that never comes to its end.
{
public:
	using LayeredTransport::LayeredTransport;

	Result open() override
	{
		char bytes[100];
		std::size_t size = 0;
		const auto result = receive(bytes, size);
		return result == Result::DONE ? Result::WOULD_BLOCK : result;
	}
};


const TestFrame PING_FRAME(PING);


} // namespace


BOOST_AUTO_TEST_SUITE(LoopLinkDeadlinesTest)


//
// The handshake
//


BOOST_AUTO_TEST_CASE(badInput02AClientThatSendsNothingIsCutAfterTenSeconds)
{
	LoopScene scene;
	auto client = scene.connect();
	scene.pass(9900ms);
	BOOST_TEST(!client.hasEnded());
	scene.pass(200ms);
	BOOST_TEST(client.hasEnded());
	BOOST_TEST(scene.size() == 0U);
}


BOOST_AUTO_TEST_CASE(badInput01AByteASecondIsCutAfterTenSecondsInTotal)
{
	LoopScene scene;
	auto client = scene.connect();
	const auto head = Head::request().bytes();
	for (std::size_t i = 0; i < 9; ++i)
	{
		client.send(head.from(i).first(1));
		scene.pass(1100ms);
	}
	BOOST_TEST(!client.hasEnded());
	client.send("T");
	scene.pass(200ms);
	BOOST_TEST(client.hasEnded());
}


BOOST_AUTO_TEST_CASE(badInput02BlankLinesDoNotProlongIt)
{
	LoopScene scene;
	auto client = scene.connect();
	client.send("\r\n\r\n");
	scene.pass(9900ms);
	BOOST_TEST(!client.hasEnded());
	scene.pass(200ms);
	BOOST_TEST(client.hasEnded());
}


BOOST_AUTO_TEST_CASE(badInput23HalfAHeadIsCutAfterTenSeconds)
{
	LoopScene scene;
	std::vector<LoopClient> clients;
	for (int i = 0; i < 100; ++i) clients.push_back(scene.connect());
	for (auto& client: clients) client.send(Head::request().bytes().first(100));
	scene.pass(5s);
	auto other = scene.open();
	scene.pass(5200ms);
	for (auto& client: clients) BOOST_TEST(client.hasEnded());
	BOOST_TEST(scene.size() == 1U);
	BOOST_TEST(!other.hasEnded());
}


BOOST_AUTO_TEST_CASE(badInput23AHandshakeOfTLSIsPartOfTheTenSeconds)
{
	LoopScene scene;
	auto client = scene.connect<StuckTransport>();
	for (int i = 0; i < 9; ++i)
	{
		client.send("x");
		scene.pass(1100ms);
	}
	BOOST_TEST(!client.hasEnded());
	scene.pass(200ms);
	BOOST_TEST(client.hasEnded());
}


BOOST_AUTO_TEST_CASE(theHandshakeTimeoutIsTheServers)
{
	Net::ServerSettings settings;
	settings.handshakeTimeout = Timespan(2, 0);
	LoopScene scene({}, settings);
	auto client = scene.connect();
	scene.pass(1900ms);
	BOOST_TEST(!client.hasEnded());
	scene.pass(200ms);
	BOOST_TEST(client.hasEnded());
}


BOOST_AUTO_TEST_CASE(anOpenConnectionHasNoHandshakeTimeout)
{
	LoopScene scene(with([](auto& settings) { settings.pingInterval = Net::FOREVER; }));
	auto client = scene.open();
	scene.pass(60s);
	BOOST_TEST(!client.hasEnded());
	BOOST_TEST(scene.heard() == "open");
}


BOOST_AUTO_TEST_CASE(anAdoptedConnectionIsServedFromItsRequestOn)
{
	LoopScene scene;
	auto client = scene.adopt(TestFrame(TEXT, "early").masked().bytes());
	BOOST_TEST(client.read().view().starts_with("HTTP/1.1 101 "));
	BOOST_TEST(scene.heard() == "open, message early");
}


//
// Signs of life
//


BOOST_AUTO_TEST_CASE(aPingIsSentAfterTwentySecondsOfSilence)
{
	LoopScene scene;
	auto client = scene.open();
	scene.pass(19900ms);
	BOOST_TEST(client.read().empty());
	scene.pass(200ms);
	BOOST_TEST(client.frames() == std::vector{PING_FRAME}, boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE(aPingIsSentWhereOnlyTheClientSpeaks)
{
	LoopScene scene;
	auto client = scene.open();
	for (int i = 0; i < 4; ++i)
	{
		scene.pass(4900ms);
		client.send(TestFrame(TEXT, "x"));
	}
	scene.pass(500ms);
	BOOST_TEST(client.frames() == std::vector{PING_FRAME}, boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE(aPingIsSentWhereOnlyTheServerSpeaks)
{
	LoopScene scene;
	auto client = scene.open();
	for (int i = 0; i < 4; ++i)
	{
		scene.pass(4900ms);
		scene.connection().driver().text("x");
	}
	client.read();
	scene.pass(500ms);
	const auto frames = client.frames();
	BOOST_REQUIRE(!frames.empty());
	BOOST_TEST(frames.back() == PING_FRAME);
}


BOOST_AUTO_TEST_CASE(noPingIsSentWhileBothSpeak)
{
	LoopScene scene;
	scene.on["message"] = [](auto& connection) { connection.driver().text("y"); };
	auto client = scene.open();
	for (int i = 0; i < 10; ++i)
	{
		scene.pass(15s);
		client.send(TestFrame(TEXT, "x"));
		scene.settle();
		BOOST_TEST(client.frames() == std::vector{TestFrame(TEXT, "y")}, boost::test_tools::per_element());
	}
}


BOOST_AUTO_TEST_CASE(badInput61APeerThatHasVanishedIsCutAfterFortySeconds)
{
	LoopScene scene;
	auto client = scene.open();
	scene.pass(39900ms);
	BOOST_TEST(!client.hasEnded());
	scene.pass(150ms);
	client.read();
	BOOST_TEST(client.hasEnded());
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::PONG_TIMEOUT));
	BOOST_TEST((scene.ending().side == Side::PEER));
}


BOOST_AUTO_TEST_CASE(aPongIsASignOfLife)
{
	LoopScene scene;
	auto client = scene.open();
	for (int i = 0; i < 5; ++i)
	{
		scene.pass(20100ms);
		BOOST_TEST(client.frames() == std::vector{PING_FRAME}, boost::test_tools::per_element());
		client.send(TestFrame(PONG));
	}
	BOOST_TEST(!client.hasEnded());
}


BOOST_AUTO_TEST_CASE(anyByteIsASignOfLife)
{
	LoopScene scene;
	auto client = scene.open();
	scene.pass(39s);
	client.send(TestFrame(TEXT, "x").masked().bytes().first(1));
	scene.pass(19500ms);
	client.read();
	BOOST_TEST(!client.hasEnded());
	scene.pass(21s);
	client.read();
	BOOST_TEST(client.hasEnded());
}


BOOST_AUTO_TEST_CASE(acceptedBytesAreASignOfLife)
	// A ping behind a long queue comes late to a peer that reads slowly.
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().binary(std::string(1000000, 'x'));
	for (int i = 0; i < 20; ++i)
	{
		scene.pass(5s);
		client.read(20000);
	}
	BOOST_TEST(scene.heard() == "open");
	BOOST_TEST(scene.connection().bufferedAmount() != 0U);
}


BOOST_AUTO_TEST_CASE(signsOfLifeCanBeSwitchedOff)
{
	LoopScene scene(with([](auto& settings) { settings.pingInterval = Net::FOREVER; }));
	auto client = scene.open();
	BOOST_TEST(scene.pass(10min) <= 2U);
	BOOST_TEST(client.read().empty());
	BOOST_TEST(!client.hasEnded());
}


BOOST_AUTO_TEST_CASE(anIdleConnectionCostsFewTurns)
{
	LoopScene scene;
	auto client = scene.open();
	std::size_t busy = 0;
	for (int i = 0; i < 10; ++i)
	{
		busy += scene.pass(20s);
		client.send(TestFrame(PONG));
	}
	BOOST_TEST(busy <= 50U);
}


//
// Idleness
//


BOOST_AUTO_TEST_CASE(anIdleConnectionIsClosedWithGoingAway)
{
	LoopScene scene(with(idleAfter));
	auto client = scene.open();
	scene.pass(20100ms);
	client.send(TestFrame(PONG));
	BOOST_TEST(client.frames() == std::vector{PING_FRAME}, boost::test_tools::per_element());
	scene.pass(10s);
	BOOST_TEST(client.frames() == std::vector{TestFrame::close(1001, "idle")}, boost::test_tools::per_element());
	client.send(TestFrame::close(1001));
	scene.settle();
	client.close();
	scene.settle();
	BOOST_TEST((scene.ending().cause == Cause::IDLE_TIMEOUT));
	BOOST_TEST((scene.ending().side == Side::SELF));
}


BOOST_AUTO_TEST_CASE(messagesEitherWayAreNoIdleness)
{
	LoopScene scene(with(idleAfter));
	auto client = scene.open();
	for (int i = 0; i < 4; ++i)
	{
		scene.pass(25s);
		i % 2 ? client.send(TestFrame(TEXT, "x")) : void(scene.connection().driver().text("y"));
		scene.settle();
		client.send(TestFrame(PONG));
	}
	BOOST_TEST((scene.connection().driver().state() == State::OPEN));
}


BOOST_AUTO_TEST_CASE(pingsOfThePeerAreIdleness)
{
	LoopScene scene(with(idleAfter));
	auto client = scene.open();
	for (int i = 0; i < 5; ++i)
	{
		scene.pass(5s);
		client.send(TestFrame(PING, "p"));
		scene.settle();
		client.read();
	}
	scene.pass(5200ms);
	BOOST_TEST(client.frames() == std::vector{TestFrame::close(1001, "idle")}, boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE(memoryIsGivenBackOnceAfterFiveSeconds)
	// What the driver gives back is its own tests' matter; here the timer goes off once.
{
	LoopScene scene(with([](auto& settings) { settings.pingInterval = Net::FOREVER; }));
	auto client = scene.open();
	BOOST_TEST(scene.pass(4900ms) == 0U);
	BOOST_TEST(scene.pass(200ms) == 1U);
	BOOST_TEST(scene.pass(60s) == 0U);
}


//
// The end
//


BOOST_AUTO_TEST_CASE(aCloseFrameThatIsNotAnsweredIsTheEndAfterTenSeconds)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().close();
	scene.pass(9900ms);
	BOOST_TEST(scene.heard() == "open");
	scene.pass(200ms);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::CLOSE_TIMEOUT));
	BOOST_TEST((scene.ending().side == Side::SELF));
}


BOOST_AUTO_TEST_CASE(trafficDoesNotProlongTheWaitForACloseFrame)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().close();
	for (int i = 0; i < 10; ++i)
	{
		scene.pass(1s);
		client.sendSome(TestFrame(TEXT, "x").masked().bytes());
	}
	scene.pass(200ms);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
}


BOOST_AUTO_TEST_CASE(aPeerThatDoesNotCloseIsCutAfterASecond)
{
	LoopScene scene;
	auto client = scene.open();
	client.send(TestFrame::close(1000));
	scene.pass(900ms);
	BOOST_TEST(scene.heard() == "open, close 1000");
	client.send("what comes now is dropped");
	scene.pass(200ms);
	BOOST_TEST(scene.heard() == "open, close 1000, end");
	BOOST_TEST((scene.ending().cause == Cause::CLOSED));
}


BOOST_AUTO_TEST_CASE(aPeerThatClosesEndsTheLingering)
{
	LoopScene scene;
	auto client = scene.open();
	client.send(TestFrame::close(1000));
	scene.settle();
	client.read();
	BOOST_TEST(client.hasEnded());
	client.endSending();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, close 1000, end");
}


BOOST_AUTO_TEST_CASE(badInput60OutputOfWhichNothingIsAcceptedIsCutAfterTwentySeconds)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().binary(std::string(1000000, 'x'));
	scene.pass(19900ms);
	BOOST_TEST(scene.heard() == "open");
	scene.pass(200ms);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::SEND_TIMEOUT));
	BOOST_TEST((scene.ending().side == Side::PEER));
	BOOST_TEST(scene.ending().unsent > 100000U);
}


BOOST_AUTO_TEST_CASE(badInput60ACloseBehindUnreadOutputEndsInTime)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().binary(std::string(1000000, 'x'));
	scene.connection().driver().close();
	const auto busy = scene.pass(20200ms);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::SEND_TIMEOUT));
	BOOST_TEST(busy <= 10U);
}


BOOST_AUTO_TEST_CASE(aCutAheadReplacesTheCloseTimeout)
	// A drain with half a minute: nobody is cut before.
{
	LoopScene scene;
	auto client = scene.open();
	scene.live().closeAll(CloseCode::GOING_AWAY, {}, scene.loop().now() + 30s);
	const auto busy = scene.pass(29900ms);
	BOOST_TEST(scene.heard() == "open");
	BOOST_TEST(busy <= 10U);
	scene.pass(200ms);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::ABORTED));
}


BOOST_AUTO_TEST_CASE(aHalfDoneHandshakeOfTLSDoesNotHoldADrainUp)
{
	LoopScene scene;
	auto client = scene.connect<StuckTransport>();
	scene.live().closeAll(CloseCode::GOING_AWAY, {}, scene.loop().now() + 30s);
	scene.settle();
	BOOST_TEST(scene.size() == 0U);
	BOOST_TEST(client.hasEnded());
}


BOOST_AUTO_TEST_SUITE_END()
