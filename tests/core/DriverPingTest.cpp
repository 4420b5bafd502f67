//
// DriverPingTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


template <class P>
struct Pinging: P
	/// Writes down which pings were answered, and the events between.
{
	using P::P;

	std::string done;

	bool ping(const std::string& payload)
	{
		return (*this)->ping(payload, [this, payload](bool answered) { done += payload + (answered ? "+" : "-"); });
	}
};


Options highWater(std::size_t size)
{
	return with(&Options::outputHighWater, size);
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverPingTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(callbackIsCalledByItsPongBeforeTheEvent, P, Roles)
{
	Pinging<P> peer;
	BOOST_TEST(peer.ping("a"));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(PING, "a")));
	BOOST_TEST(peer.done == "");
	peer.onEvent = [&](const Event&) { peer.done += "pong"; };

	peer.receive(TestFrame(PONG, "a"));

	BOOST_TEST(peer.done == "a+pong");
	BOOST_TEST(peer.events() == Events{pong("a")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pongOfALaterPingAnswersTheEarlierToo, P, Roles)
{
	Pinging<P> peer;
	for (const char* payload: {"a", "b", "c"}) peer.ping(payload);
	peer.receive(TestFrame(PONG, "b"));
	BOOST_TEST(peer.done == "a+b+");
	peer.receive(TestFrame(PONG, "c"));
	BOOST_TEST(peer.done == "a+b+c+");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput43PongNeverAskedForAnswersNothing, P, Roles)
{
	Pinging<P> peer;
	peer.ping("a");
	peer.receive(TestFrame(PONG, "x"));
	BOOST_TEST(peer.done == "");
	BOOST_TEST(peer.events() == Events{pong("x")});
	peer.receive(TestFrame(PONG, "a"));
	peer.receive(TestFrame(PONG, "a"));
	BOOST_TEST(peer.done == "a+");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(callbacksOfUnansweredPingsAreCalledAtTheEnd, P, Roles)
{
	const std::function<void(Pinging<P>&)> ends[] =
		{
			[](auto& peer) { peer.receive(TestFrame::close(1000)); },
			[](auto& peer) { peer->receiveEnd(); },
			[](auto& peer) { peer.receive(TestFrame(3)); },
			[](auto& peer) { peer->close(); peer.receive(TestFrame::close(1000)); },
		};
	for (const auto& end: ends)
	{
		Pinging<P> peer;
		peer.ping("a");
		peer.ping("b");
		peer.onEvent = [&](const Event& event) { if (event.kind == Event::CLOSED) peer.done += "closed"; };
		end(peer);
		BOOST_TEST(peer.done == "a-b-closed");
		peer->receiveEnd();
		BOOST_TEST(peer.done == "a-b-closed");
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(callbackIsAnsweredWhileClosing, P, Roles)
{
	Pinging<P> peer;
	peer.ping("a");
	peer->close();
	peer.receive(TestFrame(PONG, "a"));
	BOOST_TEST(peer.done == "a+");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(callbackOfARefusedPingIsNeverCalled, P, Roles)
{
	Pinging<P> peer;
	BOOST_TEST(!peer.ping(std::string(126, 'x')));
	peer->close();
	BOOST_TEST(!peer.ping("late"));
	peer->receiveEnd();
	BOOST_TEST(peer.done == "");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(callbackMaySendAndPingAndClose, P, Roles)
{
	Pinging<P> peer;
	peer->ping("a", [&](bool) {
		peer->text("x");
		peer.ping("b");
		peer->close();
	});
	peer.output();
	peer.receive(TestFrame(PONG, "a"));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, "x")) + peer.outgoing(TestFrame(PING, "b")) + peer.outgoing(TestFrame::close(1000)));
	peer->receiveEnd();
	BOOST_TEST(peer.done == "b-");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(everyPingIsAnsweredWhileTheOutputIsLow, P, Roles)
{
	P peer;
	Bytes expected;
	for (int i = 0; i < 100; ++i)
	{
		peer.receive(TestFrame(PING, std::to_string(i)));
		expected += peer.outgoing(TestFrame(PONG, std::to_string(i)));
	}
	BOOST_TEST(peer.output() == expected);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput43OnlyTheNewestPingIsAnsweredUnderPressure, P, Roles)
{
	P peer(highWater(1000));
	peer->binary(repeated("x", 2000));
	for (const char* payload: {"a", "b", "c"}) peer.receive(TestFrame(PING, payload));
	BOOST_TEST(peer.events() == (Events{ping("a"), ping("b"), ping("c")}));

	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(BINARY, repeated("x", 2000))) + peer.outgoing(TestFrame(PONG, "c")));

	peer.receive(TestFrame(PING, "d"));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(PONG, "d")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(heldPongLeavesAtTheMark, P, Roles)
{
	P peer(highWater(1000));
	peer->binary(repeated("x", 2000));
	peer.receive(TestFrame(PING, "a"));
	const std::size_t size = peer->bufferedAmount();
	peer->consume(size - 1001);
	BOOST_TEST(peer->bufferedAmount() == 1001u);
	peer->consume(1);
	BOOST_TEST(peer->bufferedAmount() == 1000u + peer.outgoing(TestFrame(PONG, "a")).size());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pressureBeginsAboveTheMark, P, Roles)
{
	P peer(highWater(1000));
	peer->binary(repeated("x", 1000 - (peer.outgoing(TestFrame(BINARY, repeated("x", 900))).size() - 900)));
	BOOST_TEST(peer->bufferedAmount() == 1000u);
	peer.receive(TestFrame(PING, "a"));
	peer.receive(TestFrame(PING, "b"));
	const auto frames = TestFrame::read(peer.output());
	BOOST_TEST(frames.size() == 3u);
	BOOST_TEST(frames.at(1).payload == "a");
	BOOST_TEST(frames.at(2).payload == "b");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput43FloodOfPingsIsBounded, P, Roles)
{
	P peer(highWater(10000));
	const Bytes flood = repeated(peer.incoming(TestFrame(PING, repeated("x", 125))).bytes(), 1000);
	for (int i = 0; i < 10; ++i) peer.receive(flood);
	BOOST_TEST(peer.events().size() == 10000u);
	BOOST_TEST(peer->bufferedAmount() <= 10000u + 2 * 131);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(heldPongIsNotSentBehindTheCloseFrame, P, Roles)
{
	P peer(highWater(10));
	peer->binary(repeated("x", 100));
	peer.receive(TestFrame(PING, "a"));
	peer.receive(TestFrame::close(1000));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(BINARY, repeated("x", 100))) + peer.outgoing(TestFrame::close(1000)));
}


BOOST_AUTO_TEST_SUITE_END()
