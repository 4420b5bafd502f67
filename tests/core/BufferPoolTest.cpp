//
// BufferPoolTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/BufferPool.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


namespace {


std::string bufferOf(std::size_t capacity)
{
	std::string buffer;
	buffer.reserve(capacity);
	buffer = "used";
	return buffer;
}


} // namespace


BOOST_AUTO_TEST_SUITE(BufferPoolTest)


BOOST_AUTO_TEST_CASE(emptyPoolGivesAnEmptyBuffer)
{
	BufferPool pool;
	BOOST_TEST(pool.size() == 0u);
	BOOST_TEST(pool.take().empty());
}


BOOST_AUTO_TEST_CASE(returnedBufferIsTakenAgainEmptyAndWithItsMemory)
{
	BufferPool pool;
	std::string buffer = bufferOf(5000);
	const char* const memory = buffer.data();
	pool.give(std::move(buffer));
	BOOST_TEST(pool.size() == 1u);

	const std::string taken = pool.take();

	BOOST_TEST(pool.size() == 0u);
	BOOST_TEST(taken.empty());
	BOOST_TEST(taken.capacity() >= 5000u);
	BOOST_CHECK(taken.data() == memory);
}


BOOST_AUTO_TEST_CASE(keepsNoMoreThanItsNumberOfBuffers)
{
	BufferPool pool(2);
	for (int i = 0; i < 3; ++i) pool.give(bufferOf(100));
	BOOST_TEST(pool.size() == 2u);
}


BOOST_AUTO_TEST_CASE(keepsNoBufferAboveItsCapacity)
{
	BufferPool pool(2, 1000);
	pool.give(bufferOf(1000));
	pool.give(bufferOf(1001));
	BOOST_TEST(pool.size() == 1u);
}


BOOST_AUTO_TEST_CASE(givenBufferIsEmptyAfterwardsKeptOrNot)
{
	BufferPool pool(1, 1000);
	std::string kept = bufferOf(500);
	std::string freed = bufferOf(5000);
	pool.give(std::move(kept));
	pool.give(std::move(freed));
	BOOST_TEST(kept.empty());
	BOOST_TEST(freed.empty());
	BOOST_TEST(freed.capacity() < 5000u);
}


BOOST_AUTO_TEST_CASE(bufferWithoutMemoryIsNotWorthKeeping)
{
	BufferPool pool;
	pool.give(std::string());
	BOOST_TEST(pool.size() == 0u);
}


BOOST_AUTO_TEST_SUITE_END()
