//
// BackoffTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Backoff.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <vector>


using namespace WS::Net;
using namespace std::chrono_literals;


namespace {


constexpr std::uint32_t LONGEST = 0xffffffff;
constexpr std::uint32_t HALF = 0x80000000;


struct Fixture
{
	std::chrono::milliseconds wait(int status = 0, std::uint32_t random = LONGEST)
		/// Until the next retry; negative: there is none. Passes.
	{
		const auto at = backoff.retryAt(now, status, random);
		if (!at) return -1ms;
		const auto before = now;
		now = *at;
		return std::chrono::round<std::chrono::milliseconds>(now - before);
	}

	Deadline now{1000s};
	Backoff backoff{ReconnectPolicy()};
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(BackoffTest, Fixture)


BOOST_AUTO_TEST_CASE(theLongestWaitDoublesUpToAMinute)
{
	for (const auto expected: {500ms, 1000ms, 2000ms, 4000ms, 8000ms, 16000ms, 32000ms, 60000ms, 60000ms, 60000ms}) BOOST_TEST(wait().count() == expected.count());
}


BOOST_AUTO_TEST_CASE(theWaitIsAnythingFromNothingToTheLongest)
{
	BOOST_TEST(wait(0, 0).count() == 0);
	BOOST_TEST(wait(0, HALF).count() == 500);
	BOOST_TEST(wait(0, HALF / 2).count() == 500);
	for (int i = 0; i < 20; ++i) wait();
	BOOST_TEST(wait(0, HALF).count() == 30000);
}


BOOST_AUTO_TEST_CASE(aStableConnectionBeginsTheWaitsAnew)
{
	for (int i = 0; i < 4; ++i) wait();
	backoff.opened(now);
	now += 60s;
	BOOST_TEST(wait().count() == 500);
}


BOOST_AUTO_TEST_CASE(anUnstableConnectionDoesNot)
{
	for (int i = 0; i < 4; ++i) wait();
	backoff.opened(now);
	now += 59999ms;
	BOOST_TEST(wait().count() == 8000);
	now += 1h;                           // without a connection
	BOOST_TEST(wait().count() == 16000);
}


BOOST_AUTO_TEST_CASE(badInput24ARefusalThatBlamesTheRequestIsFinal)
{
	for (const int status: {400, 401, 403, 404, 407, 410, 426, 499}) BOOST_TEST(wait(status).count() == -1);
	for (const int status: {0, 200, 302, 500, 503, 600}) BOOST_TEST(wait(status, 0).count() == 0);
}


BOOST_AUTO_TEST_CASE(aRefusalThatBlamesTheTimeIsNot)
{
	for (const int status: {408, 425, 429}) BOOST_TEST(wait(status, 0).count() == 0);
}


BOOST_AUTO_TEST_CASE(retriesCanBeLimited)
{
	ReconnectPolicy policy;
	policy.maxRetries = 2;
	Backoff limited(policy);
	for (const bool expected: {true, true, false, false}) BOOST_TEST(limited.retryAt(now, 0, 0).has_value() == expected);
	limited.opened(now);
	BOOST_TEST(limited.retryAt(now + 1h, 0, 0).has_value());
}


BOOST_AUTO_TEST_CASE(aPolicyWithoutWaitsIsRefused)
{
	for (const auto& [first, most]: std::vector<std::pair<int, int>>{{0, 1}, {-1, 1}, {2, 1}})
	{
		ReconnectPolicy policy;
		policy.first = Poco::Timespan(first, 0);
		policy.most = Poco::Timespan(most, 0);
		BOOST_CHECK_THROW(Backoff{policy}, Poco::InvalidArgumentException);
	}
}


BOOST_AUTO_TEST_SUITE_END()
