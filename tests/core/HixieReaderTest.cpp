//
// HixieReaderTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HixieReader.h"
#include "support/Bytes.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


std::string read(const Bytes& input, std::size_t maxLength = 1000)
	/// The parts of an input in a few characters: the text, "|" where one ends, "C" for a close, "!" for too long.
{
	HixieReader reader(maxLength);
	std::string bytes = input.string();
	std::span<char> rest(bytes);
	std::string seen;
	while (!rest.empty())
	{
		std::string_view text;
		switch (reader.next(rest, text))
		{
		case HixieReader::Part::NOTHING: break;
		case HixieReader::Part::TEXT: seen.append(text); break;
		case HixieReader::Part::TEXT_END: seen.append(text).append("|"); break;
		case HixieReader::Part::CLOSE: seen.append("C"); break;
		case HixieReader::Part::TOO_LONG: return seen + "! with " + std::to_string(rest.size()) + " left";
		}
	}
	return seen;
}


} // namespace


BOOST_AUTO_TEST_SUITE(HixieReaderTest)


BOOST_AUTO_TEST_CASE(textStandsBetweenAByteWithoutHighBitAndFF)
{
	BOOST_TEST(read("00 48656c6c6f ff"_hex) == "Hello|");
	BOOST_TEST(read("7f 48656c6c6f ff 01 ff"_hex) == "Hello||");
}


BOOST_AUTO_TEST_CASE(textWithoutEndIsHandedOnInPieces)
{
	BOOST_TEST(read("00 48656c"_hex) == "Hel");
}


BOOST_AUTO_TEST_CASE(framesWithALengthAreSkipped)
{
	BOOST_TEST(read("80 03 616263 00 78 ff"_hex) == "x|");
	BOOST_TEST(read("ff 03 61ff63 00 78 ff"_hex) == "x|");
	BOOST_TEST(read("80 81 00"_hex + Bytes(std::string(128, 'a')) + "00 78 ff"_hex) == "x|");
}


BOOST_AUTO_TEST_CASE(onlyFF00IsAClose)
{
	BOOST_TEST(read("ff 00"_hex) == "C");
	BOOST_TEST(read("80 00 fe 00"_hex) == "");
	BOOST_TEST(read("ff 80 00"_hex) == "C");
	BOOST_TEST(read("ff 01 61 80 00 00 78 ff"_hex) == "x|");
}


BOOST_AUTO_TEST_CASE(badInput44LengthIsJudgedAtTheByteThatCrossesTheLimit)
{
	BOOST_TEST(read("80 87 68 61"_hex).empty());                                   // 1000
	BOOST_TEST(read("80 87 69 61 61"_hex) == "! with 2 left");                     // 1001
	BOOST_TEST(read("80 ff ff ff ff ff 7f"_hex) == "! with 4 left");
	BOOST_TEST(read("80 01"_hex, 0) == "! with 0 left");
}


BOOST_AUTO_TEST_CASE(badInput44LengthOfZerosWithoutEndCostsNothing)
{
	BOOST_TEST(read("80"_hex + Bytes(std::string(100000, '\x80')) + "01 61 00 78 ff"_hex) == "x|");
}


BOOST_AUTO_TEST_CASE(badInput44LengthCannotOverflow)
{
	BOOST_TEST(read("80"_hex + Bytes(std::string(9, '\xff')) + "7f"_hex, SIZE_MAX) == "! with 0 left");
}


BOOST_AUTO_TEST_SUITE_END()
