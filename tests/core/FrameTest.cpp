//
// FrameTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Frame.h"
#include <boost/test/unit_test.hpp>
#include <vector>


using namespace WS;


BOOST_AUTO_TEST_SUITE(FrameTest)


BOOST_AUTO_TEST_CASE(closeCodesOfTheRegistryAreSendable)
{
	for (int code: {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
	{
		BOOST_TEST(isSendable(CloseCode(code)), code);
	}
}


BOOST_AUTO_TEST_CASE(closeCodesThatAreReservedOrUnassignedAreNotSendable)
{
	for (int code: {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
	{
		BOOST_TEST(!isSendable(CloseCode(code)), code);
	}
}


BOOST_AUTO_TEST_CASE(closePingAndPongAreControlFrames)
{
	BOOST_TEST(isControl(Opcode::CLOSE));
	BOOST_TEST(isControl(Opcode::PING));
	BOOST_TEST(isControl(Opcode::PONG));
	BOOST_TEST(!isControl(Opcode::CONTINUATION));
	BOOST_TEST(!isControl(Opcode::TEXT));
	BOOST_TEST(!isControl(Opcode::BINARY));
}


BOOST_AUTO_TEST_CASE(reservedBitsAreASet)
{
	const Rsv two = Rsv::RSV1 | Rsv::RSV3;
	BOOST_CHECK((two & Rsv::RSV1) == Rsv::RSV1);
	BOOST_CHECK((two & Rsv::RSV2) == Rsv::NONE);
	BOOST_CHECK((two & Rsv::RSV3) == Rsv::RSV3);
}


BOOST_AUTO_TEST_CASE(takeCopiesWhatSomebodyElseKeeps)
{
	const std::string kept(1000, 'x');
	Message message(Opcode::TEXT, kept);

	BOOST_TEST(message.take() == kept);
	BOOST_TEST(message.payload.empty());
	BOOST_TEST(kept.size() == 1000u);
}


BOOST_AUTO_TEST_CASE(takeMovesAnAssembledMessageOut)
{
	std::string assembled(1000, 'x');
	const char* const bytes = assembled.data();
	Message message(Opcode::BINARY, &assembled);

	const std::string taken = message.take();

	BOOST_CHECK(taken.data() == bytes);
	BOOST_TEST(taken.size() == 1000u);
	BOOST_TEST(message.payload.empty());
}


BOOST_AUTO_TEST_CASE(takeGivesAShortenedViewAsItIs)
{
	std::string assembled = "Hello, world";
	Message message(Opcode::TEXT, &assembled);
	message.payload.remove_suffix(7);

	BOOST_TEST(message.take() == "Hello");
}


BOOST_AUTO_TEST_CASE(takeASecondTimeGivesNothing)
{
	std::string assembled = "Hello";
	Message message(Opcode::TEXT, &assembled);
	message.take();

	BOOST_TEST(message.take().empty());
}


BOOST_AUTO_TEST_CASE(messageKnowsWhetherItIsText)
{
	BOOST_TEST(Message(Opcode::TEXT, "x").isText());
	BOOST_TEST(!Message(Opcode::BINARY, "x").isText());
	BOOST_TEST(!Message().isText());
}


BOOST_AUTO_TEST_SUITE_END()
