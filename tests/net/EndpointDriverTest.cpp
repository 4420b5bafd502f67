//
// EndpointDriverTest.cpp
//
// The drivers and dialects that an endpoint brings into HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetServer.h"
#include "net/NetSocket.h"
#include "support/Hixie.h"
#include "support/Lines.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;


class Guarded: public ServerDriver
	/// An application's driver: credentials, headers of its own.
{
public:
	using ServerDriver::ServerDriver;

protected:
	bool acceptRequest(const Request& request) override
	{
		if (request.headers.get("Authorization") == "Bearer secret") return true;
		Headers headers;
		headers.add("WWW-Authenticate", "Bearer realm=\"test\"");
		reject(401, "Who are you?", headers);
		return false;
	}

	std::string selectProtocol(const std::vector<std::string>& offered) override
	{
		return offered.empty() ? std::string() : offered.back();
	}

	void decorateResponse(const Request&, Headers& headers) override
	{
		headers.add("X-Served-By", "test");
	}
};


Head requestTo(const NetServer& server)
{
	return NetSocket::request(server.address());
}


Head draftTo(const NetServer& server, Head request)
{
	return request.line("GET /chat HTTP/1.1").set("Host", server.address().toString()).without("Origin");
}


} // namespace


BOOST_AUTO_TEST_SUITE(EndpointDriverTest)


BOOST_AUTO_TEST_CASE(aDriverOfTheApplicationDecides)
{
	NetServer server(echo(), serveWith<Guarded>);

	NetSocket refused(server.address(), requestTo(server));
	BOOST_TEST(refused.status() == 401);
	BOOST_TEST(fieldOf(refused.head(), "WWW-Authenticate") == "Bearer realm=\"test\"");
	BOOST_TEST(refused.readToEnd() == "Who are you?");

	NetSocket accepted(server.address(), requestTo(server).add("Authorization", "Bearer secret").add("Sec-WebSocket-Protocol", "a, b"));
	BOOST_TEST(accepted.status() == 101);
	BOOST_TEST(fieldOf(accepted.head(), "X-Served-By") == "test");
	BOOST_TEST(fieldOf(accepted.head(), "Sec-WebSocket-Protocol") == "b");
}


BOOST_AUTO_TEST_CASE(aDialectOfTheApplicationIsSpoken)
{
	NetServer server(echo(), serveWith<LineServer>);
	NetSocket socket(server.address());
	socket.send(requestTo(server).add("X-Lines", "1").bytes() + "Hello\n?\n");
	BOOST_TEST(socket.readHead().starts_with("HTTP/1.1 101 Lines\r\n"));
	BOOST_TEST(socket.read(8) == "Hello\n?\n");
	socket.send(".\n");
	socket.readToEnd();
	BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), text("Hello"), ping("?"), closed(1005)}));
}


BOOST_AUTO_TEST_CASE(draftsAreOffUntilTheyAreAskedFor)
{
	NetServer server;
	for (const Head& request: {Hixie75Server::request(), Hixie76Server::request()})
	{
		NetSocket socket(server.address(), draftTo(server, request));
		BOOST_TEST(socket.status() == 426);
		BOOST_TEST(fieldOf(socket.head(), "Sec-WebSocket-Version") == "13, 8, 7");
	}
}


BOOST_AUTO_TEST_CASE(hixie75IsServedWhenAskedFor)
{
	NetServer server(echo(), [](Endpoint& endpoint) { endpoint.settings.drafts = true; });
	NetSocket socket(server.address(), draftTo(server, Hixie75Server::request()));
	BOOST_TEST(socket.status() == 101);
	socket.send("00 6869 ff"_hex);
	BOOST_TEST(socket.read(4) == "00 6869 ff"_hex);
}


BOOST_AUTO_TEST_CASE(hixie76IsServedWhereverItsBodyIsCut)
{
	NetServer server(echo(), [](Endpoint& endpoint) { endpoint.settings.drafts = true; });
	const Head request = draftTo(server, Hixie76Server::request());
	const Bytes body = Hixie76Server::body();
	for (std::size_t size = 0; size <= body.size(); ++size)
	{
		NetSocket socket(server.address());
		socket.send(request.bytes() + body.first(size));
		BOOST_TEST(socket.readHead().starts_with("HTTP/1.1 101 WebSocket Protocol Handshake\r\n"));        // long before the rest
		socket.send(Bytes(body.string().substr(size)) + "00 6869 ff"_hex);
		BOOST_TEST(socket.read(16 + 4) == "8jKS'y:G*Co,Wxa-" + "00 6869 ff"_hex);
		socket.send("ff 00"_hex);
		BOOST_TEST(socket.readToEnd() == "ff 00"_hex);
	}
	BOOST_TEST(server.journal.until(Event::CLOSED, body.size() + 1).last() == closed(1005));
}


BOOST_AUTO_TEST_SUITE_END()
