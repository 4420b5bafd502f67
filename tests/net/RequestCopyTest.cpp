//
// RequestCopyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/RequestCopy.h"
#include "support/Head.h"
#include <Poco/Net/HTTPServerRequest.h>
#include <boost/test/unit_test.hpp>
#include <sstream>


using namespace WS;
using namespace WS::Test;
using Net::copyRequest;


namespace {


Poco::Net::HTTPRequest parsed(const Head& head)
	/// As Poco parses it.
{
	std::istringstream stream(head.bytes().string());
	Poco::Net::HTTPRequest request;
	request.read(stream);
	return request;
}


Headers headersOf(const Head& head)
{
	Request request;
	BOOST_TEST(copyRequest(parsed(head), request));
	return request.headers;
}


bool copies(const Head& head)
{
	Request request;
	return copyRequest(parsed(head), request);
}


} // namespace


BOOST_AUTO_TEST_SUITE(RequestCopyTest)


BOOST_AUTO_TEST_CASE(copiesTheWholeHead)
{
	Request request;

	BOOST_TEST(copyRequest(parsed(Head::request().line("GET /chat?room=%C3%A4 HTTP/1.1").add("X-Empty", "")), request));

	BOOST_TEST(request.method == "GET");
	BOOST_TEST(request.target == "/chat?room=%C3%A4");
	BOOST_TEST(request.version == "HTTP/1.1");
	BOOST_TEST(request.headers.get("sec-websocket-key") == KEY);
	BOOST_TEST(request.headers.has("X-Empty"));
	BOOST_TEST(request.headers.size() == 6U);
}


BOOST_AUTO_TEST_CASE(fieldsOfOneNameBecomeAList)
{
	const auto headers = headersOf(Head::request().add("Sec-WebSocket-Protocol", "a, b").add("X-Other", "1").add("sec-websocket-protocol", "c"));

	BOOST_TEST(headers.count("Sec-WebSocket-Protocol") == 1U);
	BOOST_TEST(headers.get("Sec-WebSocket-Protocol") == "a, b, c");
}


BOOST_AUTO_TEST_CASE(cookiesAreJoinedAsCookies)
{
	BOOST_TEST(headersOf(Head::request().add("Cookie", "a=1").add("Cookie", "b=2")).get("Cookie") == "a=1; b=2");
}


BOOST_AUTO_TEST_CASE(badInput07FieldsThatMustNotRepeatStayTwo)
{
	for (const auto* name: {"Host", "Content-Length", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Authorization"})
	{
		const auto headers = headersOf(Head("GET / HTTP/1.1").add(name, "1").add(name, "2"));
		BOOST_TEST(headers.count(name) == 2U);
	}
}


BOOST_AUTO_TEST_CASE(badInput13LineEndsHiddenInEncodedWordsAreRefused)
{
	BOOST_TEST(!copies(Head::request().add("X-Name", "=?UTF-8?Q?a=0D=0AX-Evil:_1?=")));
	BOOST_TEST(!copies(Head::request().add("Sec-WebSocket-Protocol", "=?UTF-8?B?YQ0KYg==?=")));
}


BOOST_AUTO_TEST_CASE(badInput11ControlCharactersAndBadNamesAreRefused)
{
	BOOST_TEST(!copies(Head::request().add("X-Name", std::string("a\0b", 3))));
	BOOST_TEST(!copies(Head::request().add("X-Name", "a\x01")));
	BOOST_TEST(!copies(Head::request().add("X-Name", "a\x7f")));
	BOOST_TEST(!copies(Head::request().raw("X Name: a")));
	BOOST_TEST(!copies(Head::request().raw("X-Name : a")));
	BOOST_TEST(!copies(Head::request().raw(": a")));
}


BOOST_AUTO_TEST_CASE(badInput16TargetsOutsidePrintableASCIIAreRefused)
{
	BOOST_TEST(!copies(Head::request().line("GET /\xc3\xa4 HTTP/1.1")));
	BOOST_TEST(!copies(Head::request().line("GET /\x01 HTTP/1.1")));
}


BOOST_AUTO_TEST_CASE(anUpgradeIsFoundInLists)
{
	BOOST_TEST(Net::asksForWebSocket(parsed(Head::request())));
	BOOST_TEST(Net::asksForWebSocket(parsed(Head("GET / HTTP/1.1").add("upgrade", "h2c, WebSocket"))));
	BOOST_TEST(Net::asksForWebSocket(parsed(Head("GET / HTTP/1.1").add("Upgrade", "h2c").add("Upgrade", "websocket"))));
	BOOST_TEST(!Net::asksForWebSocket(parsed(Head("GET / HTTP/1.1").add("Upgrade", "h2c"))));
	BOOST_TEST(!Net::asksForWebSocket(parsed(Head("GET / HTTP/1.1"))));
}


BOOST_AUTO_TEST_CASE(aPathIsTheTargetWithoutItsQuery)
{
	BOOST_TEST(Net::pathOf("/") == "/");
	BOOST_TEST(Net::pathOf("/a/b?c=/d?e") == "/a/b");
	BOOST_TEST(Net::pathOf("http://example.com/a?b") == "/a");
	BOOST_TEST(Net::pathOf("http://example.com") == "/");
	BOOST_TEST(Net::pathOf("http://example.com?a/b") == "/");
	BOOST_TEST(Net::pathOf("/?u=http://example.com/a") == "/");
	BOOST_TEST(Net::pathOf("*") == "*");
	BOOST_TEST(Net::pathOf("") == "");
}


BOOST_AUTO_TEST_SUITE_END()
