//
// CodecPoolTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CodecPool.h"
#include "support/Bytes.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(CodecPoolTest)


BOOST_AUTO_TEST_CASE(whatWasGivenLastIsTakenFirst)
{
	CodecPool pool({});
	auto first = pool.takeDeflater(12);
	auto second = pool.takeDeflater(12);
	const auto* last = second.get();
	pool.give(std::move(first));
	pool.give(std::move(second));
	BOOST_TEST(pool.takeDeflater(12).get() == last);
}


BOOST_AUTO_TEST_CASE(windowsAreNotMixedUp)
{
	CodecPool pool({});
	pool.give(pool.takeInflater(9));
	pool.give(pool.takeInflater(15));
	BOOST_TEST(pool.takeInflater(9)->windowBits() == 9);
	BOOST_TEST(pool.takeInflater(12)->windowBits() == 12);
}


BOOST_AUTO_TEST_CASE(whatIsTakenHasNoHistory)
{
	CodecPool pool({});
	for (int i = 0; i < 3; ++i)
	{
		auto deflater = pool.takeDeflater(12);
		auto inflater = pool.takeInflater(12);
		std::string compressed, message;
		deflater->deflate("Hello", compressed);
		BOOST_TEST(Bytes(compressed) == "f2 48 cd c9 c9 07 00"_hex);
		inflater->inflate(compressed, message, 100);
		BOOST_TEST(inflater->window() == "Hello");
		pool.give(std::move(deflater));
		pool.give(std::move(inflater));
		BOOST_TEST(pool.takeInflater(12)->window() == "");
	}
}


BOOST_AUTO_TEST_CASE(windowsThatNobodyAsksForAreNotKeptForEver)
{
	CodecPool pool({});
	std::vector<std::unique_ptr<Inflater>> taken;
	for (std::size_t i = 0; i < CodecPool::MAX_KEPT; ++i) taken.push_back(pool.takeInflater(9));
	for (auto& inflater: taken) pool.give(std::move(inflater));
	pool.give(pool.takeInflater(15));
	BOOST_TEST(pool.size() == CodecPool::MAX_KEPT);
	const auto wanted = pool.takeInflater(15);
	BOOST_TEST(pool.size() == CodecPool::MAX_KEPT - 1);
}


BOOST_AUTO_TEST_CASE(keepsSoManyOnly)
{
	CodecPool pool({});
	std::vector<std::unique_ptr<Inflater>> taken;
	for (std::size_t i = 0; i < CodecPool::MAX_KEPT + 3; ++i) taken.push_back(pool.takeInflater(9));
	for (auto& inflater: taken) pool.give(std::move(inflater));
	BOOST_TEST(pool.size() == CodecPool::MAX_KEPT);
	pool.give(std::unique_ptr<Inflater>());
	BOOST_TEST(pool.size() == CodecPool::MAX_KEPT);
}


BOOST_AUTO_TEST_SUITE_END()
