//
// ErrorTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Error.h"
#include <boost/test/unit_test.hpp>
#include <set>


using namespace WS;


namespace {


struct Row
{
	Error error;
	int code;
	int status;
};


const Row ROWS[] =
	{
		{Error::HEAD_SYNTAX, 1002, 400},
		{Error::REQUEST_LINE_TOO_LONG, 1002, 414},
		{Error::HEAD_TOO_LARGE, 1002, 431},
		{Error::HTTP_VERSION, 1002, 505},
		{Error::METHOD, 1002, 405},
		{Error::TARGET, 1002, 400},
		{Error::HOST, 1002, 400},
		{Error::BODY, 1002, 400},
		{Error::NOT_A_WEBSOCKET_REQUEST, 1002, 400},
		{Error::VERSION, 1002, 426},
		{Error::KEY, 1002, 400},
		{Error::DRAFT_KEY, 1002, 400},
		{Error::SUBPROTOCOLS, 1002, 400},
		{Error::REFUSED, 1002, 403},
		{Error::TOO_MUCH_BEFORE_START, 1002, 431},
		{Error::RESPONSE_SYNTAX, 1002, 0},
		{Error::RESPONSE_TOO_LARGE, 1002, 0},
		{Error::INTERIM_RESPONSES, 1002, 0},
		{Error::STATUS, 1002, 0},
		{Error::UPGRADE, 1002, 0},
		{Error::CONNECTION, 1002, 0},
		{Error::ACCEPT, 1002, 0},
		{Error::SUBPROTOCOL, 1002, 0},
		{Error::EXTENSION, 1010, 0},
		{Error::PROXY_STATUS, 1014, 0},
		{Error::PROXY_ENDED, 1006, 0},
		{Error::SOCKS_SYNTAX, 1002, 0},
		{Error::SOCKS_METHOD, 1014, 0},
		{Error::SOCKS_CREDENTIALS, 1014, 0},
		{Error::SOCKS_REPLY, 1014, 0},
		{Error::RESERVED_BITS, 1002, 0},
		{Error::UNKNOWN_OPCODE, 1002, 0},
		{Error::FRAGMENTED_CONTROL, 1002, 0},
		{Error::CONTROL_TOO_LONG, 1002, 0},
		{Error::UNFINISHED_MESSAGE, 1002, 0},
		{Error::UNEXPECTED_CONTINUATION, 1002, 0},
		{Error::UNMASKED, 1002, 0},
		{Error::MASKED, 1002, 0},
		{Error::LENGTH_NOT_MINIMAL, 1002, 0},
		{Error::LENGTH_TOP_BIT, 1002, 0},
		{Error::MESSAGE_TOO_LONG, 1009, 0},
		{Error::TOO_MANY_FRAGMENTS, 1008, 0},
		{Error::INVALID_UTF8, 1007, 0},
		{Error::CLOSE_LENGTH, 1002, 0},
		{Error::CLOSE_CODE, 1002, 0},
		{Error::CLOSE_REASON, 1002, 0},
		{Error::NO_RANDOMNESS, 1011, 0}};


} // namespace


BOOST_AUTO_TEST_SUITE(ErrorTest)


BOOST_AUTO_TEST_CASE(everyErrorHasItsCloseCodeAndStatus)
{
	for (const Row& row: ROWS)
	{
		const Failure failure(row.error);
		BOOST_TEST_CONTEXT(failure.message)
		{
			BOOST_CHECK(failure.error == row.error);
			BOOST_TEST(static_cast<int>(failure.code) == row.code);
			BOOST_TEST(failure.status == row.status);
		}
	}
}


BOOST_AUTO_TEST_CASE(everyErrorHasATextOfItsOwn)
{
	std::set<std::string> texts;
	for (const Row& row: ROWS) texts.insert(Failure(row.error).message);
	BOOST_TEST(texts.size() == std::size(ROWS));
	BOOST_TEST(texts.count("") == 0u);
}


BOOST_AUTO_TEST_CASE(everyTextFitsIntoACloseFrame)
{
	for (const Row& row: ROWS) BOOST_TEST(Failure(row.error).message.size() <= MAX_CLOSE_REASON);
}


BOOST_AUTO_TEST_CASE(detailStandsBehindTheText)
{
	const std::string plain = Failure(Error::VERSION).message;
	const std::string detailed = Failure(Error::VERSION, "99").message;
	BOOST_TEST(detailed.starts_with(plain));
	BOOST_TEST(detailed.ends_with("99"));
}


BOOST_AUTO_TEST_SUITE_END()
