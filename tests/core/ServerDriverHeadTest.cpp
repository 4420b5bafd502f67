//
// ServerDriverHeadTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


std::string refusal(const Bytes& input, Error error, const Options& options = {})
	/// The status line of the answer to a head that never becomes a request.
{
	const Seen seen = feed(make<Server>(UNOPENED, options), input);
	BOOST_TEST_INFO_SCOPE(input);
	BOOST_TEST(seen.events == failed(error, 1002));
	BOOST_TEST(seen.state == State::CLOSED);
	BOOST_TEST(seen.finished);
	return seen.output.string().substr(0, seen.output.string().find("\r\n"));
}


const std::string BAD_REQUEST = "HTTP/1.1 400 Bad Request";
const std::string URI_TOO_LONG = "HTTP/1.1 414 URI Too Long";
const std::string TOO_LARGE = "HTTP/1.1 431 Request Header Fields Too Large";


} // namespace


BOOST_AUTO_TEST_SUITE(ServerDriverHeadTest)


BOOST_AUTO_TEST_CASE(badInput03RequestLineOverTheLimitGets414)
{
	const Options options = with(&Options::maxRequestLine, 100);
	const std::string path(100 - 14, 'a');
	BOOST_TEST(refusal(Head("GET /a" + path + " HTTP/1.1").bytes(), Error::REQUEST_LINE_TOO_LONG, options) == URI_TOO_LONG);

	Server exact(UNOPENED, options);
	exact.receive(Head("GET /" + path + " HTTP/1.1").bytes());
	BOOST_TEST(exact.events() == Events{connect("/" + path)});
}


BOOST_AUTO_TEST_CASE(badInput03HeaderOverALimitGets431)
{
	BOOST_TEST(refusal(Head::request().add("A", std::string(100, 'x')).bytes(), Error::HEAD_TOO_LARGE, with(&Options::maxHeaderLine, 100)) == TOO_LARGE);
	BOOST_TEST(refusal(Head::request().bytes(), Error::HEAD_TOO_LARGE, with(&Options::maxHeaders, 4)) == TOO_LARGE);
	BOOST_TEST(refusal(Head::request().bytes(), Error::HEAD_TOO_LARGE, with(&Options::maxHead, 100)) == TOO_LARGE);
}


BOOST_AUTO_TEST_CASE(badInput03LimitActsAtTheByteThatCrossesIt)
{
	Server server(UNOPENED);
	server.receive(repeated("x", 8192));
	BOOST_TEST(server.events().empty());
	server.receive("x");
	BOOST_TEST(server.events() == failed(Error::REQUEST_LINE_TOO_LONG, 1002));
}


BOOST_AUTO_TEST_CASE(badInput10BareLFAndBareCRGet400)
{
	for (const char* head: {"GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n", "GET / HTTP/1.1\rHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\r\n"})
	{
		BOOST_TEST(refusal(head, Error::HEAD_SYNTAX) == BAD_REQUEST);
	}
}


BOOST_AUTO_TEST_CASE(badInput11MalformedFieldsGet400)
{
	for (const Bytes& field: {Bytes("Host : a"), Bytes("no colon"), Bytes(": a"), "41 3a 00"_hex, "41 00 3a"_hex, "41 3a 1b"_hex, "41 3a 7f"_hex})
	{
		BOOST_TEST(refusal(Head::request().raw(field.string()).bytes(), Error::HEAD_SYNTAX) == BAD_REQUEST);
	}
}


BOOST_AUTO_TEST_CASE(badInput12FoldedLinesGet400)
{
	BOOST_TEST(refusal(Head::request().raw("A: b\r\n c").bytes(), Error::HEAD_SYNTAX) == BAD_REQUEST);
}


BOOST_AUTO_TEST_CASE(badInput14EndBeforeTheBlankLineIsNoRequest)
{
	const Bytes head = Head::request().bytes();
	for (std::size_t size = 0; size < head.size(); ++size)
	{
		Server server(UNOPENED);
		server->start();
		server.receive(head.first(size));
		server->receiveEnd();
		BOOST_TEST(server.events() == Events{closed(1006)});
		BOOST_TEST(server.output().empty());
	}
}


BOOST_AUTO_TEST_CASE(badInput21WhatIsNoRequestLineGets400)
{
	for (const char* line: {"GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET / http/1.1", "SSH-2.0-OpenSSH_9.2"})
	{
		BOOST_TEST(refusal(Head(line).add("Host", "a").bytes(), Error::HEAD_SYNTAX) == BAD_REQUEST);
	}
}


BOOST_AUTO_TEST_CASE(badInput21BannerIsRefusedWithoutWaitingForMore)
{
	Server server(UNOPENED);
	server.receive("SSH-2.0-OpenSSH_9.2\r\n");
	BOOST_TEST(server.events() == failed(Error::HEAD_SYNTAX, 1002));
	BOOST_TEST(server.output().string().starts_with("HTTP/1.1 400 "));
}


BOOST_AUTO_TEST_CASE(badInput21ClientHelloOfTLSGets400)
{
	BOOST_TEST(refusal("16 03 01 02 00 01 00 01 fc 03 03"_hex, Error::HEAD_SYNTAX) == BAD_REQUEST);
}


BOOST_AUTO_TEST_CASE(badInput21PrefaceOfHTTP2Gets505)
{
	Server server(UNOPENED);
	server->start();
	server.receive("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
	BOOST_TEST(server.output().first(12) == "HTTP/1.1 505");
}


BOOST_AUTO_TEST_CASE(endlessBlankLinesGet400)
{
	BOOST_TEST(refusal(repeated("\r\n", 20), Error::HEAD_SYNTAX) == BAD_REQUEST);
}


BOOST_AUTO_TEST_CASE(inputAfterARefusalIsDropped)
{
	Server server(UNOPENED);
	server.receive("\n");
	server.events();
	server.output();
	server.receive(Head::request().bytes());
	BOOST_TEST(server.events().empty());
	BOOST_TEST(server.output().empty());
	BOOST_TEST(!server->start());
}


BOOST_AUTO_TEST_SUITE_END()
