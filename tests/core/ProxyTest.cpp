//
// ProxyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Proxy.h"
#include "support/Feed.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using Result = Proxy::Result;


struct Tunnel
	/// A proxy that has been asked, unless told otherwise.
{
	explicit Tunnel(const std::string& proxy = "http://proxy.example.com:3128", const std::string& uri = "ws://server.example.com/chat", Options options = {}):
		driver(listener, Poco::URI(uri), std::move(options)),
		proxy(driver, Poco::URI(proxy))
	{
	}

	Bytes request()
	{
		BOOST_TEST(proxy.start());
		const Bytes request(proxy.output());
		proxy.consume(request.size());
		return request;
	}

	Bytes receive(const Bytes& bytes)
		/// What is left.
	{
		std::vector<char> buffer(bytes.view().begin(), bytes.view().end());
		std::span<char> rest(buffer);
		proxy.receive(rest);
		return std::string(rest.begin(), rest.end());
	}

	Listener listener;
	ClientDriver driver;
	Proxy proxy;
};


struct Answered
	/// What an answer led to.
{
	Result result;
	std::optional<Error> error;
	std::string message;
	int status;
	std::string body;
	Bytes left;

	bool operator == (const Answered& other) const = default;
};


Answered give(const Bytes& input, const std::vector<std::size_t>& cuts, bool end, const Options& options)
{
	Tunnel tunnel("http://user:secret@proxy/", "ws://a/", options);
	tunnel.request();
	Bytes left;
	std::size_t position = 0;
	for (const auto cut: cuts)
	{
		left += tunnel.receive(input.view().substr(position, cut - position));
		position = cut;
	}
	left += tunnel.receive(input.from(position));
	if (end) tunnel.proxy.receiveEnd();
	const auto& failure = tunnel.proxy.failure();
	BOOST_TEST(failure.has_value() == (tunnel.proxy.result() == Result::FAILED));
	return {tunnel.proxy.result(), failure ? std::optional(failure->error) : std::nullopt, failure ? failure->message : "",
		tunnel.proxy.response().status, tunnel.proxy.response().body, left};
}


Answered answered(const Bytes& input, bool end = false, const Options& options = {})
	/// The same at every split.
{
	BOOST_TEST_INFO_SCOPE(input);
	const Answered whole = give(input, {}, end, options);
	std::vector<std::size_t> everywhere;
	for (std::size_t cut = 1; cut < input.size(); ++cut) everywhere.push_back(cut);
	BOOST_CHECK((give(input, everywhere, end, options) == whole));
	for (const auto cut: cutsOf(input.size())) BOOST_CHECK((give(input, {cut}, end, options) == whole));
	return whole;
}


void fails(const Bytes& input, Error error, const Options& options = {})
{
	BOOST_TEST_INFO_SCOPE(input);
	const Answered seen = answered(input, false, options);
	BOOST_CHECK(seen.result == Result::FAILED);
	BOOST_CHECK(seen.error == error);
	BOOST_TEST(seen.message.find("secret") == std::string::npos);
}


std::string firstLineOf(const std::string& uri)
{
	const std::string request = Tunnel("http://proxy/", uri).request().string();
	return request.substr(0, request.find("\r\n"));
}


std::string authorizationOf(const std::string& proxy)
{
	return fieldOf(Tunnel(proxy).request(), "Proxy-Authorization");
}


const Bytes CONNECTED = "HTTP/1.1 200 Connection established\r\n\r\n";


} // namespace


BOOST_AUTO_TEST_SUITE(ProxyTest)


BOOST_AUTO_TEST_CASE(writesItsRequestByteForByte)
{
	Tunnel tunnel("http://user:secret@proxy.example.com:3128", "wss://server.example.com/chat?room=1");
	BOOST_TEST(tunnel.proxy.setHeader("User-Agent", "test"));
	BOOST_TEST(tunnel.proxy.setHeader("X-Other", "1"));
	BOOST_TEST(tunnel.proxy.output().empty());

	BOOST_TEST(tunnel.proxy.start());

	BOOST_TEST(Bytes(tunnel.proxy.output()) ==
		"CONNECT server.example.com:443 HTTP/1.1\r\n"
		"Host: server.example.com\r\n"
		"Connection: keep-alive\r\n"
		"Proxy-Connection: keep-alive\r\n"
		"Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"
		"User-Agent: test\r\n"
		"X-Other: 1\r\n"
		"\r\n");
	BOOST_CHECK(tunnel.proxy.result() == Result::PENDING);
	BOOST_TEST(tunnel.driver.output().empty());
}


BOOST_AUTO_TEST_CASE(targetIsHostAndPort)
{
	BOOST_TEST(firstLineOf("ws://a") == "CONNECT a:80 HTTP/1.1");
	BOOST_TEST(firstLineOf("ws://a:80/") == "CONNECT a:80 HTTP/1.1");
	BOOST_TEST(firstLineOf("ws://a:443/") == "CONNECT a:443 HTTP/1.1");
	BOOST_TEST(firstLineOf("wss://a/b") == "CONNECT a:443 HTTP/1.1");
	BOOST_TEST(firstLineOf("wss://a:80/b") == "CONNECT a:80 HTTP/1.1");
	BOOST_TEST(firstLineOf("ws://user:secret@a:8080/") == "CONNECT a:8080 HTTP/1.1");
	BOOST_TEST(firstLineOf("ws://[2001:db8::1]/") == "CONNECT [2001:db8::1]:80 HTTP/1.1");
	BOOST_TEST(firstLineOf("ws://[::1]:8080/") == "CONNECT [::1]:8080 HTTP/1.1");
}


BOOST_AUTO_TEST_CASE(hostIsTheOneOfTheHandshake)
{
	BOOST_TEST(fieldOf(Tunnel("http://proxy/", "ws://a:8080/").request(), "Host") == "a:8080");
	BOOST_TEST(fieldOf(Tunnel("http://proxy/", "ws://a:80/").request(), "Host") == "a");
}


BOOST_AUTO_TEST_CASE(startTwiceIsFalseAndWritesNothing)
{
	Tunnel tunnel;
	tunnel.request();
	BOOST_TEST(!tunnel.proxy.start());
	BOOST_TEST(tunnel.proxy.output().empty());
	tunnel.receive(CONNECTED);
	BOOST_TEST(!tunnel.proxy.start());
}


BOOST_AUTO_TEST_CASE(credentialsAreDecodedAndBecomeBasic)
{
	BOOST_TEST(authorizationOf("http://u:p@proxy/") == "Basic dTpw");
	BOOST_TEST(authorizationOf("http://u@proxy/") == "Basic dTo=");
	BOOST_TEST(authorizationOf("http://us%65r:p%40ss%3Aw@proxy/") == "Basic dXNlcjpwQHNzOnc=");
	BOOST_TEST(authorizationOf("http://proxy/") == "");
}


BOOST_AUTO_TEST_CASE(authorizationThatWasSetTakesThePlaceOfTheURLs)
{
	Tunnel tunnel("http://u:p@proxy/");
	BOOST_TEST(tunnel.proxy.setHeader("proxy-authorization", "Bearer token"));
	BOOST_TEST(fieldOf(tunnel.request(), "proxy-authorization") == "Bearer token");
}


BOOST_AUTO_TEST_CASE(badInput31MalformedHeadersAreRefused)
{
	Tunnel tunnel;
	for (const auto& [name, value]: {Header{"A\r\nB", "c"}, Header{"A", "b\r\nC: d"}, Header{"A", "b\n"}, Header{"", "a"}, Header{"A b", "c"}, Header{"A", std::string_view("\0", 1)}})
		BOOST_CHECK_THROW(tunnel.proxy.setHeader(name, value), Poco::InvalidArgumentException);
	for (const char* name: {"Host", "connection", "Proxy-Connection", "Content-Length", "Transfer-Encoding", "Upgrade"})
		BOOST_TEST(!tunnel.proxy.setHeader(name, "x"));
	const Bytes request = tunnel.request();
	BOOST_TEST(request == Tunnel().request());
	BOOST_TEST(!tunnel.proxy.setHeader("A", "late"));
}


BOOST_AUTO_TEST_CASE(badInput30OtherURLsAreRefusedAndTellNoPassword)
{
	for (const char* uri:
		{
			"", "proxy", "proxy:3128", "ws://u:secret@proxy/", "ftp://u:secret@proxy/", "socks5://u:secret@proxy/", "http://", "http:///path", "http://u:secret@/",
			"http://u:secret%zz@proxy/"})
	{
		BOOST_CHECK_EXCEPTION(Tunnel{uri}, Poco::SyntaxException, [](const Poco::Exception& exception) {
			return exception.displayText().find("secret") == std::string::npos;
		});
	}
	BOOST_CHECK_NO_THROW(Tunnel("https://proxy/"));
}


BOOST_AUTO_TEST_CASE(every2xxConnects)
{
	for (const char* line: {"HTTP/1.1 200 OK", "HTTP/1.0 200 Connection established", "HTTP/1.1 200", "HTTP/1.1 201 Created", "HTTP/1.1 204 No", "HTTP/1.1 299 ?"})
	{
		const Answered seen = answered(Head(line).bytes());
		BOOST_CHECK(seen.result == Result::CONNECTED);
		BOOST_TEST(seen.left.empty());
	}
}


BOOST_AUTO_TEST_CASE(badInput29BytesBehindTheHeadAreLeft)
{
	const Answered seen = answered(CONNECTED + "220 smtp.example.com\r\n");
	BOOST_CHECK(seen.result == Result::CONNECTED);
	BOOST_TEST(seen.left == "220 smtp.example.com\r\n");
}


BOOST_AUTO_TEST_CASE(badInput29A200HasNoBodyWhateverItSays)
{
	const Answered length = answered(Head("HTTP/1.1 200 OK").add("Content-Length", "4").bytes() + "body");
	const Answered chunked = answered(Head("HTTP/1.1 200 OK").add("Transfer-Encoding", "chunked").bytes() + "0\r\n\r\n");
	BOOST_CHECK(length.result == Result::CONNECTED);
	BOOST_TEST(length.left == "body");
	BOOST_TEST(chunked.left == "0\r\n\r\n");
}


BOOST_AUTO_TEST_CASE(badInput29EveryOtherStatusIsARefusal)
{
	for (const char* line:
		{
			"HTTP/1.1 101 Switching Protocols", "HTTP/1.1 301 Moved", "HTTP/1.1 403 Forbidden", "HTTP/1.1 407 Proxy Authentication Required", "HTTP/1.1 500",
			"HTTP/1.1 502 ", "HTTP/1.1 999 ?", "HTTP/1.1 000 ?"})
	{
		fails(Head(line).add("Content-Length", "0").bytes(), Error::PROXY_STATUS);
	}
}


BOOST_AUTO_TEST_CASE(badInput29ARefusalTellsStatusHeadersAndBody)
{
	Tunnel tunnel;
	tunnel.request();
	tunnel.receive(Head("HTTP/1.1 407 Proxy Authentication Required").add("Proxy-Authenticate", "Basic realm=\"a\"").add("Content-Length", "8").bytes());
	BOOST_CHECK(tunnel.proxy.result() == Result::PENDING);
	tunnel.receive("Who is it?");
	BOOST_CHECK(tunnel.proxy.result() == Result::FAILED);
	BOOST_TEST(tunnel.proxy.response().status == 407);
	BOOST_TEST(tunnel.proxy.response().headers.get("proxy-authenticate") == "Basic realm=\"a\"");
	BOOST_TEST(tunnel.proxy.response().body == "Who is i");
	BOOST_TEST(tunnel.proxy.failure()->message == "proxy refused to connect: 407 Proxy Authentication Required");
}


BOOST_AUTO_TEST_CASE(badInput29ARefusalsBodyMayGoOnToTheEnd)
{
	const Answered seen = answered(Head("HTTP/1.1 503 Busy").bytes() + "later", true);
	BOOST_CHECK(seen.error == Error::PROXY_STATUS);
	BOOST_TEST(seen.body == "later");
	fails(Head("HTTP/1.1 503 Busy").bytes() + repeated("x", 65536), Error::PROXY_STATUS);
	fails(Head("HTTP/1.1 503 Busy").bytes(), Error::PROXY_STATUS, with(&Options::maxResponseBody, 0));
}


BOOST_AUTO_TEST_CASE(badInput29InterimAnswersAreSkippedUpToEight)
{
	const Bytes interim = Head("HTTP/1.1 100 Continue").add("A", "b").bytes();
	BOOST_CHECK(answered(repeated(interim, 8) + CONNECTED + "x").result == Result::CONNECTED);
	fails(repeated(interim, 9) + CONNECTED, Error::INTERIM_RESPONSES);
}


BOOST_AUTO_TEST_CASE(badInput29GarbageFails)
{
	for (const char* input:
		{
			"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\n\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
			"HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "ICY 200 OK\r\n\r\n"})
	{
		fails(input, Error::RESPONSE_SYNTAX);
	}
	fails("15 03 01 00 02 02 46"_hex, Error::RESPONSE_SYNTAX);
}


BOOST_AUTO_TEST_CASE(badInput29EndlessHeadsFail)
{
	fails("HTTP/1.1 200 " + repeated("x", 100) + "\r\n", Error::RESPONSE_TOO_LARGE, with(&Options::maxRequestLine, 100));
	fails("HTTP/1.1 200 OK\r\nA: " + repeated("x", 100), Error::RESPONSE_TOO_LARGE, with(&Options::maxHeaderLine, 100));
	fails("HTTP/1.1 200 OK\r\n" + repeated("A: b\r\n", 10), Error::RESPONSE_TOO_LARGE, with(&Options::maxHeaders, 5));
	fails("HTTP/1.1 200 OK\r\n" + repeated("A: b\r\n", 20), Error::RESPONSE_TOO_LARGE, with(&Options::maxHead, 50));
}


BOOST_AUTO_TEST_CASE(badInput29EndWithinTheHeadFails)
{
	for (std::size_t size = 0; size < CONNECTED.size(); ++size)
	{
		const Answered seen = give(CONNECTED.first(size), {}, true, {});
		BOOST_CHECK(seen.error == Error::PROXY_ENDED);
		BOOST_TEST(seen.status == 0);
	}
}


BOOST_AUTO_TEST_CASE(nothingChangesOnceItIsDecided)
{
	Tunnel connected;
	connected.request();
	connected.receive(CONNECTED);
	BOOST_TEST(connected.receive(CONNECTED) == CONNECTED);
	connected.proxy.receiveEnd();
	BOOST_CHECK(connected.proxy.result() == Result::CONNECTED);

	Tunnel failed;
	failed.proxy.receiveEnd();
	BOOST_CHECK(failed.proxy.result() == Result::FAILED);
	BOOST_TEST(!failed.proxy.start());
	BOOST_TEST(failed.proxy.output().empty());
	BOOST_TEST(failed.receive(CONNECTED) == CONNECTED);
}


BOOST_AUTO_TEST_CASE(nothingIsTakenBeforeStart)
{
	Tunnel tunnel;
	BOOST_TEST(tunnel.receive(CONNECTED) == CONNECTED);
	BOOST_CHECK(tunnel.proxy.result() == Result::PENDING);
}


BOOST_AUTO_TEST_CASE(outputIsConsumedInAnyPieces)
{
	Tunnel tunnel;
	tunnel.proxy.start();
	Bytes seen;
	while (!tunnel.proxy.output().empty())
	{
		seen += tunnel.proxy.output().substr(0, 1);
		tunnel.proxy.consume(1);
	}
	BOOST_TEST(seen == Tunnel().request());
	BOOST_CHECK_THROW(tunnel.proxy.consume(1), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(driverTakesOverWhereTheProxyEnds)
{
	Client client(UNOPENED);
	Proxy proxy(client.driver(), Poco::URI("http://proxy/"));
	proxy.start();
	std::string bytes = (CONNECTED + Head::response().bytes() + "81 02 6869"_hex).string();
	std::span<char> rest(bytes);
	proxy.receive(rest);
	BOOST_CHECK(proxy.result() == Result::CONNECTED);

	client->start();
	client->receive(rest);

	BOOST_TEST(client.events() == (Events{open(), text("hi")}));
}


BOOST_AUTO_TEST_SUITE_END()
