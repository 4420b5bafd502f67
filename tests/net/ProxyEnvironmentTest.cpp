//
// ProxyEnvironmentTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ProxyEnvironment.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <map>
#include <string>


namespace {


const char* const NAMES[] = {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"};


class Environment
	/// Has these variables of all that matter, and puts back what there was.
{
public:
	explicit Environment(const std::map<std::string, std::string>& variables)
	{
		for (const char* name: NAMES)
		{
			if (const char* value = std::getenv(name)) _before[name] = value;
		}
		set(variables);
	}

	~Environment() { set(_before); }

private:
	static void set(const std::map<std::string, std::string>& variables)
	{
		for (const char* name: NAMES) ::unsetenv(name);
		for (const auto& [name, value]: variables) ::setenv(name.c_str(), value.c_str(), 1);
	}

	std::map<std::string, std::string> _before;
};


std::string proxyOf(const std::string& uri, const std::map<std::string, std::string>& variables)
{
	const Environment environment(variables);
	const auto proxy = WS::Net::proxyFromEnvironment(Poco::URI(uri));
	return proxy ? proxy->toString() : "";
}


} // namespace


BOOST_AUTO_TEST_SUITE(ProxyEnvironmentTest)


BOOST_AUTO_TEST_CASE(eachSchemeHasItsVariable)
{
	const std::map<std::string, std::string> both{{"http_proxy", "http://one:1"}, {"https_proxy", "http://two:2"}, {"all_proxy", "http://three:3"}};
	BOOST_TEST(proxyOf("ws://a/", both) == "http://one:1");
	BOOST_TEST(proxyOf("wss://a/", both) == "http://two:2");
	BOOST_TEST(proxyOf("ws://a/", {{"https_proxy", "http://two:2"}}) == "");
	BOOST_TEST(proxyOf("ws://a/", {{"all_proxy", "http://three:3"}}) == "http://three:3");
	BOOST_TEST(proxyOf("wss://a/", {{"ALL_PROXY", "http://three:3"}}) == "http://three:3");
	BOOST_TEST(proxyOf("ws://a/", {}) == "");
}


BOOST_AUTO_TEST_CASE(lowerCaseComesFirst)
{
	BOOST_TEST(proxyOf("wss://a/", {{"https_proxy", "http://one:1"}, {"HTTPS_PROXY", "http://two:2"}}) == "http://one:1");
	BOOST_TEST(proxyOf("wss://a/", {{"HTTPS_PROXY", "http://two:2"}}) == "http://two:2");
	BOOST_TEST(proxyOf("ws://a/", {{"http_proxy", "http://p:1"}, {"no_proxy", ""}, {"NO_PROXY", "*"}}) == "http://p:1");
	BOOST_TEST(proxyOf("ws://a/", {{"http_proxy", "http://p:1"}, {"NO_PROXY", "*"}}) == "");
}


BOOST_AUTO_TEST_CASE(upperCaseHTTPProxyIsNotLookedAt)
{
	BOOST_TEST(proxyOf("ws://a/", {{"HTTP_PROXY", "http://evil:1"}}) == "");
}


BOOST_AUTO_TEST_CASE(anEmptyVariableMeansNoProxy)
{
	BOOST_TEST(proxyOf("ws://a/", {{"http_proxy", ""}, {"all_proxy", "http://p:1"}}) == "");
	BOOST_TEST(proxyOf("ws://a/", {{"http_proxy", " "}}) == "");
}


BOOST_AUTO_TEST_CASE(theSchemeMayBeLeftOut)
{
	BOOST_TEST(proxyOf("ws://a/", {{"http_proxy", " proxy:3128 "}}) == "http://proxy:3128");
	BOOST_TEST(proxyOf("ws://a/", {{"http_proxy", "user:pass@[::1]:3128"}}) == "http://user:pass@[::1]:3128");
}


BOOST_AUTO_TEST_CASE(aProxyMaySpeakSOCKS)
{
	BOOST_TEST(proxyOf("ws://a/", {{"all_proxy", "socks5h://u:p@proxy:1081"}}) == "socks5h://u:p@proxy:1081");
	BOOST_TEST(proxyOf("wss://a/", {{"https_proxy", "socks5://proxy"}}) == "socks5://proxy");
}


BOOST_AUTO_TEST_CASE(noProxyIsComparedWithHostAndPort)
{
	const auto proxy = [](const std::string& uri, const std::string& exempt) { return proxyOf(uri, {{"http_proxy", "http://p:1"}, {"no_proxy", exempt}}); };
	BOOST_TEST(proxy("ws://a.example.com/", "example.com") == "");
	BOOST_TEST(proxy("ws://a/", "a:80") == "");
	BOOST_TEST(proxy("ws://a:8080/", "a:80") == "http://p:1");
	BOOST_TEST(proxy("ws://[::1]:8080/", "::1") == "");
}


BOOST_AUTO_TEST_CASE(badInput30MalformedValuesNameTheVariableAndNotThePassword)
{
	for (const char* value: {"http://", "http://u:secret@", "socks4://u:secret@proxy:1080", "socks5://u:secret@", "http://u:secret@proxy:99999", "http://u:secret@proxy:port", "://secret"})
	{
		BOOST_CHECK_EXCEPTION(proxyOf("ws://a/", {{"http_proxy", value}}), Poco::SyntaxException, [](const Poco::Exception& exception) {
			const auto text = exception.displayText();
			return text.find("http_proxy") != text.npos && text.find("secret") == text.npos;
		});
	}
	BOOST_CHECK_EXCEPTION(proxyOf("ws://a/", {{"http_proxy", "http://p"}, {"NO_PROXY", "a:port"}}), Poco::SyntaxException, [](const Poco::Exception& exception) {
		const auto text = exception.displayText();
		return text.find("NO_PROXY") != text.npos && text.find("a:port") != text.npos;
	});
}


BOOST_AUTO_TEST_SUITE_END()
