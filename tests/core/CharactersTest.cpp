//
// CharactersTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Characters.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


BOOST_AUTO_TEST_SUITE(CharactersTest)


BOOST_AUTO_TEST_CASE(tokensAreWhatRFC9110Says)
{
	const std::string_view separators = "\"(),/:;<=>?@[\\]{}";
	for (int c = 0; c < 256; ++c)
	{
		const bool token = c > 0x20 && c < 0x7f && separators.find(static_cast<char>(c)) == separators.npos;
		if (isTokenCharacter(static_cast<char>(c)) != token) BOOST_ERROR("character " << c);
	}
}


BOOST_AUTO_TEST_CASE(controlCharactersAreThoseBelowTheBlankAndDelete)
{
	for (int c = 0; c < 256; ++c)
	{
		const bool control = (c < 0x20 && c != '\t') || c == 0x7f;
		if (isControlCharacter(static_cast<char>(c)) != control) BOOST_ERROR("character " << c);
	}
}


BOOST_AUTO_TEST_CASE(visibleCharactersArePrintableASCIIWithoutTheBlank)
{
	for (int c = 0; c < 256; ++c)
	{
		if (isVisible(static_cast<char>(c)) != (c > 0x20 && c < 0x7f)) BOOST_ERROR("character " << c);
	}
}


BOOST_AUTO_TEST_CASE(lowerCaseIsThatOfASCII)
{
	for (int c = 0; c < 256; ++c)
	{
		const int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
		if (toLower(static_cast<char>(c)) != static_cast<char>(lower)) BOOST_ERROR("character " << c);
	}
}


BOOST_AUTO_TEST_CASE(printableHidesWhatIsNotPrintable)
{
	BOOST_TEST(printable("plain text") == "plain text");
	BOOST_TEST(printable("a\r\nb\tc\x7f\xc3\xa4") == "a??b?c???");
	BOOST_TEST(printable(std::string(1, '\0')) == "?");
}


BOOST_AUTO_TEST_CASE(printableShows75BytesAtMost)
{
	BOOST_TEST(printable(std::string(75, 'x')) == std::string(75, 'x'));
	BOOST_TEST(printable(std::string(100000, 'x')).size() <= 78u);
}


BOOST_AUTO_TEST_SUITE_END()
