//
// PluginOptionsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/PluginOptions.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


namespace {


template <class Call>
std::string error(const Call& call)
{
	try
	{
		call();
		return {};
	}
	catch (const std::invalid_argument& exception)
	{
		return exception.what();
	}
}


std::string parsed(std::string_view text)
{
	return error([&] { PluginOptions options(text); });
}


} // namespace


BOOST_AUTO_TEST_SUITE(PluginOptionsTest)


BOOST_AUTO_TEST_CASE(valuesAreTakenByKey)
{
	PluginOptions options("a=1,b=,c=x=y z");
	BOOST_TEST(options.take("c").value() == "x=y z");
	BOOST_TEST(options.take("a").value() == "1");
	BOOST_TEST(options.take("b").value() == "");
	BOOST_TEST(!options.take("d"));
	BOOST_TEST(error([&] { options.finish(); }) == "");
}


BOOST_AUTO_TEST_CASE(whatNobodyTakesIsUnknown)
{
	PluginOptions options("a=1,b=2");
	options.take("a");
	BOOST_TEST(error([&] { options.finish(); }) == "unknown option \"b\"");
}


BOOST_AUTO_TEST_CASE(emptyTextHasNone)
{
	BOOST_TEST(error([] { PluginOptions("").finish(); }) == "");
}


BOOST_AUTO_TEST_CASE(malformedTextIsAnError)
{
	BOOST_TEST(parsed("a") == "\"a\" is not key=value");
	BOOST_TEST(parsed("=1") == "\"=1\" is not key=value");
	BOOST_TEST(parsed("a=1,,b=2") == "\"\" is not key=value");
	BOOST_TEST(parsed("a=1,") == "the options end with a comma");
	BOOST_TEST(parsed("a=1,a=1") == "option a is there twice");
}


BOOST_AUTO_TEST_CASE(numbersAreDecimalAndInTheirRange)
{
	PluginOptions options("a=5,b=-3,c=6,d=5x,e=,f=99999999999,g= 5");
	BOOST_TEST(options.number("a", 1, 0, 5) == 5);
	BOOST_TEST(options.number("b", 1, -5, 5) == -3);
	BOOST_TEST(options.number("none", 1, 0, 5) == 1);
	BOOST_TEST(error([&] { options.number("c", 1, 0, 5); }) == "option c is \"6\", not a number from 0 to 5");
	for (const auto key: {"d", "e", "f", "g"}) BOOST_TEST(error([&] { options.number(key, 1, 0, 5); }) != "");
}


BOOST_AUTO_TEST_CASE(flagsAreTrueOrFalse)
{
	PluginOptions options("a=true,b=false,c=yes");
	BOOST_TEST(options.flag("a", false));
	BOOST_TEST(!options.flag("b", true));
	BOOST_TEST(options.flag("none", true));
	BOOST_TEST(error([&] { options.flag("c", true); }) == "option c is \"yes\", not true or false");
}


BOOST_AUTO_TEST_SUITE_END()
