//
// RedirectsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Redirects.h"
#include <Poco/Net/NetException.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using WS::Net::Redirects;


namespace {


Response redirect(const std::string& location, int status = 302)
{
	Response response;
	response.status = status;
	response.headers.add("Location", location);
	return response;
}


std::string followed(const std::string& uri, const std::string& location)
{
	Redirects redirects(Poco::URI(uri), 5);
	redirects.follow(redirect(location));
	return redirects.uri().toString();
}


bool isRefused(const std::string& uri, const std::string& location)
	/// And says so with the status, and stays.
{
	Redirects redirects(Poco::URI(uri), 5);
	try
	{
		redirects.follow(redirect(location, 307));
		return false;
	}
	catch (const Poco::Net::WebSocketException& exception)
	{
		return exception.code() == 307 && redirects.uri() == Poco::URI(uri) && exception.displayText().find("secret") == std::string::npos;
	}
}


Headers secrets()
{
	Headers headers;
	for (const char* name: {"Authorization", "Cookie", "Proxy-Authorization", "X-API-Key"}) headers.add(name, "secret");
	return headers;
}


} // namespace


BOOST_AUTO_TEST_SUITE(RedirectsTest)


BOOST_AUTO_TEST_CASE(theLocationIsResolvedAgainstTheURL)
{
	BOOST_TEST(followed("ws://a/b/c?d", "/e?f") == "ws://a/e?f");
	BOOST_TEST(followed("ws://a:81/b/c", "e") == "ws://a:81/b/e");
	BOOST_TEST(followed("ws://a/b/c", "../e") == "ws://a/e");
	BOOST_TEST(followed("ws://a/b", "//x/e") == "ws://x/e");
	BOOST_TEST(followed("ws://a/b", "ws://x:8080/e") == "ws://x:8080/e");
	BOOST_TEST(followed("ws://a/b", "?x") == "ws://a/b?x");
	BOOST_TEST(followed("ws://a/b", "/e#fragment") == "ws://a/e");
}


BOOST_AUTO_TEST_CASE(httpMeansWsAndHttpsWss)
{
	BOOST_TEST(followed("ws://a/", "http://x/e") == "ws://x/e");
	BOOST_TEST(followed("ws://a/", "https://x/e") == "wss://x/e");
	BOOST_TEST(followed("wss://a/", "HTTPS://x/e") == "wss://x/e");
	BOOST_TEST(followed("ws://a/", "https://x:8443/e") == "wss://x:8443/e");
}


BOOST_AUTO_TEST_CASE(onlyRedirectsAreFollowedAndOnlyIfAllowed)
{
	const Redirects redirects(Poco::URI("ws://a/"), 1);
	for (const int status: {301, 302, 303, 307, 308}) BOOST_TEST(redirects.applyTo(redirect("/", status)));
	for (const int status: {101, 200, 300, 304, 305, 401, 503}) BOOST_TEST(!redirects.applyTo(redirect("/", status)));
	Response nowhere;
	nowhere.status = 302;
	BOOST_TEST(!redirects.applyTo(nowhere));
	BOOST_TEST(!Redirects(Poco::URI("ws://a/"), 0).applyTo(redirect("/")));
}


BOOST_AUTO_TEST_CASE(badInput32ALoopEndsAtTheLimit)
{
	Redirects redirects(Poco::URI("ws://a/"), 5);
	for (int i = 0; i < 5; ++i) redirects.follow(redirect("/"));
	BOOST_CHECK_EXCEPTION(redirects.follow(redirect("/")), Poco::Net::WebSocketException,
		[](const Poco::Exception& exception) { return exception.message() == "too many redirects, at most 5 wanted" && exception.code() == 302; });
}


BOOST_AUTO_TEST_CASE(badInput32FromWssToWsIsRefused)
{
	BOOST_TEST(isRefused("wss://a/", "ws://a/"));
	BOOST_TEST(isRefused("wss://a/", "http://a:443/"));
	BOOST_TEST(followed("ws://a/", "wss://a/") == "wss://a/");
}


BOOST_AUTO_TEST_CASE(badInput32WhatIsNoURLIsRefused)
{
	for (const char* location: {"ftp://a/", "javascript:alert(1)", "http://", "ws://a:99999/", "ws://a:port/", "ws://[::1/", "http://a b/", "%zz", "ws://x, ws://y"})
	{
		BOOST_TEST_INFO_SCOPE(location);
		BOOST_TEST(isRefused("ws://u:secret@a/", location));
	}
}


BOOST_AUTO_TEST_CASE(theSameOriginSeesEverything)
{
	Redirects redirects(Poco::URI("ws://user:secret@A/b"), 5);
	for (const char* location: {"/c", "ws://a/", "http://a:80/"})
	{
		redirects.follow(redirect(location));
		BOOST_TEST(redirects.uri().getUserInfo() == "user:secret");
		BOOST_TEST(redirects.allowed(secrets()).size() == 4u);
	}
}


BOOST_AUTO_TEST_CASE(theSameOriginSeesWhatIsEncodedInCredentials)
{
	for (const char* userInfo: {"user:100%25", "us%3Aer:%2541%20"})
	{
		const Poco::URI uri("ws://" + std::string(userInfo) + "@a/");
		Redirects redirects(uri, 5);
		redirects.follow(redirect("/b"));
		BOOST_TEST(redirects.uri().getUserInfo() == uri.getUserInfo());
	}
}


BOOST_AUTO_TEST_CASE(badInput32AnotherOriginSeesNoCredentials)
{
	for (const char* location: {"ws://x/", "//a:81/", "https://a/", "ws://evil:pass@x/"})
	{
		Redirects redirects(Poco::URI("ws://user:secret@a/"), 5);
		redirects.follow(redirect(location));
		BOOST_TEST(redirects.uri().getUserInfo() == "");
		BOOST_TEST(redirects.allowed(secrets()).empty());
	}
}


BOOST_AUTO_TEST_CASE(badInput32CredentialsStayDroppedOnTheWayBack)
{
	Redirects redirects(Poco::URI("ws://user:secret@a/"), 5);
	redirects.follow(redirect("ws://x/"));
	redirects.follow(redirect("ws://a/"));
	BOOST_TEST(redirects.uri().getUserInfo() == "");
	BOOST_TEST(redirects.allowed(secrets()).empty());
}


BOOST_AUTO_TEST_CASE(anotherOriginSeesHarmlessHeaders)
{
	Headers headers = secrets();
	headers.add("user-agent", "test");
	headers.add("Accept-Language", "de");
	headers.add("Origin", "https://page");
	Redirects redirects(Poco::URI("ws://a/"), 5);
	redirects.follow(redirect("ws://x/"));
	BOOST_TEST(redirects.allowed(headers).wire() == "user-agent: test\r\nAccept-Language: de\r\nOrigin: https://page\r\n");
}


BOOST_AUTO_TEST_SUITE_END()
