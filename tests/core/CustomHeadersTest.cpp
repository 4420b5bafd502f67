//
// CustomHeadersTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CustomHeaders.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


BOOST_AUTO_TEST_SUITE(CustomHeadersTest)


BOOST_AUTO_TEST_CASE(handshakeOwnsItsHeaders)
{
	for (const char* name:
		{
			"Upgrade", "connection", "HOST", "Content-Length", "Transfer-Encoding", "Sec-WebSocket-Key", "sec-websocket-accept",
			"Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Sec-WebSocket-Version", "Sec-WebSocket-Anything"})
	{
		Headers headers;
		BOOST_TEST(isOwnedByHandshake(name), name);
		BOOST_TEST(!addCustomHeader(headers, name, "x"));
		BOOST_TEST(headers.empty());
	}
}


BOOST_AUTO_TEST_CASE(applicationOwnsTheOthers)
{
	for (const char* name: {"Origin", "Cookie", "Authorization", "User-Agent", "Sec-WebSocket", "Sec-Fetch-Mode", "Content-Type"})
	{
		Headers headers;
		BOOST_TEST(!isOwnedByHandshake(name), name);
		BOOST_TEST(addCustomHeader(headers, name, "x"));
		BOOST_TEST(headers.get(name) == "x");
	}
}


BOOST_AUTO_TEST_CASE(laterValueReplacesAnEarlierOne)
{
	Headers headers;
	addCustomHeader(headers, "Origin", "http://a");
	addCustomHeader(headers, "origin", "http://b");
	BOOST_TEST(headers.getAll("Origin").size() == 1u);
	BOOST_TEST(headers.get("Origin") == "http://b");
}


BOOST_AUTO_TEST_CASE(cookiesAndChallengesMayRepeat)
{
	for (const char* name: {"Set-Cookie", "WWW-Authenticate"})
	{
		Headers headers;
		addCustomHeader(headers, name, "a");
		addCustomHeader(headers, name, "b");
		BOOST_TEST(headers.joined(name) == "a, b");
	}
}


BOOST_AUTO_TEST_SUITE_END()
