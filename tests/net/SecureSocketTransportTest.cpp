//
// SecureSocketTransportTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/SecureSocketTransport.h"
#include "net/NetCertificate.h"
#include "net/NetRelay.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include "support/Hixie.h"
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <openssl/err.h>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;
using Net::Transport;
using Net::WebSocketConnection;


Poco::Net::SecureStreamSocket connectedTo(const Poco::Net::SocketAddress& address)
	/// A client of another make.
{
	return {address, "localhost", testAuthority().clientContext()};
}


struct SecureServer: NetServer
{
	explicit SecureServer(const Script& script = echo(), const std::function<void(Endpoint&)>& change = {}):
		NetServer(script, change, testCertificate().serverContext())
	{
	}
};


struct SecureClient: NetSocket
{
	explicit SecureClient(const NetServer& server):
		NetSocket(connectedTo(server.address()))
	{
	}

	SecureClient(const NetServer& server, const Head& request):
		SecureClient(server)
	{
		send(request.bytes());
		readHead();
	}
};


struct Pair
	/// Our end, and a peer of Poco's that has done the handshake.
{
	Poco::Net::SecureServerSocket listening{Poco::Net::SocketAddress("127.0.0.1", 0), 1, testCertificate().serverContext()};
	std::unique_ptr<Net::SecureSocketTransport> own;
	std::unique_ptr<NetSocket> peer;

	Pair()
	{
		std::thread accepting([this] {
			Poco::Net::SecureStreamSocket socket(listening.acceptConnection());
			socket.completeHandshake();
			own = std::make_unique<Net::SecureSocketTransport>(socket);
		});
		peer = std::make_unique<NetSocket>(connectedTo(listening.address()));
		accepting.join();
	}

	std::string receive(std::size_t size)
		/// Waits for so many bytes.
	{
		std::string bytes;
		char buffer[1000];
		while (bytes.size() < size)
		{
			std::size_t got = 0;
			const auto result = own->receive(buffer, got);
			if (result != Transport::Result::DONE && result != Transport::Result::WOULD_BLOCK) break;
			bytes.append(buffer, got);
			if (got == 0) own->socket().poll(Poco::Timespan(PATIENCE, 0), Poco::Net::Socket::SELECT_READ);
		}
		return bytes;
	}
};


} // namespace


BOOST_AUTO_TEST_SUITE(SecureSocketTransportTest)


BOOST_AUTO_TEST_CASE(nothingThereIsNoEnd)
{
	Pair pair;
	char buffer[10];
	std::size_t size = 1;
	BOOST_CHECK(pair.own->receive(buffer, size) == Transport::Result::WOULD_BLOCK);
	BOOST_TEST(size == 0U);
	BOOST_TEST(pair.own->failure() == "");
}


BOOST_AUTO_TEST_CASE(whatItHoldsIsToldBeforeWaiting)
{
	Pair pair;
	pair.peer->send(std::string(3000, 'x'));
	BOOST_TEST(pair.receive(1000).size() == 1000U);
	BOOST_TEST(pair.own->holdsInput());
	BOOST_TEST(pair.receive(2000).size() == 2000U);
	BOOST_TEST(!pair.own->holdsInput());
}


BOOST_AUTO_TEST_CASE(whatIsTakenIsBoundedAndArrives)
{
	Pair pair;
	const std::string large(20'000'000, 'x');
	std::size_t taken = 0;
	std::size_t size = 0;
	Transport::Result result;
	while ((result = pair.own->send(std::string_view(large).substr(taken), size)) == Transport::Result::DONE && taken < large.size()) taken += size;
	BOOST_CHECK(result == Transport::Result::WOULD_BLOCK);
	BOOST_TEST(taken < large.size());
	BOOST_TEST(pair.own->bufferedAmount() == 16384U);

	std::thread reading([&] { BOOST_TEST(pair.peer->read(taken).view() == std::string_view(large).substr(0, taken)); });
	while (pair.own->flush() == Transport::Result::WOULD_BLOCK) pair.own->socket().poll(Poco::Timespan(PATIENCE, 0), Poco::Net::Socket::SELECT_WRITE);
	reading.join();
	BOOST_TEST(pair.own->bufferedAmount() == 0U);
}


BOOST_AUTO_TEST_CASE(theEndIsToldByCloseNotify)
{
	Pair pair;
	std::size_t size = 0;
	pair.own->send("last", size);
	pair.own->shutdownSend();
	BOOST_TEST(pair.peer->readToEnd() == "last");

	Pair other;
	other.peer->socket().shutdown();
	BOOST_TEST(other.receive(1) == "");
	BOOST_TEST(other.own->failure() == "");
}


BOOST_AUTO_TEST_CASE(aPeerThatStillSendsGetsTheLastBytes)
{
	Pair pair;
	pair.peer->send("more");
	pair.own->socket().poll(Poco::Timespan(PATIENCE, 0), Poco::Net::Socket::SELECT_READ);
	std::size_t size = 0;
	pair.own->send("last", size);
	pair.own->shutdownSend();
	pair.peer->send("and more");
	BOOST_TEST(pair.receive(12) == "moreand more");
	BOOST_TEST(pair.peer->read(4) == "last");
}


BOOST_AUTO_TEST_CASE(badInput65TruncationFails)
{
	Pair pair;
	Poco::Net::SecureStreamSocket(pair.peer->socket()).abort();
	pair.own->socket().poll(Poco::Timespan(PATIENCE, 0), Poco::Net::Socket::SELECT_READ);
	char buffer[10];
	std::size_t size = 0;
	BOOST_CHECK(pair.own->receive(buffer, size) == Transport::Result::FAILED);
	BOOST_TEST(!pair.own->failure().empty());
	BOOST_TEST(pair.own->hasFailedInTLS());
	BOOST_CHECK(pair.own->send("x", size) == Transport::Result::FAILED);
}


BOOST_AUTO_TEST_CASE(errorsOfOthersOnTheThreadDoNotMatter)
{
	Pair pair;
	char buffer[10];
	std::size_t size = 0;
	ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
	errno = EINTR;
	BOOST_CHECK(pair.own->receive(buffer, size) == Transport::Result::WOULD_BLOCK);
}


BOOST_AUTO_TEST_CASE(aConnectionOverTLSIsSecure)
{
	bool secure = false;
	bool known = false;
	Script script = echo();
	script.onOpen = [&](WebSocketConnection& connection) { connection.driver().text(connection.secure() ? "secure" : "plain"); };
	SecureServer server(script, [&](Endpoint& endpoint) {
		const auto listener = endpoint.listener;
		endpoint.listener = [&, listener](WebSocketConnection& connection, const Request& request) {
			secure = connection.secure();
			known = request.secure && isSecureRequest(request, false);
			return listener(connection, request);
		};
	});
	SecureClient client(server, NetSocket::request(server.address()));
	BOOST_TEST(client.status() == 101);
	BOOST_TEST(client.readFrame() == TestFrame(TEXT, "secure"));
	BOOST_TEST(secure);
	BOOST_TEST(known);
}


BOOST_AUTO_TEST_CASE(overTLSAnOriginMustBeHTTPS)
{
	SecureServer server;
	const auto host = server.address().toString();
	BOOST_TEST(SecureClient(server, NetSocket::request(server.address()).set("Origin", "https://" + host)).status() == 101);
	BOOST_TEST(SecureClient(server, NetSocket::request(server.address()).set("Origin", "http://" + host)).status() == 403);
}


BOOST_AUTO_TEST_CASE(hixie76AnswersWithASecureLocation)
{
	SecureServer server(echo(), [](Endpoint& endpoint) {
		endpoint.settings.drafts = true;
		endpoint.origins = Net::OriginPolicy::any();
	});
	SecureClient client(server);
	client.send(Hixie76Server::request().line("GET /chat HTTP/1.1").bytes() + Hixie76Server::body());
	BOOST_TEST(client.readHead().find("\r\nSec-WebSocket-Location: wss://example.com/chat\r\n") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(framesBehindTheRequestAreNotLost)
{
	SecureServer server;
	SecureClient client(server);
	client.send(NetSocket::request(server.address()).bytes() + TestFrame(TEXT, "early").masked().bytes());
	client.readHead();
	BOOST_TEST(client.readFrame() == TestFrame(TEXT, "early"));
	client.send(TestFrame::close(4000));
	BOOST_TEST(client.readFrame() == TestFrame::close(4000));
	BOOST_TEST(client.readToEnd().empty());
}


BOOST_AUTO_TEST_CASE(anAnswerThatIsNoUpgradeIsWhole)
{
	SecureServer server;
	SecureClient client(server, NetSocket::request(server.address()).without("Sec-WebSocket-Key"));
	BOOST_TEST(client.status() == 400);
	BOOST_TEST(!client.readToEnd().empty());
}


BOOST_AUTO_TEST_CASE(badInput21PlainBytesAreRefused)
{
	SecureServer server;
	NetSocket client(server.address());
	client.send(NetSocket::request(server.address()).bytes());
	goneFrom(client);
	SecureClient other(server, NetSocket::request(server.address()));
	BOOST_TEST(other.status() == 101);
}


BOOST_AUTO_TEST_CASE(theServerStopsWithConnectionsOverTLS)
{
	SecureServer server;
	SecureClient client(server, NetSocket::request(server.address()));
	server.factory().closeAll();
	BOOST_TEST(client.readFrame() == TestFrame::close(1001));
	client.send(TestFrame::close(1001));
	BOOST_TEST(client.readToEnd().empty());
}


BOOST_AUTO_TEST_SUITE_END()
