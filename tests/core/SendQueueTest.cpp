//
// SendQueueTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "SendQueue.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


BOOST_AUTO_TEST_SUITE(SendQueueTest)


BOOST_AUTO_TEST_CASE(keepsWhatWasSentInOrder)
{
	SendQueue queue;
	BOOST_TEST(queue.add(Opcode::TEXT, "a", {}, 1000));
	BOOST_TEST(queue.add(Opcode::PING, "", {}, 1000));
	BOOST_TEST(queue.items().size() == 2u);
	BOOST_TEST(queue.items()[0].payload == "a");
	BOOST_CHECK(queue.items()[1].opcode == Opcode::PING);
}


BOOST_AUTO_TEST_CASE(refusesWhatExceedsItsSize)
{
	SendQueue queue;
	BOOST_TEST(!queue.add(Opcode::TEXT, std::string(101, 'x'), {}, 100));
	BOOST_TEST(queue.add(Opcode::TEXT, std::string(60, 'x'), {}, 100));
	BOOST_TEST(!queue.add(Opcode::TEXT, std::string(41, 'x'), {}, 100));
	BOOST_TEST(queue.items().size() == 1u);
}


BOOST_AUTO_TEST_CASE(emptyItemsAreBoundedToo)
{
	SendQueue queue;
	std::size_t count = 0;
	while (count < 1000 && queue.add(Opcode::PONG, "", {}, 1000)) ++count;
	BOOST_TEST(count < 1000u);
}


BOOST_AUTO_TEST_CASE(sizesDoNotOverflow)
{
	SendQueue queue;
	const auto unlimited = static_cast<std::size_t>(-1);
	BOOST_TEST(queue.add(Opcode::TEXT, "a", {}, unlimited));
	BOOST_TEST(queue.add(Opcode::TEXT, "b", {}, unlimited));
	BOOST_TEST(!queue.add(Opcode::TEXT, "c", {}, 0));
}


BOOST_AUTO_TEST_SUITE_END()
