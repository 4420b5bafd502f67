//
// ClientDriverHandshakeTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


MakePeer started(const Options& options = {})
{
	return [=] {
		auto client = std::make_unique<Client>(UNOPENED, options);
		(*client)->start();
		client->output();
		return client;
	};
}


Bytes requestTo(const std::string& uri)
{
	Client client(UNOPENED, uri);
	BOOST_TEST(client->start());
	return client.output();
}


std::string targetOf(const std::string& uri)
{
	const std::string request = requestTo(uri).string();
	return request.substr(4, request.find(" HTTP/1.1\r\n") - 4);
}


bool isRefused(const std::string& uri)
	/// By the driver, or by Poco::URI before it.
{
	try
	{
		Client client(UNOPENED, uri);
		return false;
	}
	catch (const Poco::SyntaxException&)
	{
		return true;
	}
}


Options offering(std::vector<std::string> protocols)
{
	Options options;
	options.protocols = std::move(protocols);
	return options;
}


} // namespace


BOOST_AUTO_TEST_SUITE(ClientDriverHandshakeTest)


BOOST_AUTO_TEST_CASE(writesItsRequestByteForByte)
{
	Client client(UNOPENED, "ws://user:secret@server.example.com:8080/chat?room=1", offering({"chat", "superchat"}));
	client->setHeader("Origin", "http://example.com");
	client->setHeader("X-Other", "1");
	BOOST_TEST(client.output().empty());

	BOOST_TEST(client->start());

	BOOST_TEST(client.output() ==
		"GET /chat?room=1 HTTP/1.1\r\n"
		"Host: server.example.com:8080\r\n"
		"Upgrade: websocket\r\n"
		"Connection: Upgrade\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		"Sec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Protocol: chat, superchat\r\n"
		"Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"
		"Origin: http://example.com\r\n"
		"X-Other: 1\r\n"
		"\r\n");
	BOOST_TEST(client.events().empty());
	BOOST_TEST(client.state() == State::CONNECTING);
}


BOOST_AUTO_TEST_CASE(startTwiceIsFalseAndWritesNothing)
{
	Client client(UNOPENED);
	BOOST_TEST(client->start());
	client.output();
	BOOST_TEST(!client->start());
	BOOST_TEST(client.output().empty());
	BOOST_TEST(!Client()->start());
}


BOOST_AUTO_TEST_CASE(keysDiffer)
{
	Options options;
	options.random = [](std::span<char> bytes) { std::fill(bytes.begin(), bytes.end(), 'r'); };
	Client fixed(UNOPENED, options);
	fixed->start();
	BOOST_TEST(fieldOf(fixed.output(), "Sec-WebSocket-Key") == "cnJycnJycnJycnJycnJycg==");

	Recorder recorder;
	ClientDriver first(recorder, Poco::URI("ws://a/")), second(recorder, Poco::URI("ws://a/"));
	first.start();
	second.start();
	BOOST_TEST(fieldOf(first.output(), "Sec-WebSocket-Key") != fieldOf(second.output(), "Sec-WebSocket-Key"));
}


BOOST_AUTO_TEST_CASE(hostHasAPortUnlessItIsTheSchemesOwn)
{
	BOOST_TEST(fieldOf(requestTo("ws://a/"), "Host") == "a");
	BOOST_TEST(fieldOf(requestTo("ws://a:80/"), "Host") == "a");
	BOOST_TEST(fieldOf(requestTo("ws://a:443/"), "Host") == "a:443");
	BOOST_TEST(fieldOf(requestTo("wss://a:443/"), "Host") == "a");
	BOOST_TEST(fieldOf(requestTo("wss://a:80/"), "Host") == "a:80");
	BOOST_TEST(fieldOf(requestTo("ws://[::1]:8080/"), "Host") == "[::1]:8080");
	BOOST_TEST(fieldOf(requestTo("ws://[2001:db8::1]/"), "Host") == "[2001:db8::1]");
	BOOST_TEST(fieldOf(requestTo("WS://192.0.2.1:8080"), "Host") == "192.0.2.1:8080");
}


BOOST_AUTO_TEST_CASE(targetIsPathAndQuery)
{
	BOOST_TEST(targetOf("ws://a") == "/");
	BOOST_TEST(targetOf("ws://a/") == "/");
	BOOST_TEST(targetOf("ws://a?x=1") == "/?x=1");
	BOOST_TEST(targetOf("ws://a/b/c?x=%20&y=1") == "/b/c?x=%20&y=1");
	BOOST_TEST(targetOf("ws://a/b%20c") == "/b%20c");
}


BOOST_AUTO_TEST_CASE(badInput30CredentialsAreDecodedAndBecomeBasic)
{
	BOOST_TEST(fieldOf(requestTo("ws://u:p@a/"), "Authorization") == "Basic dTpw");
	BOOST_TEST(fieldOf(requestTo("ws://u@a/"), "Authorization") == "Basic dTo=");
	BOOST_TEST(fieldOf(requestTo("ws://us%65r:p%40ss%3Aw@a/"), "Authorization") == "Basic dXNlcjpwQHNzOnc=");
	BOOST_TEST(fieldOf(requestTo("ws://u:%2540@a/"), "Authorization") == "Basic dTolNDA=");
	BOOST_TEST(fieldOf(requestTo("ws://u:a:b@a/"), "Authorization") == "Basic dTphOmI=");
	BOOST_TEST(fieldOf(requestTo("ws://a/"), "Authorization") == "");
	BOOST_TEST(fieldOf(requestTo("ws://u:%0d%0aX:1@a/"), "X") == "");
}


BOOST_AUTO_TEST_CASE(authorizationThatWasSetTakesThePlaceOfTheURLs)
{
	Client client(UNOPENED, "ws://u:p@a/");
	BOOST_TEST(client->setHeader("Authorization", "Bearer token"));
	client->start();
	BOOST_TEST(fieldOf(client.output(), "Authorization") == "Bearer token");
}


BOOST_AUTO_TEST_CASE(badInput30OtherURLsAreRefusedAtConstruction)
{
	for (const char* uri:
		{
			"http://a/", "https://a/", "ftp://a/", "", "a", "/chat", "ws:", "ws:chat", "ws:///chat", "ws://", "ws://:80/", "ws://a/#fragment", "ws://a/b?c#d",
			"ws://a b/", "ws://a:0/", "ws://a:65536/", "ws://a:99999/", "ws://a:x/", "ws://[fe80::1%25eth0]/", "ws://[::1/", "ws://a\r\nX: 1/", "ws://a/?\r\nX: 1",
			"ws://a/%zz", "ws://a_b<c>/", "ws://a/?caf\xc3\xa9"})
	{
		BOOST_TEST(isRefused(uri), uri);
	}
}


BOOST_AUTO_TEST_CASE(badInput30LineEndsInAPathInjectNothing)
{
	try
	{
		const Bytes request = requestTo("ws://a/b\r\nX: 1");
		BOOST_TEST(fieldOf(request, "X") == "");
	}
	catch (const Poco::SyntaxException&)
	{
		BOOST_TEST(true);
	}
}


BOOST_AUTO_TEST_CASE(badInput30RefusalsDoNotTellThePassword)
{
	for (const char* uri: {"http://u:secret@a/", "ws://u:secret@a/#x", "ws://u:secret@a b/", "ws://u:secret%zz@a/"})
	{
		try
		{
			Client client(UNOPENED, uri);
			BOOST_ERROR(uri);
		}
		catch (const Poco::Exception& exception)
		{
			BOOST_TEST(exception.displayText().find("secret") == std::string::npos);
		}
	}
}


BOOST_AUTO_TEST_CASE(opensByTheExampleOfTheRFC)
{
	const Seen seen = feed(started(), Head::response().bytes());
	BOOST_TEST(seen.events == Events{open()});
	BOOST_TEST(seen.output.empty());
	BOOST_TEST(seen.state == State::OPEN);
	BOOST_TEST(!seen.finished);
}


BOOST_AUTO_TEST_CASE(badInput28FramesInTheSameSegmentFollowOnOpen)
{
	const Seen seen = feed(started(), Head::response().bytes() + "81 05 48656c6c6f 89 01 78"_hex);
	BOOST_TEST(seen.events == (Events{open(), text("Hello"), ping("x")}));
	BOOST_TEST(seen.output == "8a 81 37fa213d 4f"_hex);
}


BOOST_AUTO_TEST_CASE(responseIsThereOnceItHasArrived)
{
	Client client(UNOPENED);
	BOOST_TEST(client->response().status == 0);
	client->start();
	client.receive(Head::response().add("X-Other", "1").bytes());
	BOOST_TEST(client->response().status == 101);
	BOOST_TEST(client->response().reason == "Switching Protocols");
	BOOST_TEST(client->response().headers.get("x-other") == "1");
}


BOOST_AUTO_TEST_CASE(connectionMayBeAListAndCaseDoesNotMatter)
{
	for (const Head& response:
		{
			Head::response().set("Connection", "keep-alive, Upgrade"), Head::response().set("Connection", "UPGRADE"),
			Head::response().set("Upgrade", "WebSocket"), Head::response().line("HTTP/1.1 101"), Head::response().line("HTTP/1.1 101 "),
			Head::response().add("Content-Length", "0")})
	{
		BOOST_TEST_INFO_SCOPE(response.bytes());
		BOOST_TEST(feed(started(), response.bytes()).events == Events{open()});
	}
}


BOOST_AUTO_TEST_CASE(takesASubprotocolThatWasOffered)
{
	Client client(Head::response().add("Sec-WebSocket-Protocol", "superchat"), offering({"chat", "superchat"}));
	BOOST_TEST(client->protocol() == "superchat");
	BOOST_TEST(client->version() == "hybi-13");
}


BOOST_AUTO_TEST_CASE(opensWithoutASubprotocol)
{
	BOOST_TEST(Client(offering({"chat"}))->protocol() == "");
}


BOOST_AUTO_TEST_CASE(badInput27EightInterimResponsesAreSkipped)
{
	const Bytes interim = Head("HTTP/1.1 100 Continue").bytes() + Head("HTTP/1.1 103 Early Hints").add("Link", "</a>").bytes();
	const Seen seen = feed(started(), repeated(interim, 4) + Head::response().bytes() + "81 01 61"_hex);
	BOOST_TEST(seen.events == (Events{open(), text("a")}));
}


BOOST_AUTO_TEST_CASE(badInput27NineInterimResponsesAreTooMany)
{
	const Seen seen = feed(started(), repeated(Head("HTTP/1.1 100 Continue").bytes(), 9) + Head::response().bytes());
	BOOST_TEST(seen.events == failed(Error::INTERIM_RESPONSES, 1002));
}


BOOST_AUTO_TEST_CASE(responseBeforeTheRequestOpensNothing)
{
	Client client(UNOPENED);
	client.receive(Head::response().bytes());
	BOOST_TEST(client.events().empty());
	BOOST_TEST(client.state() == State::CONNECTING);
}


BOOST_AUTO_TEST_SUITE_END()
