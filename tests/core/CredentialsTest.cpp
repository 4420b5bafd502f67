//
// CredentialsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Credentials.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;


namespace {


std::string basic(const std::string& uri)
{
	return basicCredentials(Poco::URI(uri));
}


} // namespace


BOOST_AUTO_TEST_SUITE(CredentialsTest)


BOOST_AUTO_TEST_CASE(userAndPasswordAreDecodedEachByItself)
{
	BOOST_TEST(basic("http://user:secret@a/") == "Basic dXNlcjpzZWNyZXQ=");
	BOOST_TEST(basic("http://us%65r:p%40ss%3Aw@a/") == "Basic dXNlcjpwQHNzOnc=");
}


BOOST_AUTO_TEST_CASE(aUserAloneHasAnEmptyPassword)
{
	BOOST_TEST(basic("http://u@a/") == "Basic dTo=");
	BOOST_TEST(basic("http://u:@a/") == "Basic dTo=");
}


BOOST_AUTO_TEST_CASE(withoutAUserThereIsNothing)
{
	BOOST_TEST(basic("http://a/") == "");
}


BOOST_AUTO_TEST_CASE(badInput30MalformedOnesAreRefusedAndNotTold)
{
	for (const char* userInfo: {"u:secret%zz", "u:secret%", "u:secret%4", "secret%zz"})
	{
		Poco::URI uri("http://a/");
		uri.setAuthority(std::string(userInfo) + "@a");
		BOOST_CHECK_EXCEPTION(basicCredentials(uri), Poco::SyntaxException, [](const Poco::Exception& exception) {
			return exception.displayText().find("secret") == std::string::npos;
		});
	}
}


BOOST_AUTO_TEST_SUITE_END()
