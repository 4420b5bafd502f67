//
// ResponseHeadTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ResponseHead.h"
#include "support/Head.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using Result = ResponseHead::Result;


struct Answer
{
	explicit Answer(const Bytes& input, const Options& limits = {}):
		head(limits),
		bytes(input.string())
	{
		std::span<char> rest(bytes);
		result = head.feed(rest, response);
		left = rest.size();
	}

	ResponseHead head;
	std::string bytes;
	Response response;
	Result result;
	std::size_t left;
};


const Bytes CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";


} // namespace


BOOST_AUTO_TEST_SUITE(ResponseHeadTest)


BOOST_AUTO_TEST_CASE(takesTheHeadAndLeavesWhatIsBehind)
{
	const Answer answer(Head("HTTP/1.1 404 Not here").add("A", "b").bytes() + "body");
	BOOST_CHECK(answer.result == Result::COMPLETE);
	BOOST_TEST(answer.response.status == 404);
	BOOST_TEST(answer.response.reason == "Not here");
	BOOST_TEST(answer.response.headers.get("a") == "b");
	BOOST_TEST(answer.left == 4u);
}


BOOST_AUTO_TEST_CASE(badInput27InterimAnswersAreSkipped)
{
	const Answer answer(repeated(CONTINUE, 8) + Head("HTTP/1.1 200 OK").bytes());
	BOOST_CHECK(answer.result == Result::COMPLETE);
	BOOST_TEST(answer.response.status == 200);

	const Answer interim(CONTINUE);
	BOOST_CHECK(interim.result == Result::INCOMPLETE);
	BOOST_TEST(interim.response.status == 0);
}


BOOST_AUTO_TEST_CASE(badInput27TheNinthInterimAnswerIsTooMany)
{
	const Answer answer(repeated(CONTINUE, 9));
	BOOST_CHECK(answer.result == Result::FAILED);
	BOOST_CHECK(answer.head.error() == Error::INTERIM_RESPONSES);
}


BOOST_AUTO_TEST_CASE(aHundredAndOneIsNotInterim)
{
	BOOST_CHECK(Answer(Head::response().bytes()).result == Result::COMPLETE);
}


BOOST_AUTO_TEST_CASE(badInput24WhatIsNoResponseFails)
{
	const Answer garbage("SSH-2.0-OpenSSH\r\n");
	BOOST_CHECK(garbage.result == Result::FAILED);
	BOOST_CHECK(garbage.head.error() == Error::RESPONSE_SYNTAX);
	const Answer folded("HTTP/1.1 200 OK\r\n a\r\n\r\n");
	BOOST_CHECK(folded.head.error() == Error::RESPONSE_SYNTAX);
	BOOST_TEST(!folded.head.detail().empty());
	BOOST_TEST(folded.response.status == 0);
}


BOOST_AUTO_TEST_CASE(badInput27LimitsHoldForEachHead)
{
	Options limits;
	limits.maxHead = 40;
	BOOST_CHECK(Answer(repeated(CONTINUE, 2) + "HTTP/1.1 200 OK\r\n\r\n", limits).result == Result::COMPLETE);
	BOOST_CHECK(Answer("HTTP/1.1 200 OK\r\nA: " + repeated("x", 40), limits).head.error() == Error::RESPONSE_TOO_LARGE);
}


BOOST_AUTO_TEST_SUITE_END()
