//
// UTF8ValidatorTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "UTF8Validator.h"
#include "support/Bytes.h"
#include <boost/test/unit_test.hpp>
#include <vector>


using namespace WS;
using namespace WS::Test;


namespace {


const Bytes VALID[] =
	{
		"00"_hex, "7f"_hex, "c280"_hex, "dfbf"_hex, "e0a080"_hex, "ecbfbf"_hex, "ed9fbf"_hex, "ee8080"_hex, "efbfbd"_hex,
		"efbfbe"_hex, "efbfbf"_hex, "f0908080"_hex, "f3bfbfbf"_hex, "f48fbfbf"_hex, "efbb bf"_hex,
		"cebae1bdb9cf83cebcceb5"_hex, "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121"_hex,
		"f09f9880 20 f09f9880"_hex};


struct Bad
{
	Bytes bytes;
	std::size_t at;
		// the first byte that no continuation could make valid
};


const Bad INVALID[] =
	{
		{"80"_hex, 0}, {"bf"_hex, 0}, {"c0af"_hex, 0}, {"c1bf"_hex, 0}, {"c220"_hex, 1}, {"c2c2"_hex, 1},
		{"e08080"_hex, 1}, {"e09fbf"_hex, 1}, {"e0a020"_hex, 2}, {"eda080"_hex, 1}, {"edbfbf"_hex, 1}, {"ef20"_hex, 1},
		{"f0808080"_hex, 1}, {"f08fbfbf"_hex, 1}, {"f09080c0"_hex, 3}, {"f4908080"_hex, 1}, {"f5808080"_hex, 0},
		{"f888808080"_hex, 0}, {"fc8480808080"_hex, 0}, {"fe"_hex, 0}, {"ff"_hex, 0}, {"c28080"_hex, 2},
		{"cebae1bdb9cf83cebcceb5 eda080 656469746564"_hex, 12}, {"6161616161616161 6161616161616161 ff"_hex, 16}};


std::size_t firstRefused(std::string_view bytes)
	// Fed byte by byte, the byte at which feed says no.
{
	UTF8Validator validator;
	for (std::size_t i = 0; i < bytes.size(); ++i)
	{
		if (!validator.feed(bytes.substr(i, 1))) return i;
	}
	return bytes.size();
}


bool isRefused(std::string_view first, std::string_view second)
{
	UTF8Validator validator;
	return !validator.feed(first) || !validator.feed(second);
}


} // namespace


BOOST_AUTO_TEST_SUITE(UTF8ValidatorTest)


BOOST_AUTO_TEST_CASE(acceptsWhatIsValid)
{
	BOOST_TEST(UTF8Validator::isValid(""));
	for (const Bytes& text: VALID) BOOST_TEST(UTF8Validator::isValid(text), text);
}


BOOST_AUTO_TEST_CASE(refusesWhatIsNot)
{
	for (const Bad& bad: INVALID) BOOST_TEST(!UTF8Validator::isValid(bad.bytes), bad.bytes);
}


BOOST_AUTO_TEST_CASE(acceptsValidTextCutAnywhere)
{
	for (const Bytes& text: VALID)
	{
		for (std::size_t cut = 0; cut <= text.size(); ++cut)
		{
			UTF8Validator validator;
			BOOST_TEST(validator.feed(text.first(cut)), text << " cut at " << cut);
			BOOST_TEST(validator.feed(text.from(cut)), text << " cut at " << cut);
			BOOST_TEST(validator.isComplete());
		}
		BOOST_TEST(firstRefused(text) == text.size(), text);
	}
}


BOOST_AUTO_TEST_CASE(badInput41FailsAtTheFirstBadByte)
{
	for (const Bad& bad: INVALID) BOOST_TEST(firstRefused(bad.bytes) == bad.at, bad.bytes);
}


BOOST_AUTO_TEST_CASE(badInput41FailsInTheChunkThatHoldsTheBadByte)
{
	for (const Bad& bad: INVALID)
	{
		for (std::size_t cut = 0; cut <= bad.bytes.size(); ++cut)
		{
			UTF8Validator validator;
			BOOST_TEST(validator.feed(bad.bytes.first(cut)) == (cut <= bad.at), bad.bytes << " cut at " << cut);
			BOOST_TEST(isRefused(bad.bytes.first(cut), bad.bytes.from(cut)), bad.bytes << " cut at " << cut);
		}
	}
}


BOOST_AUTO_TEST_CASE(agreesWithTheTableOfTheRFCOnAllPairsOfBytes)
{
	for (int first = 0; first < 256; ++first)
	{
		for (int second = 0; second < 256; ++second)
		{
			const std::string pair{static_cast<char>(first), static_cast<char>(second)};
			const bool valid = (first < 0x80 && second < 0x80) || (first >= 0xc2 && first < 0xe0 && (second & 0xc0) == 0x80);
			if (UTF8Validator::isValid(pair) != valid) BOOST_ERROR("pair " << Bytes(pair));
		}
	}
}


BOOST_AUTO_TEST_CASE(textThatEndsWithinACharacterIsNotComplete)
{
	for (const Bytes& text: {"c2"_hex, "e0a0"_hex, "f09f98"_hex, "61f0"_hex})
	{
		UTF8Validator validator;
		BOOST_TEST(validator.isComplete());
		BOOST_TEST(validator.feed(text));
		BOOST_TEST(!validator.isComplete());
		BOOST_TEST(!UTF8Validator::isValid(text));
	}
}


BOOST_AUTO_TEST_CASE(emptyChunkChangesNothing)
{
	UTF8Validator validator;
	BOOST_TEST(validator.feed("f09f"_hex));
	BOOST_TEST(validator.feed(""));
	BOOST_TEST(!validator.isComplete());
	BOOST_TEST(validator.feed("9880"_hex));
	BOOST_TEST(validator.isComplete());
}


BOOST_AUTO_TEST_CASE(resetForgetsTheBeginningOfACharacter)
{
	UTF8Validator validator;
	validator.feed("f09f"_hex);
	validator.reset();
	BOOST_TEST(validator.isComplete());
	BOOST_TEST(validator.feed("Hello"));
}


BOOST_AUTO_TEST_CASE(findsABadByteAnywhereInALongText)
{
	const std::string text(300, 'a');
	for (std::size_t i = 0; i < text.size(); ++i)
	{
		std::string bad = text;
		bad[i] = '\x80';
		if (UTF8Validator::isValid(bad)) BOOST_ERROR("bad byte at " << i);
		UTF8Validator validator;
		if (validator.feed(bad)) BOOST_ERROR("fed, bad byte at " << i);
	}
}


BOOST_AUTO_TEST_CASE(readsNothingBehindTheText)
{
	for (std::size_t size = 0; size < 200; ++size)
	{
		const std::vector<char> exactly(size, 'a');         // the address sanitizer sees a byte too far
		BOOST_TEST(UTF8Validator::isValid({exactly.data(), exactly.size()}));
	}
}


BOOST_AUTO_TEST_SUITE_END()
