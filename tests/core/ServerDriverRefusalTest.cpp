//
// ServerDriverRefusalTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


MakePeer started()
{
	return [] {
		auto server = std::make_unique<Server>(UNOPENED);
		(*server)->start();
		return server;
	};
}


Bytes refused(const Head& request, Error error)
	/// The answer, at every split, behind which nothing is parsed.
{
	const Seen seen = feed(started(), request.bytes() + TestFrame(TEXT, "Hello").masked().bytes());
	const bool connected = seen.events.first().kind == Event::CONNECT;
	const Events before = connected ? Events{seen.events.first()} : Events{};
	BOOST_TEST_INFO_SCOPE(request.bytes());
	BOOST_TEST(seen.events == before + failed(error, 1002));
	BOOST_TEST(seen.state == State::CLOSED);
	BOOST_TEST(seen.finished);
	BOOST_TEST(fieldOf(seen.output, "Content-Type") == "text/plain");
	const bool upgrade = error == Error::VERSION;        // a 426 names what to upgrade to
	BOOST_TEST(fieldOf(seen.output, "Connection") == (upgrade ? "Upgrade, close" : "close"));
	BOOST_TEST(fieldOf(seen.output, "Upgrade") == (upgrade ? "websocket" : ""));
	BOOST_TEST(fieldOf(seen.output, "Content-Length") == std::to_string(bodyOf(seen.output).size()));
	BOOST_TEST(bodyOf(seen.output).size() > 0u);
	return seen.output;
}


std::string statusOf(const Bytes& output)
{
	return output.string().substr(0, output.string().find("\r\n"));
}


std::string refusal(const Head& request, Error error)
{
	return statusOf(refused(request, error));
}


} // namespace


BOOST_AUTO_TEST_SUITE(ServerDriverRefusalTest)


BOOST_AUTO_TEST_CASE(refusesByteForByte)
{
	Server server(UNOPENED, Head::request().line("POST /chat HTTP/1.1").parsed());
	BOOST_TEST(!server->start());

	const std::string message = server.failure().message;
	BOOST_TEST(server.output() ==
		"HTTP/1.1 405 Method Not Allowed\r\n"
		"Content-Type: text/plain\r\n"
		"Allow: GET\r\n"
		"Content-Length: "
			+ std::to_string(message.size()) +
			"\r\n"
			"Connection: close\r\n"
			"\r\n"
			+ message);
	BOOST_TEST(server.failure().status == 405);
}


BOOST_AUTO_TEST_CASE(refusalIsFinishedWhenItIsWritten)
{
	Server server(UNOPENED, Head::request().without("Host").parsed());
	server->start();
	BOOST_TEST(!server->finished());
	server.output();
	BOOST_TEST(server->finished());
}


BOOST_AUTO_TEST_CASE(customHeadersAreNotSentWithARefusal)
{
	Server server(UNOPENED, Head::request().without("Host").parsed());
	server->setHeader("X-Secret", "1");
	server->start();
	BOOST_TEST(fieldOf(server.output(), "X-Secret") == "");
}


BOOST_AUTO_TEST_CASE(badInput04OtherMethodsGet405AndAllow)
{
	for (const char* method: {"POST", "HEAD", "OPTIONS", "get", "CONNECT"})
	{
		const Bytes answer = refused(Head::request().line(std::string(method) + " /chat HTTP/1.1"), Error::METHOD);
		BOOST_TEST(statusOf(answer) == "HTTP/1.1 405 Method Not Allowed");
		BOOST_TEST(fieldOf(answer, "Allow") == "GET");
	}
}


BOOST_AUTO_TEST_CASE(badInput04OtherVersionsOfHTTPGet505)
{
	for (const char* version: {"HTTP/1.0", "HTTP/9.9", "HTTP/2.0"})
	{
		BOOST_TEST(refusal(Head::request().line(std::string("GET /chat ") + version), Error::HTTP_VERSION) == "HTTP/1.1 505 HTTP Version Not Supported");
	}
}


BOOST_AUTO_TEST_CASE(badInput05WhatIsNoWebSocketRequestGets400)
{
	for (const Head& request:
		{
			Head::request().without("Upgrade"), Head::request().without("Connection"), Head::request().set("Upgrade", "h2c"),
			Head::request().set("Connection", "keep-alive"), Head::request().set("Upgrade", "web socket")})
	{
		BOOST_TEST(refusal(request, Error::NOT_A_WEBSOCKET_REQUEST) == "HTTP/1.1 400 Bad Request");
	}
}


BOOST_AUTO_TEST_CASE(badInput05ConnectTellsWhatIsNoWebSocketRequest)
{
	Server server(UNOPENED);
	server.receive("GET /page HTTP/1.1\r\nHost: a\r\n\r\n");
	BOOST_TEST(server.events() == Events{connect("/page")});
	BOOST_TEST(!isWebSocket(server->request()));
	BOOST_TEST(server.output().empty());
	BOOST_TEST(server.state() == State::CONNECTING);
}


BOOST_AUTO_TEST_CASE(badInput06OtherVersionsGet426WithThoseSpoken)
{
	for (const Head& request:
		{
			Head::request().set("Sec-WebSocket-Version", "0"), Head::request().set("Sec-WebSocket-Version", "9"),
			Head::request().set("Sec-WebSocket-Version", "99"), Head::request().set("Sec-WebSocket-Version", "13, 8"),
			Head::request().set("Sec-WebSocket-Version", "013"), Head::request().set("Sec-WebSocket-Version", ""),
			Head::request().set("Sec-WebSocket-Version", "13;"), Head::request().without("Sec-WebSocket-Version"),
			Head::request().add("Sec-WebSocket-Version", "13")})
	{
		const Bytes answer = refused(request, Error::VERSION);
		BOOST_TEST(statusOf(answer) == "HTTP/1.1 426 Upgrade Required");
		BOOST_TEST(fieldOf(answer, "Sec-WebSocket-Version") == "13, 8, 7");
	}
}


BOOST_AUTO_TEST_CASE(badInput07OtherKeysGet400)
{
	for (const char* key:
		{
			"", "AQ==AQ==", "dGhlIHNhbXBsZSBub25jZQ", "AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA=", "????????????????????????",
			"dGhlIHNhbXBsZSBub25jZR==", "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="})
	{
		BOOST_TEST(refusal(Head::request().set("Sec-WebSocket-Key", key), Error::KEY) == "HTTP/1.1 400 Bad Request");
	}
	BOOST_TEST(refusal(Head::request().without("Sec-WebSocket-Key"), Error::KEY) == "HTTP/1.1 400 Bad Request");
	BOOST_TEST(refusal(Head::request().add("Sec-WebSocket-Key", std::string(KEY)), Error::KEY) == "HTTP/1.1 400 Bad Request");
}


BOOST_AUTO_TEST_CASE(badInput09OtherHostsGet400)
{
	for (const char* host: {"a b", "[::1", "a:99999", ""})
	{
		BOOST_TEST(refusal(Head::request().set("Host", host), Error::HOST) == "HTTP/1.1 400 Bad Request");
	}
	BOOST_TEST(refusal(Head::request().without("Host"), Error::HOST) == "HTTP/1.1 400 Bad Request");
	BOOST_TEST(refusal(Head::request().add("Host", "server.example.com"), Error::HOST) == "HTTP/1.1 400 Bad Request");
	BOOST_TEST(refusal(Head::request().set("Host", std::string(64 * 1024, 'a')), Error::HEAD_TOO_LARGE) == "HTTP/1.1 431 Request Header Fields Too Large");
}


BOOST_AUTO_TEST_CASE(badInput15BodiesGet400)
{
	for (const Head& request:
		{
			Head::request().add("Content-Length", "5"), Head::request().add("Content-Length", "0").add("Content-Length", "0"),
			Head::request().add("Content-Length", "-1"), Head::request().add("Content-Length", "0").add("Transfer-Encoding", "chunked"),
			Head::request().add("Transfer-Encoding", "chunked")})
	{
		BOOST_TEST(refusal(request, Error::BODY) == "HTTP/1.1 400 Bad Request");
	}
}


BOOST_AUTO_TEST_CASE(badInput16OtherTargetsGet400)
{
	for (const char* target: {"*", "server.example.com:443", "http://other.example.com/chat", "/a#b", "/caf\xc3\xa9"})
	{
		BOOST_TEST(refusal(Head::request().line(std::string("GET ") + target + " HTTP/1.1"), Error::TARGET) == "HTTP/1.1 400 Bad Request");
	}
}


BOOST_AUTO_TEST_CASE(badInput19OtherSubprotocolListsGet400)
{
	for (const std::string& value: {std::string(), std::string("a,,b"), std::string("a b"), std::string(","), "a," + std::string(5000, ' ')})
	{
		BOOST_TEST(refusal(Head::request().add("Sec-WebSocket-Protocol", value), Error::SUBPROTOCOLS) == "HTTP/1.1 400 Bad Request");
	}
}


BOOST_AUTO_TEST_CASE(messageOfARefusalHoldsNoControlCharactersOfThePeer)
{
	Server server(UNOPENED, Head::request().set("Sec-WebSocket-Version", "caf\xc3\xa9 " + std::string(500, 'x')).parsed());
	server->start();
	const std::string& message = server.failure().message;
	BOOST_TEST(message.size() <= 200u);
	BOOST_TEST((std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c <= '~'; })));
}


BOOST_AUTO_TEST_CASE(rejectAnswersAsGiven)
{
	Server server(UNOPENED);
	server.onEvent = [&](const Event& event) {
		if (event.kind != Event::CONNECT) return;
		Headers headers;
		headers.add("WWW-Authenticate", "Basic realm=\"a\"");
		BOOST_TEST(server->reject(401, "who are you?", headers));
	};
	server.receive(Head::request().bytes());

	BOOST_TEST(server.output() ==
		"HTTP/1.1 401 Unauthorized\r\n"
		"WWW-Authenticate: Basic realm=\"a\"\r\n"
		"Content-Type: text/plain\r\n"
		"Content-Length: 12\r\n"
		"Connection: close\r\n"
		"\r\n"
		"who are you?");
	BOOST_TEST(server.events() == Events{connect("/chat")} + failed(Error::REFUSED, 1002));
	BOOST_TEST(server.failure().status == 401);
	BOOST_TEST(server->finished());
}


BOOST_AUTO_TEST_CASE(rejectKeepsItsOwnContentType)
{
	Server server(UNOPENED, Head::request().parsed());
	Headers headers;
	headers.add("content-type", "application/json");
	server->reject(503, "{}", headers);
	const Bytes output = server.output();
	BOOST_TEST(fieldOf(output, "content-type") == "application/json");
	BOOST_TEST(fieldOf(output, "Content-Type") == "");
}


BOOST_AUTO_TEST_CASE(rejectIsFalseWithoutARequestAndAfterTheAnswer)
{
	Server server(UNOPENED);
	BOOST_TEST(!server->reject(403));
	server.receive(Head::request().bytes());
	server->start();
	server.output();
	server.events();
	BOOST_TEST(!server->reject(403));
	BOOST_TEST(server.output().empty());
	BOOST_TEST(server.events().empty());

	Server twice(UNOPENED, Head::request().parsed());
	BOOST_TEST(twice->reject(403));
	BOOST_TEST(!twice->reject(404));
	BOOST_TEST(!twice->start());
}


BOOST_AUTO_TEST_CASE(rejectTakesOnlyHTTPErrors)
{
	for (int status: {-1, 0, 100, 101, 200, 302, 399, 600, 1000})
	{
		Server server(UNOPENED, Head::request().parsed());
		BOOST_CHECK_THROW(server->reject(status), Poco::InvalidArgumentException);
		BOOST_TEST(server.output().empty());
		BOOST_TEST(server->start());
	}
}


BOOST_AUTO_TEST_CASE(rejectTakesNoHeadersThatItWritesItself)
{
	for (const char* name: {"Content-Length", "Connection", "Transfer-Encoding", "Upgrade", "Sec-WebSocket-Accept"})
	{
		Server server(UNOPENED, Head::request().parsed());
		Headers headers;
		headers.add(name, "1");
		BOOST_CHECK_THROW(server->reject(403, "", headers), Poco::InvalidArgumentException);
		BOOST_TEST(server.output().empty());
	}
}


BOOST_AUTO_TEST_SUITE_END()
