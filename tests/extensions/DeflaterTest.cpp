//
// DeflaterTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Deflater.h"
#include "extensions/Reference.h"
#include "support/Bytes.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


Bytes deflated(Deflater& deflater, std::string_view message)
{
	std::string out;
	deflater.deflate(message, out);
	return out;
}


DeflateOptions withLevel(int level, DeflateStrategy strategy = DeflateStrategy::DEFAULT)
{
	DeflateOptions options;
	options.level = level;
	options.strategy = strategy;
	return options;
}


void checkWindow(const DeflateOptions& options, int windowBits)
	// Text that offers matches at all distances; what lies too far back does not inflate.
{
	BOOST_TEST_INFO_SCOPE("bits " << windowBits << ", level " << options.level << ", strategy " << static_cast<int>(options.strategy));
	std::mt19937 random(51);
	Deflater deflater(options, windowBits);
	ReferenceInflater inflater(windowBits, 1);
	for (std::size_t size: {200, 1000, 3000, 257, 20000})
	{
		const std::string message = textOf(size, random);
		std::string back;
		BOOST_REQUIRE_NO_THROW(back = inflater.inflate(deflated(deflater, message)));
		BOOST_REQUIRE(back == message);
	}
}


} // namespace


BOOST_AUTO_TEST_SUITE(DeflaterTest)


BOOST_AUTO_TEST_CASE(helloIsAsInTheRFC)
{
	Deflater deflater({}, 15);
	BOOST_TEST(deflated(deflater, "Hello") == "f2 48 cd c9 c9 07 00"_hex);
	BOOST_TEST(deflated(deflater, "Hello") == "f2 00 11 00 00"_hex);
	deflater.reset();
	BOOST_TEST(deflated(deflater, "Hello") == "f2 48 cd c9 c9 07 00"_hex);
}


BOOST_AUTO_TEST_CASE(emptyMessageIsOneByteEveryTime)
{
	Deflater deflater({}, 15);
	BOOST_TEST(deflated(deflater, "") == "00"_hex);
	BOOST_TEST(deflated(deflater, "") == "00"_hex);
	BOOST_TEST(deflated(deflater, "Hello") == "f2 48 cd c9 c9 07 00"_hex);
	BOOST_TEST(deflated(deflater, "") == "00"_hex);
	BOOST_TEST(deflated(deflater, "Hello") == "f2 00 11 00 00"_hex);
}


BOOST_AUTO_TEST_CASE(appendsToWhatIsThere)
{
	Deflater deflater({}, 12);
	std::string out = "before";
	deflater.deflate("Hello", out);
	BOOST_TEST(Bytes(out) == "before" + "f2 48 cd c9 c9 07 00"_hex);
}


BOOST_AUTO_TEST_CASE(optionsReachTheCompressor)
{
	const std::string message = repeated("Hello, world! ", 100).string();
	Deflater none(withLevel(0), 12);
	Deflater huffman(withLevel(6, DeflateStrategy::HUFFMAN_ONLY), 12);
	Deflater best(withLevel(9), 12);
	BOOST_TEST(deflated(none, message).size() > 1400u);
	BOOST_TEST(deflated(huffman, message).size() > 400u);
	BOOST_TEST(deflated(best, message).size() < 60u);
}


BOOST_AUTO_TEST_CASE(whatCannotBeCompressedHardlyGrows)
{
	std::mt19937 random(1);
	Deflater deflater({}, 12);
	for (const std::size_t size: {1, 100, 1000, 100000})
	{
		const auto message = bytesOf(size, random);
		BOOST_TEST(deflated(deflater, message).size() <= size + size / 100 + 8);
	}
}


BOOST_AUTO_TEST_CASE(noMatchLiesBeyondTheWindow)
{
	for (int bits = 9; bits <= 15; ++bits)
	{
		for (const int level: {1, 3, 6, 9}) checkWindow(withLevel(level), bits);
	}
}


BOOST_AUTO_TEST_CASE(badInput51NoMatchLiesBeyond256BytesWhenTheWindowHas8Bits)
{
	for (int level = 0; level <= 9; ++level)
	{
		for (int strategy = 0; strategy <= 4; ++strategy) checkWindow(withLevel(level, DeflateStrategy(strategy)), 8);
	}
}


BOOST_AUTO_TEST_SUITE_END()
