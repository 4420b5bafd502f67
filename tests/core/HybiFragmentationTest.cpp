//
// HybiFragmentationTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


template <class P>
Seen feedFrames(const std::vector<TestFrame>& frames, const Options& options = {})
{
	return feed(make<P>(options), P().allIncoming(frames));
}


} // namespace


BOOST_AUTO_TEST_SUITE(HybiFragmentationTest)


BOOST_AUTO_TEST_CASE(serverJoinsTheExampleOfTheRFC)
{
	BOOST_TEST(feed(make<Server>(), "01 83 37fa213d 7f9f4d 80 82 37fa213d 5b95"_hex).events == Events{text("Hello")});
}


BOOST_AUTO_TEST_CASE(clientJoinsTheExampleOfTheRFC)
{
	BOOST_TEST(feed(make<Client>(), "01 03 48656c 80 02 6c6f"_hex).events == Events{text("Hello")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(fragmentsOfAnySizeAreJoined, P, Roles)
{
	const Seen seen = feedFrames<P>(
		{TestFrame(BINARY, "a").unfinished(), TestFrame(CONTINUATION, repeated("b", 200)).unfinished(),
			TestFrame(CONTINUATION, "").unfinished(), TestFrame(CONTINUATION, repeated("c", 70000))});
	BOOST_TEST(seen.events == Events{binary("a" + repeated("b", 200) + repeated("c", 70000))});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(emptyFragmentsMakeAnEmptyMessage, P, Roles)
{
	const Seen seen = feedFrames<P>({TestFrame(TEXT).unfinished(), TestFrame(CONTINUATION).unfinished(), TestFrame(CONTINUATION)});
	BOOST_TEST(seen.events == Events{text("")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(controlFramesBetweenFragmentsAreHandledAtOnce, P, Roles)
{
	const Seen seen = feedFrames<P>(
		{TestFrame(TEXT, "Hel").unfinished(), TestFrame(PING, "one"), TestFrame(CONTINUATION, "l").unfinished(), TestFrame(PONG, "two"),
			TestFrame(CONTINUATION, "o")});
	BOOST_TEST(seen.events == (Events{ping("one"), pong("two"), text("Hello")}));
	BOOST_TEST(seen.output == P().outgoing(TestFrame(PONG, "one")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeBetweenFragmentsDropsTheMessage, P, Roles)
{
	const Seen seen = feedFrames<P>({TestFrame(TEXT, "Hel").unfinished(), TestFrame::close(1000), TestFrame(CONTINUATION, "lo")});
	BOOST_TEST(seen.events == Events{closed(1000)});
	BOOST_TEST(seen.output == P().outgoing(TestFrame::close(1000)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesFollowEachOther, P, Roles)
{
	const Seen seen = feedFrames<P>(
		{TestFrame(TEXT, "a").unfinished(), TestFrame(CONTINUATION, "b"), TestFrame(BINARY, "c").unfinished(), TestFrame(CONTINUATION, "d"),
			TestFrame(TEXT, "e"), TestFrame(BINARY, "").unfinished(), TestFrame(CONTINUATION, "f")});
	BOOST_TEST(seen.events == (Events{text("ab"), binary("cd"), text("e"), binary("f")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messageOfExactlyTheLimitArrives, P, Roles)
{
	const Options options = with(&Options::maxLength, 10);
	const Seen seen = feedFrames<P>(
		{TestFrame(TEXT, "0123456789"), TestFrame(TEXT, "01234").unfinished(), TestFrame(PING, "not counted"), TestFrame(CONTINUATION, "56789").unfinished(),
			TestFrame(CONTINUATION, "")},
		options);
	BOOST_TEST(seen.events == (Events{text("0123456789"), ping("not counted"), text("0123456789")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput35MessageOverTheLimitFailsFromItsHeader, P, Roles)
{
	const std::vector whole{TestFrame(TEXT, "01234567890")};
	const std::vector fragments{TestFrame(TEXT, "01234").unfinished(), TestFrame(CONTINUATION, "567890")};
	for (const auto& frames: {whole, fragments})
	{
		P peer(with(&Options::maxLength, 10));
		for (const TestFrame& frame: frames)
		{
			const std::size_t header = peer.incoming(TestFrame(TEXT)).bytes().size();
			peer.receive(frame.fin ? peer.incoming(frame).bytes().first(header) : peer.incoming(frame).bytes());
		}
		BOOST_TEST(peer.events() == failed(Error::MESSAGE_TOO_LONG, 1009));
		BOOST_TEST(peer.output() == peer.outgoing(TestFrame::close(1009, peer.failure().message)));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(limitOfZeroTakesOnlyEmptyMessages, P, Roles)
{
	const Seen seen = feedFrames<P>({TestFrame(TEXT), TestFrame(PING, "x"), TestFrame(TEXT, "x")}, with(&Options::maxLength, 0));
	BOOST_TEST(seen.events == Events({text(""), ping("x")}) + failed(Error::MESSAGE_TOO_LONG, 1009));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput40MessageOfExactlyTheFragmentLimitArrives, P, Roles)
{
	const Options options = with(&Options::maxFragments, 3);
	const std::vector frames{TestFrame(TEXT, "a").unfinished(), TestFrame(CONTINUATION, "b").unfinished(), TestFrame(CONTINUATION, "c")};
	const Seen seen = feedFrames<P>(frames, options);
	BOOST_TEST(seen.events == Events{text("abc")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput40EndlessEmptyFragmentsFail, P, Roles)
{
	P peer;
	peer.receive(TestFrame(TEXT).unfinished());
	peer.receive(repeated(peer.incoming(TestFrame(CONTINUATION).unfinished()).bytes(), 131071));
	BOOST_TEST(peer.events().empty());

	peer.receive(TestFrame(CONTINUATION).unfinished());

	BOOST_TEST(peer.events() == failed(Error::TOO_MANY_FRAGMENTS, 1008));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput40EndlessFragmentsOfOneByteFailAndArePackedUntilThen, P, Roles)
{
	P peer(with(&Options::maxFragments, 1000));
	peer.receive(TestFrame(BINARY, "x").unfinished());
	for (int i = 1; i < 999; ++i) peer.receive(TestFrame(CONTINUATION, "x").unfinished());
	peer.receive(TestFrame(CONTINUATION, "x"));
	BOOST_TEST(peer.events() == Events{binary(repeated("x", 1000))});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput46FragmentsInEveryPiecingGiveTheSame, P, Roles)
{
	const Seen seen = feedFrames<P>({TestFrame(TEXT, "a").unfinished(), TestFrame(PING), TestFrame(CONTINUATION, "b"), TestFrame::close(1000)});
	BOOST_TEST(seen.events == (Events{ping(""), text("ab"), closed(1000)}));
	BOOST_TEST(seen.output == P().outgoing(TestFrame(PONG)) + P().outgoing(TestFrame::close(1000)));
}


BOOST_AUTO_TEST_SUITE_END()
