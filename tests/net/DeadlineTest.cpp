//
// DeadlineTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Deadline.h"
#include <boost/test/unit_test.hpp>


using namespace WS::Net;


BOOST_AUTO_TEST_SUITE(DeadlineTest)


BOOST_AUTO_TEST_CASE(neverIsANegativeTimeout)
{
	BOOST_TEST(millisecondsUntil(NEVER) < 0);
}


BOOST_AUTO_TEST_CASE(whatHasPassedIsZero)
{
	BOOST_TEST(millisecondsUntil(Clock::now()) == 0);
	BOOST_TEST(millisecondsUntil(Deadline()) == 0);
	BOOST_TEST(millisecondsUntil(deadlineIn(Poco::Timespan(-5, 0))) == 0);
}


BOOST_AUTO_TEST_CASE(partsOfAMillisecondAreRoundedUp)
{
	const int left = millisecondsUntil(Clock::now() + std::chrono::hours(1));
	BOOST_TEST(left > 3590000);
	BOOST_TEST(left <= 3600000);
}


BOOST_AUTO_TEST_CASE(timeoutsTooLongForTheClockAreNever)
{
	BOOST_CHECK(deadlineIn(Poco::Timespan(Poco::Timespan::TimeDiff(1) << 62)) == NEVER);
	BOOST_CHECK(deadlineIn(Poco::Timespan(1, 0)) < NEVER);
}


BOOST_AUTO_TEST_CASE(pollNeverGetsMoreThanItCanTake)
{
	BOOST_TEST(millisecondsUntil(Clock::now() + std::chrono::hours(24 * 365)) > 0);
}


BOOST_AUTO_TEST_SUITE_END()
