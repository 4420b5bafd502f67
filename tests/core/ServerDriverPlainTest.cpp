//
// ServerDriverPlainTest.cpp
//
// A server that parses the request itself, and requests that ask for no WebSocket.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include "support/Hixie.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


Head plain(const std::string& method = "GET")
{
	return Head(method + " /page?a=b HTTP/1.1").add("Host", "a").add("X-Custom", "1");
}


} // namespace


BOOST_AUTO_TEST_SUITE(ServerDriverPlainTest)


BOOST_AUTO_TEST_CASE(onConnectSeesMethodTargetHeadersAndWhatHasArrivedOfTheBody)
{
	Server server(UNOPENED);
	std::string body;
	server.onEvent = [&](const Event&) { body = server->body(); };
	server.receive(plain("POST").add("Content-Length", "10").bytes() + "01234");
	BOOST_TEST(server->request().method == "POST");
	BOOST_TEST(server->request().target == "/page?a=b");
	BOOST_TEST(server->request().headers.get("X-Custom") == "1");
	BOOST_TEST(body == "01234");
	BOOST_TEST(server->body() == "01234");

	server.receive("56789");
	BOOST_TEST(server->body() == "0123456789");
}


BOOST_AUTO_TEST_CASE(bodyIsEmptyBeforeTheRequestAndWhenItIsAnswered)
{
	Server server(UNOPENED);
	server.receive("GET / HT");
	BOOST_TEST(server->body().empty());
	server.receive("TP/1.1\r\nHost: a\r\n\r\nmore");
	BOOST_TEST(server->body() == "more");
	BOOST_TEST(server->respond(200));
	BOOST_TEST(server->body().empty());
}


BOOST_AUTO_TEST_CASE(bodyOfAParsedRequestIsWhatFollowsItsHead)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	server.receive("^n:ds");
	BOOST_TEST(server->body() == "^n:ds");
}


BOOST_AUTO_TEST_CASE(badInput03BodyIsKeptUpToTheLimitOfTheHead)
{
	Server server(UNOPENED, with(&Options::maxHead, 200));
	server.receive(plain().bytes() + Bytes(std::string(200, 'x')));
	BOOST_TEST(server->body().size() == 200);
	server.receive("x");
	BOOST_TEST(server.events() == Events{connect("/page?a=b")} + failed(Error::TOO_MUCH_BEFORE_START, 1002));
	BOOST_TEST(server.output().string().starts_with("HTTP/1.1 431 "));
}


BOOST_AUTO_TEST_CASE(respondAnswersPlainHTTPWithoutAnError)
{
	const auto responding = [] {
		auto server = std::make_unique<Server>(UNOPENED);
		server->onEvent = [&driver = server->driver()](const Event& event) {
			if (event.kind == Event::CONNECT) BOOST_TEST(static_cast<ServerDriver&>(driver).respond(200, "a page"));
		};
		return server;
	};
	const Seen seen = feed(responding, plain().bytes());
	BOOST_TEST(seen.output == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\na page");
	BOOST_TEST(seen.events == (Events{connect("/page?a=b"), closed(1000)}));
	BOOST_TEST(seen.finished);
}


BOOST_AUTO_TEST_CASE(respondSendsHeadersAsGiven)
{
	Server server(UNOPENED, plain().parsed());
	Headers headers;
	headers.add("Content-Type", "text/html");
	headers.add("Location", "/elsewhere");
	BOOST_TEST(server->respond(302, "<p>", headers));
	BOOST_TEST(server.output() == "HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nLocation: /elsewhere\r\nContent-Length: 3\r\nConnection: close\r\n\r\n<p>");
}


BOOST_AUTO_TEST_CASE(respondSendsNoBodyWhereHTTPHasNone)
{
	Server head(UNOPENED, plain("HEAD").parsed());
	BOOST_TEST(head->respond(200, "a page"));
	BOOST_TEST(head.output() == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\n");

	Server server(UNOPENED, plain().parsed());
	BOOST_CHECK_THROW(server->respond(204, "a page"), Poco::InvalidArgumentException);
	BOOST_TEST(server->respond(204));
	BOOST_TEST(server.output() == "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}


BOOST_AUTO_TEST_CASE(everyStatusHasItsReason)
{
	const std::pair<int, const char*> reasons[] = {
		{200, "OK"}, {204, "No Content"}, {226, "Success"}, {301, "Moved Permanently"}, {302, "Found"}, {304, "Not Modified"}, {307, "Temporary Redirect"}, {308, "Permanent Redirect"},
		{300, "Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {408, "Request Timeout"},
		{414, "URI Too Long"}, {418, "Refused"}, {426, "Upgrade Required"}, {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"},
		{500, "Internal Server Error"}, {503, "Service Unavailable"}, {505, "HTTP Version Not Supported"}, {599, "Failed"}};
	for (const auto& [status, reason]: reasons)
	{
		Server server(UNOPENED, plain().parsed());
		BOOST_TEST(server->respond(status));
		BOOST_TEST(server.output().string().starts_with("HTTP/1.1 " + std::to_string(status) + ' ' + reason + "\r\n"));
	}
}


BOOST_AUTO_TEST_CASE(respondTakesOnlyFinalStatusesAndNoHeadersOfTheHandshake)
{
	Server server(UNOPENED, plain().parsed());
	for (const int status: {0, 100, 101, 199, 600}) BOOST_CHECK_THROW(server->respond(status), Poco::InvalidArgumentException);
	Headers headers;
	headers.add("Content-Length", "7");
	BOOST_CHECK_THROW(server->respond(200, "", headers), Poco::InvalidArgumentException);
	BOOST_TEST(server.output().empty());
	BOOST_TEST(server.state() == State::CONNECTING);
}


BOOST_AUTO_TEST_CASE(respondIsFalseWithoutARequestAndAfterTheAnswer)
{
	Server early(UNOPENED);
	BOOST_TEST(!early->respond(200));
	early->start();
	BOOST_TEST(!early->respond(200));

	Server late;
	BOOST_TEST(!late->respond(200));

	Server twice(UNOPENED, plain().parsed());
	BOOST_TEST(twice->respond(200));
	BOOST_TEST(!twice->respond(200));
	BOOST_TEST(!twice->reject(404));
	BOOST_TEST(!twice->start());
}


BOOST_AUTO_TEST_CASE(callsBeforeTheRequestAreReplayedInOrder)
{
	Server server(UNOPENED);
	bool answered = false;
	BOOST_TEST(server->setHeader("X-Custom", "1"));
	BOOST_TEST(server->text("a"));
	BOOST_TEST(server->start());
	BOOST_TEST(server->ping("p", [&](bool yes) { answered = yes; }));
	BOOST_TEST(server->pong("q"));
	BOOST_TEST(server->binary("b"));
	server.receive(Head::request().bytes() + TestFrame(PONG, "p").masked().bytes());

	const std::string output = server.output().string();
	BOOST_TEST(fieldOf(output, "X-Custom") == "1");
	BOOST_TEST(Bytes(bodyOf(output)) == "81 01 61 89 01 70 8a 01 71 82 01 62"_hex);
	BOOST_TEST(server.events() == (Events{connect("/chat"), open(), pong("p")}));
	BOOST_TEST(answered);
}


BOOST_AUTO_TEST_CASE(closeBeforeTheRequestEndsAtOnce)
{
	Server server(UNOPENED);
	server->start();
	server->text("a");
	BOOST_TEST(server->close(CloseCode::GOING_AWAY, "bye"));
	server.receive(Head::request().bytes());
	BOOST_TEST(server.events() == Events{closed(1001, "bye")});
	BOOST_TEST(server.output().empty());
	BOOST_TEST(server->finished());
}


BOOST_AUTO_TEST_SUITE_END()
