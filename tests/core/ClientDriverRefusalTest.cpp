//
// ClientDriverRefusalTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


MakePeer started(const Options& options)
{
	return [=] {
		auto client = std::make_unique<Client>(UNOPENED, options);
		(*client)->start();
		client->output();
		return client;
	};
}


void refuses(const Bytes& response, Error error, const Options& options = {}, int code = 1002)
	/// At every split, with one error and one close; nothing is sent, no frame is parsed.
{
	BOOST_TEST_INFO_SCOPE(response);
	const Seen seen = feed(started(options), response + "81 05 48656c6c6f"_hex);
	BOOST_TEST(seen.events == failed(error, code));
	BOOST_TEST(seen.output.empty());
	BOOST_TEST(seen.state == State::CLOSED);
	BOOST_TEST(seen.finished);
}


void refuses(const Head& response, Error error, const Options& options = {})
{
	refuses(response.bytes(), error, options);
}


std::string bodyOfResponse(Peer& client)
{
	return dynamic_cast<Client&>(client)->response().body;
}


} // namespace


BOOST_AUTO_TEST_SUITE(ClientDriverRefusalTest)


BOOST_AUTO_TEST_CASE(badInput24RefusesEveryStatusBut101)
{
	for (const char* line:
		{
			"HTTP/1.1 200 OK", "HTTP/1.1 204 No Content", "HTTP/1.1 301 Moved Permanently", "HTTP/1.1 302 Found", "HTTP/1.1 401 Unauthorized",
			"HTTP/1.1 407 Proxy Authentication Required", "HTTP/1.1 500", "HTTP/1.1 503 ", "HTTP/1.1 999 ?", "HTTP/1.1 000 ?", "HTTP/1.1 099 ?"})
	{
		refuses(Head::response().line(line).add("Content-Length", "0"), Error::STATUS);
	}
}


BOOST_AUTO_TEST_CASE(badInput24ResponseCanBeReadAfterARefusal)
{
	Client client(UNOPENED);
	client->start();
	client.receive(Head("HTTP/1.1 401 Who are you?").add("WWW-Authenticate", "Basic realm=\"a\"").add("Content-Length", "4").bytes() + "body");
	BOOST_TEST(client->response().status == 401);
	BOOST_TEST(client->response().reason == "Who are you?");
	BOOST_TEST(client->response().headers.get("www-authenticate") == "Basic realm=\"a\"");
	BOOST_TEST(client->response().body == "body");
	BOOST_TEST(client.failure().message.find("401") != std::string::npos);
	BOOST_TEST(client.failure().status == 0);
}


BOOST_AUTO_TEST_CASE(badInput24RefusalIsToldWhenItsBodyIsThere)
{
	const Bytes length = Head("HTTP/1.1 403 Forbidden").add("Content-Length", "5").bytes() + "Hello";
	const Bytes chunks = Head("HTTP/1.1 403 Forbidden").add("Transfer-Encoding", "chunked").bytes() + "3\r\nHel\r\n2;x\r\nlo\r\n0\r\n";
	for (const Bytes& response: {length, chunks})
	{
		refuses(response, Error::STATUS);

		auto client = started({})();
		client->receive(response.first(response.size() - 1));
		BOOST_TEST(client->events().empty());
		BOOST_TEST(client->state() == State::CONNECTING);
		client->receive(response.from(response.size() - 1));
		BOOST_TEST(client->events() == failed(Error::STATUS, 1002));
		BOOST_TEST(bodyOfResponse(*client) == "Hello");
	}
}


BOOST_AUTO_TEST_CASE(badInput24BodyWithoutLengthEndsWithTheTransport)
{
	auto client = started({})();
	client->receive(Head("HTTP/1.1 503 Busy").bytes());
	client->receive("try ");
	client->receive("later");
	BOOST_TEST(client->events().empty());
	client->driver().receiveEnd();
	BOOST_TEST(client->events() == failed(Error::STATUS, 1002));
	BOOST_TEST(bodyOfResponse(*client) == "try later");
	client->driver().receiveEnd();
	BOOST_TEST(client->events().empty());
}


BOOST_AUTO_TEST_CASE(badInput24EndWithinTheBodyStillTellsTheStatus)
{
	const Bytes response = Head("HTTP/1.1 403 Forbidden").add("Content-Length", "50").bytes() + "Hello";
	auto client = started({})();
	client->receive(response);
	client->driver().receiveEnd();
	BOOST_TEST(client->events() == failed(Error::STATUS, 1002));
	BOOST_TEST(bodyOfResponse(*client) == "Hello");
}


BOOST_AUTO_TEST_CASE(badInput27RefusalWithAnEndlessBodyIsToldAt64KiB)
{
	const Bytes head = Head("HTTP/1.1 200 OK").bytes();
	auto client = started({})();
	client->receive(head + repeated("x", 65535));
	BOOST_TEST(client->events().empty());
	client->receive("x");
	BOOST_TEST(client->events() == failed(Error::STATUS, 1002));
	client->receive(repeated("x", 1000));
	BOOST_TEST(bodyOfResponse(*client).size() == 65536u);
}


BOOST_AUTO_TEST_CASE(badInput24WithoutABodyToKeepRefusalIsToldAtOnce)
{
	refuses(Head("HTTP/1.1 403 Forbidden").bytes(), Error::STATUS, with(&Options::maxResponseBody, 0));
	refuses(Head("HTTP/1.1 403 Forbidden").add("Content-Length", "50").bytes() + "12345", Error::STATUS, with(&Options::maxResponseBody, 5));
}


BOOST_AUTO_TEST_CASE(bodyOfWhatIsNoRefusalIsEmpty)
{
	BOOST_TEST(Client()->response().body.empty());
}


BOOST_AUTO_TEST_CASE(closeWithinTheBodyEndsTheWait)
{
	auto client = started({})();
	client->receive(Head("HTTP/1.1 403 Forbidden").add("Content-Length", "5").bytes() + "He");
	BOOST_TEST(client->driver().close());
	BOOST_TEST(client->events() == Events{closed(1000)});
	client->receive("llo");
	client->driver().receiveEnd();
	BOOST_TEST(client->events().empty());
}


BOOST_AUTO_TEST_CASE(badInput24RefusesWhatIsNoResponse)
{
	for (const char* response:
		{
			"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 101 OK\nUpgrade: websocket\n\n", "ICY 101 OK\r\n\r\n",
			"HTTP/1.1 101 OK\r\nno colon\r\n\r\n", "HTTP/1.1 101 OK\r\nA: b\r\n c\r\n\r\n", "HTTP/1.1 1011 OK\r\n\r\n"})
	{
		refuses(response, Error::RESPONSE_SYNTAX);
	}
	refuses("15 03 01 00 02 02 46"_hex, Error::RESPONSE_SYNTAX);
}


BOOST_AUTO_TEST_CASE(badInput25RefusesOtherAccepts)
{
	refuses(Head::response().without("Sec-WebSocket-Accept"), Error::ACCEPT);
	refuses(Head::response().set("Sec-WebSocket-Accept", ""), Error::ACCEPT);
	refuses(Head::response().set("Sec-WebSocket-Accept", "S3PPLMBITXAQ9KYGZZHZRBK+XOO="), Error::ACCEPT);
	refuses(Head::response().set("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo"), Error::ACCEPT);
	refuses(Head::response().set("Sec-WebSocket-Accept", std::string(KEY)), Error::ACCEPT);
	refuses(Head::response().add("Sec-WebSocket-Accept", std::string(ACCEPT)), Error::ACCEPT);
	refuses(Head::response().add("sec-websocket-accept", "x"), Error::ACCEPT);
}


BOOST_AUTO_TEST_CASE(refusesOtherUpgrades)
{
	refuses(Head::response().without("Upgrade"), Error::UPGRADE);
	refuses(Head::response().set("Upgrade", "h2c"), Error::UPGRADE);
	refuses(Head::response().set("Upgrade", "websockets"), Error::UPGRADE);
}


BOOST_AUTO_TEST_CASE(refusesConnectionsWithoutUpgrade)
{
	refuses(Head::response().without("Connection"), Error::CONNECTION);
	refuses(Head::response().set("Connection", "close"), Error::CONNECTION);
	refuses(Head::response().set("Connection", "upgrades"), Error::CONNECTION);
}


BOOST_AUTO_TEST_CASE(badInput26RefusesSubprotocolsThatWereNotOffered)
{
	Options options;
	options.protocols = {"chat", "superchat"};
	refuses(Head::response().add("Sec-WebSocket-Protocol", "chat"), Error::SUBPROTOCOL);
	refuses(Head::response().add("Sec-WebSocket-Protocol", "other"), Error::SUBPROTOCOL, options);
	refuses(Head::response().add("Sec-WebSocket-Protocol", "Chat"), Error::SUBPROTOCOL, options);
	refuses(Head::response().add("Sec-WebSocket-Protocol", ""), Error::SUBPROTOCOL, options);
	refuses(Head::response().add("Sec-WebSocket-Protocol", "chat, superchat"), Error::SUBPROTOCOL, options);
	refuses(Head::response().add("Sec-WebSocket-Protocol", "chat").add("Sec-WebSocket-Protocol", "chat"), Error::SUBPROTOCOL, options);
}


BOOST_AUTO_TEST_CASE(badInput26RefusesEveryExtension)
{
	for (const std::string answer: {"permessage-deflate", "x-unknown; a=b"})
		refuses(Head::response().add("Sec-WebSocket-Extensions", answer).bytes(), Error::EXTENSION, {}, 1010);
}


BOOST_AUTO_TEST_CASE(badInput27RefusesAnEndlessHead)
{
	refuses("HTTP/1.1 101 " + repeated("x", 100) + "\r\n", Error::RESPONSE_TOO_LARGE, with(&Options::maxRequestLine, 100));
	refuses(Head::response().add("A", std::string(100, 'x')), Error::RESPONSE_TOO_LARGE, with(&Options::maxHeaderLine, 100));
	refuses(Head::response(), Error::RESPONSE_TOO_LARGE, with(&Options::maxHeaders, 2));
	refuses(Head::response(), Error::RESPONSE_TOO_LARGE, with(&Options::maxHead, 100));
}


BOOST_AUTO_TEST_CASE(failuresAreJudgedInTheOrderOfTheRFC)
{
	refuses(Head("HTTP/1.1 200 OK").add("Content-Length", "0"), Error::STATUS);
	refuses(Head("HTTP/1.1 101 OK"), Error::UPGRADE);
	refuses(Head("HTTP/1.1 101 OK").add("Upgrade", "websocket"), Error::CONNECTION);
	refuses(Head("HTTP/1.1 101 OK").add("Upgrade", "websocket").add("Connection", "upgrade"), Error::ACCEPT);
}


BOOST_AUTO_TEST_CASE(nothingIsSentAfterARefusal)
{
	Client client(UNOPENED);
	client->start();
	client->text("queued");
	client.output();
	client.receive(Head("HTTP/1.1 403 Forbidden").add("Content-Length", "0").bytes());
	BOOST_TEST(!client->text("more"));
	BOOST_TEST(!client->close());
	BOOST_TEST(client.output().empty());
}


BOOST_AUTO_TEST_CASE(messageOfARefusalHoldsNoControlCharactersOfThePeer)
{
	Client client(UNOPENED);
	client->start();
	client.receive(Head::response().set("Upgrade", "caf\xc3\xa9 " + std::string(500, 'x')).bytes());
	const std::string& message = client.failure().message;
	BOOST_TEST(message.size() <= 200u);
	BOOST_TEST((std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c <= '~'; })));
}


BOOST_AUTO_TEST_CASE(transportThatEndsWithoutAResponseIsAbnormal)
{
	const Bytes response = Head::response().bytes();
	for (std::size_t size = 0; size < response.size(); ++size)
	{
		Client client(UNOPENED);
		client->start();
		client.receive(response.first(size));
		client->receiveEnd();
		BOOST_TEST(client.events() == Events{closed(1006)});
	}
}


BOOST_AUTO_TEST_SUITE_END()
