//
// RequestRulesTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "RequestRules.h"
#include "support/Head.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


Error judge(const Head& head)
{
	return judgeRequest(head.parsed()).error;
}


Error judgeTarget(const std::string& target)
{
	return judge(Head::request().line("GET " + target + " HTTP/1.1"));
}


std::string offered(const std::string& value)
{
	const auto names = offeredProtocols(Head::request().add("Sec-WebSocket-Protocol", value).parsed().headers);
	if (!names) return "malformed";
	std::string result;
	for (const auto& name: *names) result += name + ' ';
	return result;
}


const char* const HOSTS[]{
	"a", "localhost:8080", "192.0.2.1", "192.0.2.1:80", "[::1]", "[2001:db8::1]:443", "a.b-c_d.example", "a:0", "a:65535", "xn--nxasmq6b", "a%20b"};


const char* const NOT_HOSTS[]{
	"", "a b", "[::1", "::1", "a:99999", "a:65536", "a:", "a:b", "a:-1", ":80", "a/b", "a@b", "a#", "a?b", "[::1]x", "[g::1]", "a, b"};


} // namespace


BOOST_AUTO_TEST_SUITE(RequestRulesTest)


BOOST_AUTO_TEST_CASE(acceptsAValidRequest)
{
	BOOST_CHECK(judge(Head::request()) == Error::NONE);
}


BOOST_AUTO_TEST_CASE(badInput04JudgesVersionAndMethod)
{
	for (const char* version: {"HTTP/1.0", "HTTP/9.9", "HTTP/2.0", "HTTP/0.9", "HTTP/1.2"})
	{
		BOOST_CHECK(judge(Head::request().line(std::string("GET /chat ") + version)) == Error::HTTP_VERSION);
	}
	for (const char* method: {"POST", "HEAD", "OPTIONS", "CONNECT", "get", "GETX"})
	{
		BOOST_CHECK(judge(Head::request().line(std::string(method) + " /chat HTTP/1.1")) == Error::METHOD);
	}
}


BOOST_AUTO_TEST_CASE(badInput05JudgesUpgradeAndConnection)
{
	BOOST_CHECK(judge(Head::request().without("Upgrade")) == Error::NOT_A_WEBSOCKET_REQUEST);
	BOOST_CHECK(judge(Head::request().set("Connection", "close")) == Error::NOT_A_WEBSOCKET_REQUEST);
}


BOOST_AUTO_TEST_CASE(badInput09JudgesHost)
{
	for (const char* host: NOT_HOSTS)
	{
		BOOST_CHECK_MESSAGE(judge(Head::request().set("Host", host)) == Error::HOST, host);
	}
	BOOST_CHECK(judge(Head::request().without("Host")) == Error::NONE);        // a dialect's own business
	BOOST_CHECK(judge(Head::request().add("Host", "server.example.com")) == Error::HOST);
	BOOST_CHECK(judge(Head::request().set("Host", std::string(64 * 1024, ':'))) == Error::HOST);
}


BOOST_AUTO_TEST_CASE(hostsWithAndWithoutAPortAreValid)
{
	for (const char* host: HOSTS)
	{
		BOOST_CHECK_MESSAGE(judge(Head::request().set("Host", host)) == Error::NONE, host);
	}
}


BOOST_AUTO_TEST_CASE(badInput15JudgesBodies)
{
	BOOST_CHECK(judge(Head::request().add("Content-Length", "0")) == Error::NONE);
	for (const char* length: {"1", "5", "-1", "+0", "00x", "", "0, 0", "0x0", "18446744073709551616"})
	{
		BOOST_CHECK_MESSAGE(judge(Head::request().add("Content-Length", length)) == Error::BODY, length);
	}
	BOOST_CHECK(judge(Head::request().add("Content-Length", "0").add("Content-Length", "0")) == Error::BODY);
	BOOST_CHECK(judge(Head::request().add("Transfer-Encoding", "chunked")) == Error::BODY);
	BOOST_CHECK(judge(Head::request().add("Content-Length", "0").add("Transfer-Encoding", "chunked")) == Error::BODY);
	BOOST_CHECK(judge(Head::request().add("Transfer-Encoding", "identity")) == Error::BODY);
}


BOOST_AUTO_TEST_CASE(badInput16TakesPathsRawAndAbsoluteFormsOfThisHost)
{
	for (const char* target:
		{
			"/", "/chat", "/chat?a=b", "/?", "//double", "/%00", "/../..", "/a%20b", "/%zz", "http://server.example.com/chat", "https://server.example.com",
			"ws://server.example.com/", "wss://SERVER.example.com?x", "HTTP://server.example.com/a"})
	{
		BOOST_CHECK_MESSAGE(judgeTarget(target) == Error::NONE, target);
	}
}


BOOST_AUTO_TEST_CASE(badInput16RefusesOtherTargets)
{
	for (const char* target:
		{
			"*", "server.example.com:443", "chat", "?a", "http://other.example.com/", "http://server.example.com:81/", "http://server.example.com.evil/",
			"ftp://server.example.com/", "://server.example.com/", "http://", "http:///chat", "http://u:p@server.example.com/", "/a#fragment",
			"/caf\xc3\xa9", "/a\x7f", "file:///etc/passwd"})
	{
		BOOST_CHECK_MESSAGE(judgeTarget(target) == Error::TARGET, target);
	}
}


BOOST_AUTO_TEST_CASE(readsTheOfferedSubprotocols)
{
	BOOST_TEST(offered("chat") == "chat ");
	BOOST_TEST(offered("chat, superchat,\tv1.x") == "chat superchat v1.x ");
	BOOST_TEST(offered("a, a") == "a a ");
	BOOST_TEST(offeredProtocols(Head::request().parsed().headers)->empty());
}


BOOST_AUTO_TEST_CASE(readsSubprotocolsFromSeveralFields)
{
	const Head head = Head::request().add("Sec-WebSocket-Protocol", "a, b").add("Sec-WebSocket-Protocol", "c");
	BOOST_TEST(offeredProtocols(head.parsed().headers)->size() == 3u);
}


BOOST_AUTO_TEST_CASE(badInput19RefusesWhatIsNoListOfTokens)
{
	for (const char* value: {"", ",", "a,", ",a", "a,,b", "a b", "a;b", "\"a\"", "a/b", "caf\xc3\xa9"})
	{
		BOOST_TEST(offered(value) == "malformed", value);
	}
}


BOOST_AUTO_TEST_CASE(badInput19Takes64SubprotocolsAndNoMore)
{
	std::string names = "n";
	for (int i = 1; i < 64; ++i) names += ",n" + std::to_string(i);
	BOOST_TEST(offered(names) != "malformed");
	BOOST_TEST(offered(names + ",n64") == "malformed");
}


BOOST_AUTO_TEST_SUITE_END()
