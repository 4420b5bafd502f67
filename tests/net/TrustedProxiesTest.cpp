//
// TrustedProxiesTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/TrustedProxies.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <initializer_list>
#include <string>


using WS::Request;
using WS::Net::TrustedProxies;


namespace {


std::string client(const TrustedProxies& proxies, const char* peer, std::initializer_list<std::string> lines)
	/// Of a request from peer with these lines of X-Forwarded-For.
{
	Request request;
	for (const auto& line: lines) request.headers.add("X-Forwarded-For", line);
	return proxies.clientAddress(request, Poco::Net::IPAddress(peer)).toString();
}


std::string behindOne(const std::string& line)
	/// Of a request that the only proxy has handed on.
{
	return client(TrustedProxies().add("10.0.0.1"), "10.0.0.1", {line});
}


} // namespace


BOOST_AUTO_TEST_SUITE(TrustedProxiesTest)


BOOST_AUTO_TEST_CASE(nobodyIsTrustedAtFirst)
{
	BOOST_TEST(TrustedProxies().empty());
	BOOST_TEST(!TrustedProxies().trusts(Poco::Net::IPAddress("127.0.0.1")));
	BOOST_TEST(!TrustedProxies().add("::1").empty());
	BOOST_TEST(client({}, "127.0.0.1", {"192.0.2.1"}) == "127.0.0.1");
}


BOOST_AUTO_TEST_CASE(networksMatchByPrefix)
{
	const auto trusted = [](const char* network, const char* peer) { return TrustedProxies().add(network).trusts(Poco::Net::IPAddress(peer)); };

	BOOST_TEST(trusted("10.0.0.0/8", "10.255.255.255"));
	BOOST_TEST(trusted("10.1.2.3/8", "10.0.0.0"));
	BOOST_TEST(!trusted("10.0.0.0/8", "11.0.0.0"));
	BOOST_TEST(trusted("10.0.0.1", "10.0.0.1"));
	BOOST_TEST(!trusted("10.0.0.1", "10.0.0.2"));
	BOOST_TEST(trusted("192.0.2.128/25", "192.0.2.200"));
	BOOST_TEST(!trusted("192.0.2.128/25", "192.0.2.100"));
	BOOST_TEST(trusted("0.0.0.0/0", "192.0.2.1"));
	BOOST_TEST(!trusted("0.0.0.0/0", "::1"));
	BOOST_TEST(trusted("fd00::/8", "fd12::1"));
	BOOST_TEST(!trusted("fd00::/8", "fe80::1"));
	BOOST_TEST(!trusted("::/0", "192.0.2.1"));
}


BOOST_AUTO_TEST_CASE(anIPv4AddressIsOneHoweverItIsWritten)
{
	const auto trusted = [](const char* network, const char* peer) { return TrustedProxies().add(network).trusts(Poco::Net::IPAddress(peer)); };

	BOOST_TEST(trusted("10.0.0.0/8", "::ffff:10.1.2.3"));
	BOOST_TEST(trusted("::ffff:10.0.0.1", "10.0.0.1"));
	BOOST_TEST(trusted("::ffff:10.0.0.0/104", "::ffff:10.1.2.3"));
	BOOST_TEST(!trusted("::ffff:10.0.0.0/104", "11.1.2.3"));
	BOOST_TEST(client({}, "::ffff:192.0.2.1", {}) == "192.0.2.1");
	BOOST_TEST(behindOne("::ffff:192.0.2.1") == "192.0.2.1");
}


BOOST_AUTO_TEST_CASE(malformedNetworksCannotBeAdded)
{
	for (const auto* network:
		{"", "/8", "example.com", "10", "10.0.0", "010.0.0.1", "0x0a.0.0.1", "10.0.0.1.", " 10.0.0.1", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
			"10.0.0.0/+8", "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "[::1]", "::1%lo", "::/129", ":::"})
		BOOST_CHECK_THROW(TrustedProxies().add(network), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(TrustedProxies().add(std::string("10.0.0.1\0/8", 11)), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(aTrustedProxyTellsTheClient)
{
	const auto proxies = TrustedProxies().add("10.0.0.0/8");
	BOOST_TEST(client(proxies, "10.0.0.1", {"192.0.2.1"}) == "192.0.2.1");
	BOOST_TEST(client(proxies, "::ffff:10.0.0.1", {"2001:db8::1"}) == "2001:db8::1");
	BOOST_TEST(client(proxies, "10.0.0.1", {}) == "10.0.0.1");
}


BOOST_AUTO_TEST_CASE(nobodyElseTells)
{
	const auto proxies = TrustedProxies().add("10.0.0.0/8");
	BOOST_TEST(client(proxies, "203.0.113.9", {"192.0.2.1"}) == "203.0.113.9");
	BOOST_TEST(client(proxies, "203.0.113.9", {"192.0.2.1, 10.0.0.1"}) == "203.0.113.9");
	BOOST_TEST(client(proxies, "::1", {"192.0.2.1"}) == "::1");
}


BOOST_AUTO_TEST_CASE(whatAClientHasPutInFrontIsNotBelieved)
{
	BOOST_TEST(behindOne("127.0.0.1, 203.0.113.9") == "203.0.113.9");
	BOOST_TEST(behindOne("10.0.0.1, 203.0.113.9") == "203.0.113.9");
	BOOST_TEST(behindOne("127.0.0.1, 10.0.0.1, 203.0.113.9") == "203.0.113.9");
	BOOST_TEST(behindOne("x'); --, 203.0.113.9") == "203.0.113.9");
	BOOST_TEST(client(TrustedProxies().add("10.0.0.1"), "10.0.0.1", {"127.0.0.1", "203.0.113.9"}) == "203.0.113.9");
}


BOOST_AUTO_TEST_CASE(aRowOfTrustedProxiesIsFollowed)
{
	const auto proxies = TrustedProxies().add("10.0.0.0/8").add("fd00::/8");
	BOOST_TEST(client(proxies, "10.0.0.1", {"192.0.2.1, fd00::2, 10.0.0.3"}) == "192.0.2.1");
	BOOST_TEST(client(proxies, "10.0.0.1", {"127.0.0.1, 192.0.2.1, fd00::2, 10.0.0.3"}) == "192.0.2.1");
	BOOST_TEST(client(proxies, "10.0.0.1", {"10.0.0.4, fd00::2"}) == "10.0.0.4");           // a client within
}


BOOST_AUTO_TEST_CASE(linesAreOneList)
{
	const auto proxies = TrustedProxies().add("10.0.0.0/8");
	BOOST_TEST(client(proxies, "10.0.0.1", {"127.0.0.1, 192.0.2.1", "10.0.0.2,10.0.0.3"}) == "192.0.2.1");
	BOOST_TEST(client(proxies, "10.0.0.1", {"192.0.2.1", " 10.0.0.2 ", "10.0.0.3"}) == "192.0.2.1");
}


BOOST_AUTO_TEST_CASE(whatIsNoAddressEndsTheWalk)
{
	const auto proxies = TrustedProxies().add("10.0.0.0/8");
	for (const char* element:
		{"", "unknown", "_hidden", "192.0.2", "192.0.2.256", "192.0.2.1:", "192.0.2.1:x", "192.0.2.1:65536", "192.0.2.1:-1", "192.0.2.1 ,", "[192.0.2.1]",
			"[2001:db8::1", "2001:db8::1]", "[2001:db8::1]x", "[2001:db8::1]:", "[]", "fe80::1%lo", "\"192.0.2.1\"", "example.com", "0300.0.2.1", "1"})
		BOOST_TEST(client(proxies, "10.0.0.1", {std::string("192.0.2.1, ").append(element).append(", 10.0.0.2")}) == "10.0.0.2");
}


BOOST_AUTO_TEST_CASE(portsAndBracketsAreLeftOut)
{
	BOOST_TEST(behindOne("192.0.2.1:54321") == "192.0.2.1");
	BOOST_TEST(behindOne("[2001:db8::1]:54321") == "2001:db8::1");
	BOOST_TEST(behindOne("[2001:db8::1]") == "2001:db8::1");
	BOOST_TEST(behindOne("2001:db8::1") == "2001:db8::1");
	BOOST_TEST(behindOne("[::ffff:192.0.2.1]:80") == "192.0.2.1");
}


BOOST_AUTO_TEST_SUITE_END()
