//
// ExtensionHeaderTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionHeader.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


namespace {


std::string read(const std::string& header)
	/// As it is written again; "malformed" if it is.
{
	const auto elements = parseExtensions(header);
	if (!elements) return "malformed";
	std::string written;
	for (const auto& element: *elements) appendExtension(written, element.name, element.params);
	return written;
}


std::string repeated(std::string_view text, std::size_t count, std::string_view separator)
{
	std::string result;
	for (std::size_t i = 0; i < count; ++i) result.append(i == 0 ? "" : separator).append(text);
	return result;
}


} // namespace


BOOST_AUTO_TEST_SUITE(ExtensionHeaderTest)


BOOST_AUTO_TEST_CASE(emptyHeaderHasNoExtensions)
{
	BOOST_TEST(parseExtensions("")->empty());
}


BOOST_AUTO_TEST_CASE(elementsAndParametersKeepTheirOrder)
{
	const auto elements = parseExtensions("a, b; x; y=1, a; y=2");
	BOOST_REQUIRE(elements);
	const std::vector<ExtensionElement> wanted = {{"a", {}}, {"b", {{"x"}, {"y", "1"}}}, {"a", {{"y", "2"}}}};
	BOOST_TEST((*elements == wanted));
}


BOOST_AUTO_TEST_CASE(parametersMayRepeat)
{
	const auto elements = parseExtensions("a; x=1; x; x=2");
	BOOST_REQUIRE(elements);
	const auto& params = elements->front().params;
	BOOST_TEST(params.count("x") == 3);
	BOOST_TEST(params.find("x")->value.value() == "1");
	BOOST_TEST(!params.find("X"));
}


BOOST_AUTO_TEST_CASE(blanksMayStandBetweenButNotAtTheEnds)
{
	BOOST_TEST(read("a \t, b\t;x = 1 ; y") == "a, b; x=1; y");
	BOOST_TEST(read(" a") == "malformed");
	BOOST_TEST(read("a ") == "malformed");
	BOOST_TEST(read("a; x=\"1\"\t") == "malformed");
	BOOST_TEST(read(" ") == "malformed");
}


BOOST_AUTO_TEST_CASE(quotedValuesAreTokensOnceTheyAreRead)
{
	BOOST_TEST(read("a; x=\"1\"") == "a; x=1");
	BOOST_TEST(read("a; x=\"h\\i\" , b") == "a; x=hi, b");
	for (const char* value: {"\"\"", "\"a b\"", "\"a,b\"", "\"a\\\"b\"", "\"a\\\\b\"", "\"\x01\"", "\"\xc3\xa4\""})
	{
		BOOST_TEST(read(std::string("a; x=") + value) == "malformed");
	}
}


BOOST_AUTO_TEST_CASE(badInput18MalformedHeaders)
{
	for (const char* header:
		{",", "a,", ",a", "a,,b", "a, ,b", "a;", ";", "a;;x", "a; x=", "a; =1", "a; x==1", "a b", "a; x y", "a; x=1 2", "a; x=\"1", "a; x=\"1\\",
			"a; x=\"1\"2", "a; x=1\"2\"", "\"a\"", "a@b", "a; x=\"", "a/b", "a\x01", "a; x=\x7f"})
	{
		BOOST_TEST_CONTEXT(header)
		BOOST_TEST(read(header) == "malformed");
	}
	BOOST_TEST(!parseExtensions(std::string_view("a\0b", 3)));
}


BOOST_AUTO_TEST_CASE(badInput18NamesLikeThoseOfScriptsAreOrdinary)
{
	BOOST_TEST(read("__proto__; hasOwnProperty; constructor=toString") == "__proto__; hasOwnProperty; constructor=toString");
}


BOOST_AUTO_TEST_CASE(badInput18TooMuchIsMalformed)
{
	BOOST_TEST(read(repeated("a", 16, ", ")) != "malformed");
	BOOST_TEST(read(repeated("a", 17, ", ")) == "malformed");
	BOOST_TEST(read("a; " + repeated("x", 16, "; ")) != "malformed");
	BOOST_TEST(read("a; " + repeated("x", 17, "; ")) == "malformed");
	BOOST_TEST(read(std::string(4096, 'a')) != "malformed");
	BOOST_TEST(read(std::string(4097, 'a')) == "malformed");
	BOOST_TEST(read("a; x=\"" + repeated("\\c", 500000, "")) == "malformed");
}


BOOST_AUTO_TEST_SUITE_END()
