//
// HeadersTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Headers.h"
#include "support/AllocationCounter.h"
#include "support/Bytes.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


Headers abc()
{
	Headers headers;
	headers.add("A", "1");
	headers.add("B", "2");
	headers.add("a", "3");
	return headers;
}


const std::string_view BAD_NAMES[] = {"", " ", "a b", "a:", "a\r", "a\n", "a\t", "(a)", "a\xc3\xa4", std::string_view("a\0", 2), "a,b"};
const std::string_view BAD_VALUES[] = {"a\r\nX: y", "a\rb", "a\nb", std::string_view("a\0b", 3), "a\x7f", "a\x1b", "\x01"};


} // namespace


BOOST_AUTO_TEST_SUITE(HeadersTest)


BOOST_AUTO_TEST_CASE(keepsFieldsInOrderAndAsTheyWereWritten)
{
	BOOST_TEST(abc().wire() == "A: 1\r\nB: 2\r\na: 3\r\n");
	BOOST_TEST(abc().size() == 3u);
	BOOST_TEST(!abc().empty());
	BOOST_TEST(Headers().empty());
}


BOOST_AUTO_TEST_CASE(findsNamesInAnyCase)
{
	Headers headers;
	headers.add("Sec-WebSocket-Key", "x");
	BOOST_TEST(headers.get("sec-websocket-key") == "x");
	BOOST_TEST(headers.has("SEC-WEBSOCKET-KEY"));
	BOOST_TEST(!headers.has("Sec-WebSocket"));
}


BOOST_AUTO_TEST_CASE(getsTheFirstAndOtherwiseTheGivenValue)
{
	BOOST_TEST(abc().get("a") == "1");
	BOOST_TEST(abc().get("c") == "");
	BOOST_TEST(abc().get("c", "none") == "none");
}


BOOST_AUTO_TEST_CASE(getsAllOfAName)
{
	const Headers headers = abc();
	const auto values = headers.getAll("A");
	BOOST_TEST(values.size() == 2u);
	BOOST_TEST((values[0] == "1" && values[1] == "3"));
	BOOST_TEST(headers.count("a") == 2u);
	BOOST_TEST(headers.count("c") == 0u);
}


BOOST_AUTO_TEST_CASE(joinsRepeatedFieldsIntoAList)
{
	BOOST_TEST(abc().joined("a") == "1, 3");
	BOOST_TEST(abc().joined("b") == "2");
	BOOST_TEST(abc().joined("c") == "");
}


BOOST_AUTO_TEST_CASE(joinsAnEmptyFieldAsAnEmptyElement)
{
	Headers headers;
	headers.add("a", "");
	headers.add("a", "x");
	BOOST_TEST(headers.joined("a") == ", x");
}


BOOST_AUTO_TEST_CASE(iteratesOverFields)
{
	std::string seen;
	for (const auto& [name, value]: abc()) seen.append(name).append("=").append(value).append(" ");
	BOOST_TEST(seen == "A=1 B=2 a=3 ");
}


BOOST_AUTO_TEST_CASE(valuesWithColonsAndEmptyValuesAreRead)
{
	Headers headers;
	headers.add("Host", "example.com: 80: x");
	headers.add("Empty", "");
	headers.add("Last", "y");
	BOOST_TEST(headers.get("host") == "example.com: 80: x");
	BOOST_TEST(headers.has("empty"));
	BOOST_TEST(headers.get("last") == "y");
}


BOOST_AUTO_TEST_CASE(setReplacesAllOfTheName)
{
	Headers headers = abc();
	headers.set("A", "4");
	BOOST_TEST(headers.getAll("a").size() == 1u);
	BOOST_TEST(headers.get("a") == "4");
	BOOST_TEST(headers.get("b") == "2");
	BOOST_TEST(headers.size() == 2u);
}


BOOST_AUTO_TEST_CASE(setAddsWhatWasNotThere)
{
	Headers headers = abc();
	headers.set("C", "4");
	BOOST_TEST(headers.wire() == "A: 1\r\nB: 2\r\na: 3\r\nC: 4\r\n");
}


BOOST_AUTO_TEST_CASE(setTakesAViewOfItself)
{
	Headers headers = abc();
	headers.set("b", headers.get("a"));
	BOOST_TEST(headers.get("b") == "1");
	headers.add("c", headers.get("b"));
	BOOST_TEST(headers.get("c") == "1");
}


BOOST_AUTO_TEST_CASE(eraseAndClearRemove)
{
	Headers headers = abc();
	headers.erase("a");
	BOOST_TEST(headers.wire() == "B: 2\r\n");
	BOOST_TEST(headers.size() == 1u);
	headers.clear();
	BOOST_TEST(headers.empty());
	BOOST_TEST(headers.wire() == "");
}


BOOST_AUTO_TEST_CASE(blanksAndTabsAroundAValueAreDropped)
{
	Headers headers;
	headers.add("a", " \t x y\t z \t");
	BOOST_TEST(headers.get("a") == "x y\t z");
}


BOOST_AUTO_TEST_CASE(badInput31RefusesMalformedNamesAndChangesNothing)
{
	for (const auto name: BAD_NAMES)
	{
		Headers headers = abc();
		BOOST_CHECK_THROW(headers.add(name, "x"), Poco::InvalidArgumentException);
		BOOST_CHECK_THROW(headers.set(name, "x"), Poco::InvalidArgumentException);
		BOOST_TEST(headers.wire() == abc().wire(), Bytes(name));
	}
}


BOOST_AUTO_TEST_CASE(badInput31RefusesControlCharactersInValuesAndChangesNothing)
{
	for (const auto value: BAD_VALUES)
	{
		Headers headers = abc();
		BOOST_CHECK_THROW(headers.add("X", value), Poco::InvalidArgumentException);
		BOOST_CHECK_THROW(headers.set("A", value), Poco::InvalidArgumentException);
		BOOST_TEST(headers.wire() == abc().wire(), Bytes(value));
	}
}


BOOST_AUTO_TEST_CASE(bytesAboveASCIIMayStandInValues)
{
	Headers headers;
	headers.add("a", "gr\xc3\xbc\xc3\x9f");
	BOOST_TEST(headers.get("a") == "gr\xc3\xbc\xc3\x9f");
}


BOOST_AUTO_TEST_CASE(comparesASCIIWithoutRegardToCase)
{
	BOOST_TEST(equalsIgnoreCase("WebSocket", "wEBsOCKET"));
	BOOST_TEST(!equalsIgnoreCase("websocket", "websockets"));
	BOOST_TEST(!equalsIgnoreCase("[", "{"));
	BOOST_TEST(!equalsIgnoreCase("@", "`"));
}


BOOST_AUTO_TEST_CASE(trimsBlanksAndTabsOnly)
{
	BOOST_TEST(trimmed(" \t a b \t") == "a b");
	BOOST_TEST(trimmed(" \t ") == "");
	BOOST_TEST(trimmed("\ra\n") == "\ra\n");
}


BOOST_AUTO_TEST_CASE(splitsAListAndKeepsEmptyElements)
{
	const auto elements = splitList(" a ,b,, c\t,");
	BOOST_TEST(elements.size() == 5u);
	BOOST_TEST((elements[0] == "a" && elements[1] == "b" && elements[2] == "" && elements[3] == "c" && elements[4] == ""));
}


BOOST_AUTO_TEST_CASE(findsATokenInAList)
{
	BOOST_TEST(listContains("keep-alive, Upgrade", "upgrade"));
	BOOST_TEST(listContains("UPGRADE", "upgrade"));
	BOOST_TEST(listContains("a,\tupgrade\t,b", "upgrade"));
	BOOST_TEST(!listContains("upgrades", "upgrade"));
	BOOST_TEST(!listContains("up grade", "upgrade"));
	BOOST_TEST(!listContains("", "upgrade"));
}


BOOST_AUTO_TEST_CASE(badInput05ListOfNothingButCommasTakesNoMemory)
{
	const std::string commas(100000, ',');
	const AllocationCounter memory;
	const bool found = listContains(commas, "upgrade");
	const std::size_t allocations = memory.count();
	BOOST_TEST(!found);
	BOOST_TEST(allocations == 0);
}


BOOST_AUTO_TEST_SUITE_END()
