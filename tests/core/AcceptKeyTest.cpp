//
// AcceptKeyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "AcceptKey.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


BOOST_AUTO_TEST_SUITE(AcceptKeyTest)


BOOST_AUTO_TEST_CASE(acceptsTheExampleOfTheRFC)
{
	BOOST_TEST(acceptKey("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}


BOOST_AUTO_TEST_CASE(keyIsTheBase64OfTheNonce)
{
	BOOST_TEST(handshakeKey({'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'}) == "dGhlIHNhbXBsZSBub25jZQ==");
	BOOST_TEST(handshakeKey({}) == "AAAAAAAAAAAAAAAAAAAAAA==");
}


BOOST_AUTO_TEST_CASE(keyOfSixteenBytesIsOne)
{
	for (const char* key: {"dGhlIHNhbXBsZSBub25jZQ==", "AAAAAAAAAAAAAAAAAAAAAA==", "/////////////////////w==", "+/+/+/+/+/+/+/+/+/+/+g=="})
	{
		BOOST_TEST(isHandshakeKey(key), key);
	}
}


BOOST_AUTO_TEST_CASE(badInput07WhatIsNotSixteenBytesOfBase64IsNoKey)
{
	for (const char* key:
		{
			"", "==", "AQ==AQ==", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ===",
			"AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAA",
			"dGhlIHNhbXBsZSBub25jZR==", "AAAAAAAAAAAAAAAAAAAAAB==", "dGhlIHNhbXBsZSBub25j-_==", "????????????????????????",
			"dGhl=HNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ= ", " GhlIHNhbXBsZSBub25jZQ=="})
	{
		BOOST_TEST(!isHandshakeKey(key), key);
	}
}


BOOST_AUTO_TEST_CASE(base64HasPaddingAndNoLines)
{
	BOOST_TEST(base64("") == "");
	BOOST_TEST(base64("f") == "Zg==");
	BOOST_TEST(base64("fo") == "Zm8=");
	BOOST_TEST(base64("foo") == "Zm9v");
	BOOST_TEST(base64(std::string(300, 'x')).size() == 400u);
	BOOST_TEST(base64(std::string(300, 'x')).find_first_of("\r\n") == std::string::npos);
}


BOOST_AUTO_TEST_SUITE_END()
