//
// HTTPTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/HTTP.h"
#include "support/Head.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


bool isWebSocket(const Head& head)
{
	return WS::isWebSocket(head.parsed());
}


bool isSecure(const std::string& name, const std::string& value)
{
	return isSecureRequest(Head::request().add(name, value).parsed(), false);
}


} // namespace


BOOST_AUTO_TEST_SUITE(HTTPTest)


BOOST_AUTO_TEST_CASE(recognisesAnUpgradeToWebSocket)
{
	BOOST_TEST(isWebSocket(Head::request()));
}


BOOST_AUTO_TEST_CASE(badInput05UpgradeAndConnectionMayBeListsInAnyCase)
{
	BOOST_TEST(isWebSocket(Head::request().set("Connection", "keep-alive, UPGRADE")));
	BOOST_TEST(isWebSocket(Head::request().set("Connection", "Upgrade,\tkeep-alive")));
	BOOST_TEST(isWebSocket(Head::request().set("Connection", "keep-alive").add("Connection", "upgrade")));
	BOOST_TEST(isWebSocket(Head::request().set("Upgrade", "WebSocket")));
	BOOST_TEST(isWebSocket(Head::request().set("Upgrade", "h2c, websocket")));
}


BOOST_AUTO_TEST_CASE(badInput05OtherTokensAreNoUpgradeToWebSocket)
{
	BOOST_TEST(!isWebSocket(Head::request().without("Upgrade")));
	BOOST_TEST(!isWebSocket(Head::request().without("Connection")));
	BOOST_TEST(!isWebSocket(Head::request().set("Upgrade", "h2c")));
	BOOST_TEST(!isWebSocket(Head::request().set("Upgrade", "websockets")));
	BOOST_TEST(!isWebSocket(Head::request().set("Upgrade", "web socket")));
	BOOST_TEST(!isWebSocket(Head::request().set("Connection", "close")));
	BOOST_TEST(!isWebSocket(Head::request().set("Connection", "")));
}


BOOST_AUTO_TEST_CASE(onlyGETAsksForAnUpgrade)
{
	BOOST_TEST(!isWebSocket(Head::request().line("POST /chat HTTP/1.1")));
	BOOST_TEST(!isWebSocket(Head::request().line("get /chat HTTP/1.1")));
}


BOOST_AUTO_TEST_CASE(keyAndVersionAreNotLookedAt)
{
	BOOST_TEST(isWebSocket(Head::request().without("Sec-WebSocket-Key").without("Sec-WebSocket-Version")));
}


BOOST_AUTO_TEST_CASE(requestIsSecureOverTLSOrWhenAProxySaysSo)
{
	BOOST_TEST(!isSecureRequest(Head::request().parsed(), false));
	BOOST_TEST(isSecureRequest(Head::request().parsed(), true));
	BOOST_TEST(isSecure("HTTPS", "on"));
	BOOST_TEST(isSecure("X-Forwarded-SSL", "on"));
	BOOST_TEST(isSecure("X-Forwarded-Scheme", "https"));
	BOOST_TEST(isSecure("X-Forwarded-Proto", "https"));
}


BOOST_AUTO_TEST_CASE(valuesOfAProxyAreComparedExactly)
{
	BOOST_TEST(!isSecure("HTTPS", "off"));
	BOOST_TEST(!isSecure("X-Forwarded-Proto", "http"));
	BOOST_TEST(!isSecure("X-Forwarded-Proto", "HTTPS"));
	BOOST_TEST(!isSecure("X-Forwarded-Proto", "https,http"));
	BOOST_TEST(!isSecure("X-Forwarded-Proto", "wss"));
}


BOOST_AUTO_TEST_SUITE_END()
