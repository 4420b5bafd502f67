//
// ExcerptTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Excerpt.h"
#include <boost/test/unit_test.hpp>


using WS::Net::excerptOf;


BOOST_AUTO_TEST_SUITE(ExcerptTest)


BOOST_AUTO_TEST_CASE(textIsQuotedInOneLine)
{
	BOOST_TEST(excerptOf("no entry") == " (no entry)");
	BOOST_TEST(excerptOf("\r\n {\n\t\"error\": 5\n}\n") == " ({ \"error\": 5 })");
}


BOOST_AUTO_TEST_CASE(whatIsNotPrintableIsNotShown)
{
	BOOST_TEST(excerptOf("a\x1b[1m\xc2\x9b\x7f.") == " (a?[1m???.)");
	BOOST_TEST(excerptOf(std::string_view("\0", 1)) == " (?)");
}


BOOST_AUTO_TEST_CASE(longTextIsCut)
{
	BOOST_TEST(excerptOf(std::string(100, 'x')) == " (" + std::string(100, 'x') + ")");
	BOOST_TEST(excerptOf(std::string(101, 'x')) == " (" + std::string(100, 'x') + "...)");
}


BOOST_AUTO_TEST_CASE(markupAndNothingAreLeftOut)
{
	for (const char* body: {"", " \r\n", "<html>no</html>", "\n <?xml version='1.0'?>"}) BOOST_TEST(excerptOf(body) == "");
}


BOOST_AUTO_TEST_SUITE_END()
