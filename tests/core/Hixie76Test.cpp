//
// Hixie76Test.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include "support/Hixie.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


const Bytes HEAD =
	"HTTP/1.1 101 WebSocket Protocol Handshake\r\n"
	"Upgrade: WebSocket\r\n"
	"Connection: Upgrade\r\n"
	"Sec-WebSocket-Origin: http://example.com\r\n"
	"Sec-WebSocket-Location: ws://example.com/demo\r\n"
	"\r\n";
const Bytes DIGEST = "8jKS'y:G*Co,Wxa-";


Head withKeys(const std::string& first, const std::string& second = "12998 5 Y3 1  .P00")
{
	return Hixie76Server::request().set("Sec-WebSocket-Key1", first).set("Sec-WebSocket-Key2", second);
}


void isRefused(const Head& request)
{
	Server server(UNOPENED, request.parsed());
	BOOST_TEST(!server->start());
	BOOST_TEST(server.events() == failed(Error::DRAFT_KEY, 1002));
	BOOST_TEST(server.output().string().starts_with("HTTP/1.1 400 Bad Request\r\n"));
}


} // namespace


BOOST_AUTO_TEST_SUITE(Hixie76Test)


BOOST_AUTO_TEST_CASE(answersTheExampleOfTheDraft)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	BOOST_TEST(server->version() == "hixie-76");
	BOOST_TEST(server->start());
	BOOST_TEST(server.output() == HEAD);
	BOOST_TEST(server.state() == State::CONNECTING);
	server.receive(Hixie76Server::body());
	BOOST_TEST(server.output() == DIGEST);
	BOOST_TEST(server.events() == Events{open()});
	BOOST_TEST(server->version() == "hixie-76");
}


BOOST_AUTO_TEST_CASE(answersTheExampleOfTheAncestor)
{
	Server server(UNOPENED, withKeys("1   38 wZ3f9 23O0 3l 0r", "27   0E 6 2  1665:< ;U 1H").parsed());
	server->start();
	server.output();
	server.receive("91253ed3a9e76a88"_hex);
	BOOST_TEST(server.output() == "b49c6e4053040426e51bbf6cb79f1df9"_hex);
}


BOOST_AUTO_TEST_CASE(wholeExchangeHoweverItIsCut)
{
	const auto starting = [] {
		auto server = std::make_unique<Server>(UNOPENED);
		(*server)->start();
		return server;
	};
	const Seen seen = feed(starting, Hixie76Server::request().bytes() + Hixie76Server::body() + "00 6869 ff ff 00"_hex);
	BOOST_TEST(seen.output == HEAD + DIGEST + "ff 00"_hex);
	BOOST_TEST(seen.events == (Events{connect("/demo"), open(), text("hi"), closed(1005)}));
	BOOST_TEST(seen.finished);
}


BOOST_AUTO_TEST_CASE(bodyMayComeBeforeStart)
{
	for (std::size_t size = 0; size <= 8; ++size)
	{
		Server server(UNOPENED, Hixie76Server::request().parsed());
		server.receive(Hixie76Server::body().first(size));
		BOOST_TEST(server->start());
		server.receive(Bytes(Hixie76Server::body().string().substr(size)) + "00 61 ff"_hex);
		BOOST_TEST(server.output() == HEAD + DIGEST);
		BOOST_TEST(server.events() == (Events{open(), text("a")}));
	}
}


BOOST_AUTO_TEST_CASE(whatWasQueuedFollowsTheDigest)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	BOOST_TEST(server->text("a"));
	server->start();
	BOOST_TEST(server->text("b"));
	BOOST_TEST(!server->binary("c"));
	BOOST_TEST(server.output() == HEAD);
	server.receive(Hixie76Server::body());
	BOOST_TEST(server.output() == DIGEST + "00 61 ff 00 62 ff"_hex);
}


BOOST_AUTO_TEST_CASE(startsOnlyOnceWhileItWaitsForTheBody)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	BOOST_TEST(server->start());
	BOOST_TEST(!server->start());
	BOOST_TEST(!server->setHeader("X-Late", "1"));
	BOOST_TEST(server.output() == HEAD);
}


BOOST_AUTO_TEST_CASE(requestMayBeReleasedWhileItWaitsForTheBody)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	server->releaseRequest();
	BOOST_TEST(!server->request().headers.empty());
	server->start();
	server->releaseRequest();
	BOOST_TEST(server->request().headers.empty());
	BOOST_TEST(server->version() == "hixie-76");
	BOOST_TEST(!server->binary("x"));
	server.receive(Hixie76Server::body());
	BOOST_TEST(server.output() == HEAD + DIGEST);
}


BOOST_AUTO_TEST_CASE(closeWhileItWaitsForTheBodyWritesNothing)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	server->start();
	server.output();
	BOOST_TEST(server->close());
	server.receive(Hixie76Server::body());
	BOOST_TEST(server.events() == Events{closed(1005)});
	BOOST_TEST(server.output().empty());
}


BOOST_AUTO_TEST_CASE(badInput08BodyThatNeverComesEndsWithTheTransport)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	server->start();
	server.receive(Hixie76Server::body().first(7));
	server->receiveEnd();
	BOOST_TEST(server.events() == Events{closed(1006)});
}


BOOST_AUTO_TEST_CASE(peerThatClosesIsAnswered)
{
	const Seen seen = feed(make<Hixie76Server>(), "ff 00 00 61 ff"_hex);
	BOOST_TEST(seen.output == "ff 00"_hex);
	BOOST_TEST(seen.events == Events{closed(1005)});
}


BOOST_AUTO_TEST_CASE(skippedFrameIsNoClose)
{
	Hixie76Server server;
	server.receive("ff 01 61 80 00 00 61 ff"_hex);
	BOOST_TEST(server.events() == Events{text("a")});
}


BOOST_AUTO_TEST_CASE(badInput08KeyWithoutBlanks)
{
	isRefused(withKeys("4@146546xW%0l15"));
	isRefused(withKeys("4 @1  46546xW%0l 1 5", "1299853100"));
}


BOOST_AUTO_TEST_CASE(badInput08KeyWithoutDigits)
{
	isRefused(withKeys("a b c"));
}


BOOST_AUTO_TEST_CASE(badInput08NumberThatItsBlanksDoNotDivide)
{
	isRefused(withKeys("1 0 1"));
}


BOOST_AUTO_TEST_CASE(badInput08NumberOfMoreThan32Bits)
{
	isRefused(withKeys("4294967296 x"));
	isRefused(withKeys("99999999999999999999999999 x"));
	Server server(UNOPENED, withKeys("4294967295 x").parsed());
	BOOST_TEST(server->start());
}


BOOST_AUTO_TEST_CASE(badInput08KeyMissingOrTwice)
{
	isRefused(Hixie76Server::request().without("Sec-WebSocket-Key1"));
	isRefused(Hixie76Server::request().without("Sec-WebSocket-Key2"));
	isRefused(Hixie76Server::request().add("Sec-WebSocket-Key1", "1 1"));
}


BOOST_AUTO_TEST_CASE(customHeadersComeBehindItsOwn)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	server->setHeader("X-Custom", "1");
	server->start();
	BOOST_TEST(server.output() == HEAD.first(HEAD.size() - 2) + "X-Custom: 1\r\n\r\n");
}


BOOST_AUTO_TEST_CASE(isRefusedWhenItIsSwitchedOff)
{
	Options options;
	options.dialects = Dialects::RFC_FAMILY | Dialects::HIXIE_75;
	Server server(UNOPENED, Hixie76Server::request().parsed(), options);
	BOOST_TEST(!server->start());
	BOOST_TEST(server.events() == failed(Error::VERSION, 1002));
}


BOOST_AUTO_TEST_SUITE_END()
