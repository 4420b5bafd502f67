//
// NoProxyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NoProxy.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using WS::Net::isExempt;


BOOST_AUTO_TEST_SUITE(NoProxyTest)


BOOST_AUTO_TEST_CASE(namesCoverAllNamesUnderThem)
{
	for (const char* entry: {"example.com", ".example.com", "*.example.com", "EXAMPLE.com", "example.com."})
	{
		BOOST_TEST(isExempt(entry, "example.com", 80), entry);
		BOOST_TEST(isExempt(entry, "www.Example.com", 80), entry);
		BOOST_TEST(isExempt(entry, "a.b.example.com.", 80), entry);
		BOOST_TEST(!isExempt(entry, "evil-example.com", 80), entry);
		BOOST_TEST(!isExempt(entry, "example.com.evil", 80), entry);
		BOOST_TEST(!isExempt(entry, "com", 80), entry);
	}
}


BOOST_AUTO_TEST_CASE(listsHaveCommasOrBlanks)
{
	for (const char* list: {"a,b", "a, b", "a b", " ,a,,\tb ,", "b"}) BOOST_TEST(isExempt(list, "b", 80), list);
	for (const char* list: {"", " ", ",", "a,c", "ab"}) BOOST_TEST(!isExempt(list, "b", 80), list);
}


BOOST_AUTO_TEST_CASE(anAsteriskIsEverything)
{
	BOOST_TEST(isExempt("*", "a", 80));
	BOOST_TEST(isExempt("x, *", "192.0.2.1", 80));
	BOOST_TEST(!isExempt(".", "a", 80));
	BOOST_TEST(!isExempt("*.", "a", 80));
}


BOOST_AUTO_TEST_CASE(anEntryWithAPortCoversThatPortAlone)
{
	BOOST_TEST(isExempt("a:8080", "a", 8080));
	BOOST_TEST(!isExempt("a:8080", "a", 80));
	BOOST_TEST(isExempt("a:80", "b.a", 80));
	BOOST_TEST(isExempt("192.0.2.1:80", "192.0.2.1", 80));
	BOOST_TEST(!isExempt("[::1]:80", "::1", 8080));
	BOOST_TEST(isExempt("[::1]:80", "::1", 80));
}


BOOST_AUTO_TEST_CASE(addressesAreComparedAsAddresses)
{
	BOOST_TEST(isExempt("127.0.0.1", "127.0.0.1", 80));
	BOOST_TEST(!isExempt("0.0.1", "127.0.0.1", 80));
	BOOST_TEST(isExempt("::1", "0:0:0:0:0:0:0:1", 80));
	BOOST_TEST(isExempt("[::1]", "::1", 80));
	BOOST_TEST(!isExempt("::1", "127.0.0.1", 80));
	BOOST_TEST(!isExempt("127.0.0.1", "localhost", 80));
	BOOST_TEST(!isExempt("1", "host.1", 80));
}


BOOST_AUTO_TEST_CASE(rangesCoverTheirAddresses)
{
	BOOST_TEST(isExempt("10.0.0.0/8", "10.255.0.1", 80));
	BOOST_TEST(!isExempt("10.0.0.0/8", "11.0.0.1", 80));
	BOOST_TEST(isExempt("192.0.2.129/25", "192.0.2.255", 80));
	BOOST_TEST(isExempt("0.0.0.0/0", "192.0.2.1", 80));
	BOOST_TEST(isExempt("192.0.2.1/32", "192.0.2.1", 80));
	BOOST_TEST(isExempt("2001:db8::/32", "2001:db8:1::1", 80));
	BOOST_TEST(!isExempt("2001:db8::/32", "2001:db9::1", 80));
	BOOST_TEST(!isExempt("0.0.0.0/0", "::1", 80));
	BOOST_TEST(!isExempt("0.0.0.0/0", "a", 80));
	BOOST_TEST(!isExempt("::/0", "a", 80));
}


BOOST_AUTO_TEST_CASE(badInput30MalformedEntriesAreRefusedWhereverTheyStand)
{
	for (const char* entry:
		{
			"a:", "a:port", "a:65536", "a:-1", "[::1", "[::1]x", "[::1]:", "[a]", "::1::", "a:b:c", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "a/8",
			"10.0.0.0/-1"})
	{
		BOOST_CHECK_THROW(isExempt(entry, "b", 80), Poco::SyntaxException);
		BOOST_CHECK_THROW(isExempt(std::string("b,*,") + entry, "b", 80), Poco::SyntaxException);
	}
}


BOOST_AUTO_TEST_SUITE_END()
