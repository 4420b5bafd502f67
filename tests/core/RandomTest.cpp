//
// RandomTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Random.h"
#include "support/Peer.h"
#include <boost/test/unit_test.hpp>
#include <set>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


Options counting(std::vector<std::size_t>& asked)
	/// Bytes 0, 1, 2 ..., and how many were asked for each time.
{
	Options options;
	options.random = [&asked, next = 0](std::span<char> bytes) mutable {
		asked.push_back(bytes.size());
		for (char& byte: bytes) byte = static_cast<char>(next++);
	};
	return options;
}


} // namespace


BOOST_AUTO_TEST_SUITE(RandomTest)


BOOST_AUTO_TEST_CASE(fetchesBlocksAndHandsOutEveryByteOnce)
{
	std::vector<std::size_t> asked;
	const Options options = counting(asked);
	Random random;
	for (int i = 0; i < 1000; i += 4)
	{
		std::string key(4, '\0');
		BOOST_TEST(random.fill(key, options));
		const std::string expected{char(i), char(i + 1), char(i + 2), char(i + 3)};
		if (key != expected) BOOST_ERROR("byte " << i);
	}
	BOOST_TEST(asked.size() < 1000u / 64);
}


BOOST_AUTO_TEST_CASE(fillsMoreThanOneBlockAtOnce)
{
	std::vector<std::size_t> asked;
	const Options options = counting(asked);
	Random random;
	std::string bytes(2000, '\0');
	BOOST_TEST(random.fill(bytes, options));
	for (std::size_t i = 0; i < bytes.size(); ++i)
	{
		if (bytes[i] != static_cast<char>(i)) BOOST_ERROR("byte " << i);
	}
}


BOOST_AUTO_TEST_CASE(asksTheSystemWhenNothingElseIsGiven)
{
	Random random;
	std::set<std::string> keys;
	for (int i = 0; i < 100; ++i)
	{
		std::string key(16, '\0');
		BOOST_TEST(random.fill(key, {}));
		keys.insert(key);
	}
	BOOST_TEST(keys.size() == 100u);
}


BOOST_AUTO_TEST_CASE(twoGeneratorsDiffer)
{
	std::string first(16, '\0'), second(16, '\0');
	BOOST_TEST(Random().fill(first, {}));
	BOOST_TEST(Random().fill(second, {}));
	BOOST_TEST(first != second);
}


BOOST_AUTO_TEST_CASE(badInput67AGeneratorThatThrowsGivesNothing)
{
	Options options;
	options.random = noRandom();
	std::string key(4, 'x');
	Random random;
	BOOST_TEST(!random.fill(key, options));
	BOOST_TEST(!random.fill(key, options));
}


BOOST_AUTO_TEST_CASE(badInput67AGeneratorThatThrowsLaterGivesNothingFromThenOn)
{
	Options options;
	options.random = [calls = 0](std::span<char> bytes) mutable {
		if (calls++ > 0) throw std::runtime_error("no more entropy");
		std::fill(bytes.begin(), bytes.end(), 'r');
	};
	Random random;
	std::string key(4, '\0');
	std::size_t filled = 0;
	while (random.fill(key, options)) ++filled;
	BOOST_TEST(filled > 0u);
	BOOST_TEST(!random.fill(key, options));
}


BOOST_AUTO_TEST_SUITE_END()
