//
// MaskTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Mask.h"
#include "support/TestFrame.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


Mask rfcMask()
{
	return Mask({'\x37', '\xfa', '\x21', '\x3d'});
}


std::string pattern(std::size_t size)
{
	std::string bytes;
	for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 7 + 1);
	return bytes;
}


} // namespace


BOOST_AUTO_TEST_SUITE(MaskTest)


BOOST_AUTO_TEST_CASE(masksTheExampleOfTheRFC)
{
	std::string bytes = "Hello";
	rfcMask().apply(bytes);
	BOOST_TEST(Bytes(bytes) == "7f 9f 4d 51 58"_hex);
}


BOOST_AUTO_TEST_CASE(masksEverySizeAsByteByByte)
{
	for (std::size_t size = 0; size <= 200; ++size)
	{
		std::string bytes = pattern(size);
		rfcMask().apply(bytes);
		BOOST_TEST(Bytes(bytes) == masked(pattern(size)));
	}
}


BOOST_AUTO_TEST_CASE(masksAtEveryAlignment)
{
	for (std::size_t offset = 0; offset < 64; ++offset)
	{
		std::string bytes = pattern(offset + 100);
		rfcMask().apply(std::span(bytes).subspan(offset));
		BOOST_TEST(Bytes(bytes).from(offset) == masked(Bytes(pattern(offset + 100)).from(offset)));
		BOOST_TEST(Bytes(bytes).first(offset) == pattern(offset));
	}
}


BOOST_AUTO_TEST_CASE(goesOnWhereThePieceBeforeEnded)
{
	for (std::size_t first = 0; first <= 40; ++first)
	{
		for (std::size_t second = first; second <= 40; ++second)
		{
			std::string bytes = pattern(60);
			const std::span<char> span(bytes);
			Mask mask = rfcMask();
			mask.apply(span.first(first));
			mask.apply(span.subspan(first, second - first));
			mask.apply(span.subspan(second));
			BOOST_TEST(Bytes(bytes) == masked(pattern(60)));
		}
	}
}


BOOST_AUTO_TEST_CASE(touchesNothingAroundTheSpan)
{
	std::string bytes = pattern(100);
	rfcMask().apply(std::span(bytes).subspan(30, 13));
	BOOST_TEST(Bytes(bytes).first(30) == Bytes(pattern(100)).first(30));
	BOOST_TEST(Bytes(bytes).from(43) == Bytes(pattern(100)).from(43));
}


BOOST_AUTO_TEST_CASE(keyOfZeroChangesNothing)
{
	std::string bytes = pattern(50);
	Mask({0, 0, 0, 0}).apply(bytes);
	BOOST_TEST(Bytes(bytes) == pattern(50));
}


BOOST_AUTO_TEST_SUITE_END()
