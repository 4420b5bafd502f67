//
// PingCallbacksTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PingCallbacks.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


namespace {


struct Fixture
{
	PingCallbacks pings;
	std::string done;

	void add(const std::string& payload, const std::string& name)
	{
		pings.add(payload, [this, name](bool answered) { done += name + (answered ? "+" : "-"); });
	}

	void answer(std::string_view payload)
	{
		for (const auto& ping: pings.takeAnswered(payload)) ping.done(true);
	}
};


} // namespace


BOOST_AUTO_TEST_SUITE(PingCallbacksTest)


BOOST_FIXTURE_TEST_CASE(pongAnswersItsPing, Fixture)
{
	add("a", "A");
	answer("a");
	BOOST_TEST(done == "A+");
}


BOOST_FIXTURE_TEST_CASE(pongAnswersThePingsBeforeItsOwnToo, Fixture)
{
	add("a", "A");
	add("b", "B");
	add("c", "C");
	answer("b");
	BOOST_TEST(done == "A+B+");
	answer("c");
	BOOST_TEST(done == "A+B+C+");
}


BOOST_FIXTURE_TEST_CASE(pongThatNobodyAskedForAnswersNothing, Fixture)
{
	answer("x");
	add("a", "A");
	answer("x");
	answer("");
	BOOST_TEST(done == "");
}


BOOST_FIXTURE_TEST_CASE(pongAnswersAllOfEqualPings, Fixture)
{
	add("", "A");
	add("", "B");
	answer("");
	BOOST_TEST(done == "A+B+");
	answer("");
	BOOST_TEST(done == "A+B+");
}


BOOST_FIXTURE_TEST_CASE(anAnsweredPingIsGone, Fixture)
{
	add("a", "A");
	answer("a");
	answer("a");
	BOOST_TEST(done == "A+");
}


BOOST_FIXTURE_TEST_CASE(takesAllThatAreLeftInOrder, Fixture)
{
	add("a", "A");
	add("b", "B");
	for (const auto& ping: pings.takeAll()) ping.done(false);
	BOOST_TEST(done == "A-B-");
	BOOST_TEST(pings.takeAll().empty());
}


BOOST_AUTO_TEST_SUITE_END()
