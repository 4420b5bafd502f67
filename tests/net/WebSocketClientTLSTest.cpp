//
// WebSocketClientTLSTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetCertificate.h"
#include "net/NetHost.h"
#include "net/NetRelay.h"
#include "net/NetServer.h"
#include "net/TLSPair.h"
#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::WebSocketClient;


const Poco::Timespan SHORT(0, 50000);
const Poco::Timespan LONG(PATIENCE, 0);


const Poco::URI TARGET("wss://localhost:8443/chat");
	/// Where only the proxies of these tests find somebody.


struct SecureServer: NetServer
{
	explicit SecureServer(const Script& script = echo(), const std::function<void(Net::Endpoint&)>& change = {}):
		NetServer(script, change, testCertificate().serverContext())
	{
	}
};


struct SecureHost: NetHost
{
	explicit SecureHost(Part part, const NetCertificate& certificate = testCertificate()):
		NetHost(std::move(part), certificate.serverContext())
	{
	}
};


struct Trusting: WebSocketClient
{
	explicit Trusting(const Poco::URI& uri):
		WebSocketClient(uri)
	{
		setTLS(trusting());
	}
};


struct Connected: Trusting
{
	explicit Connected(const Poco::URI& uri):
		Trusting(uri)
	{
		connect();
	}
};


std::string received(WebSocketClient& client)
{
	const auto message = client.receive(LONG);
	return message ? message->payload : "(closed)";
}


std::string refusalOf(WebSocketClient& client, const std::vector<Poco::Net::SocketAddress>& addresses)
	/// The message of connect().
{
	try
	{
		client.connect(addresses);
	}
	catch (const Poco::Net::CertificateValidationException& exception)
	{
		return exception.message();
	}
	catch (const Poco::Net::SSLException& exception)
	{
		return "SSL: " + exception.message();
	}
	return "(connected)";
}


NetHost::Part connecting(const NetHost::Part& part)
	/// A proxy that goes on with that.
{
	return [part](NetSocket& socket) {
		socket.readHead();
		socket.send("HTTP/1.1 200 Connection established\r\n\r\n");
		part(socket);
	};
}


Poco::URI proxyURI(const NetHost& proxy, const std::string& scheme)
{
	return Poco::URI(scheme + "://" + proxy.address().toString());
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketClientTLSTest)


BOOST_AUTO_TEST_CASE(speaksWithAnHTTPSServer)
{
	SecureServer server;
	Connected client(server.uri("/chat"));
	BOOST_TEST(client.text("Grüße 👋"));
	BOOST_TEST(received(client) == "Grüße 👋");
	BOOST_TEST(client.close(CloseCode(4000), "done"));
	BOOST_CHECK(client.closeCode() == CloseCode(4000));
	BOOST_TEST(client.transportFailure() == "");
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(4000, "done"));
}


BOOST_AUTO_TEST_CASE(everyLengthFormRoundTrips)
{
	SecureServer server;
	Connected client(server.uri());
	for (const std::size_t size: {0, 1, 125, 126, 16384, 65535, 65536, 5000000})
	{
		const std::string payload(size, 'x');
		BOOST_TEST(client.binary(payload));
		BOOST_TEST((received(client) == payload));
	}
}


BOOST_AUTO_TEST_CASE(namesAreResolvedAndVerified)
{
	SecureServer server;
	Connected client(Poco::URI("wss://localhost:" + std::to_string(server.address().port()) + "/"));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(theServerMayCloseFirst)
{
	Script script;
	script.onMessage = [](Net::WebSocketConnection& connection, Message&) { connection.driver().close(CloseCode(4001), "bye"); };
	SecureServer server(script);
	Connected client(server.uri());
	client.text("x");
	BOOST_TEST(!client.receive(LONG));
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
	BOOST_TEST(client.transportFailure() == "");
}


BOOST_AUTO_TEST_CASE(bothEndsMaySendAtOnce)
{
	const std::string large(4'000'000, 'y');
	Script script;
	script.onOpen = [&](Net::WebSocketConnection& connection) { connection.driver().binary(large); };
	SecureServer server(script);
	Connected client(server.uri());
	BOOST_TEST(client.binary(large));
	BOOST_TEST((received(client) == large));
	client.close();
	BOOST_TEST(server.journal.until(Event::CLOSED).count(Event::BINARY_MESSAGE) == 1U);
}


BOOST_AUTO_TEST_CASE(aSocketThatIsReadableTellsWhenToTry)
{
	SecureServer server;
	Connected client(server.uri());
	const std::string large(100'000, 'z');
	client.text(large);
	std::optional<WebSocketClient::Received> message = client.tryReceive();
	while (!message && client.socket().poll(LONG, Poco::Net::Socket::SELECT_READ)) message = client.tryReceive();
	BOOST_TEST((message->payload == large));
	BOOST_TEST(client.bufferedAmount() == 0U);
}


BOOST_AUTO_TEST_CASE(badInput65CertificatesAreRefusedWithTheReason)
{
	const auto refusal = [](const NetCertificate& certificate, const std::string& host) {
		SecureHost server([](NetSocket& socket) { socket.readToEnd(); }, certificate);
		Trusting client(Poco::URI("wss://" + host + "/"));
		return refusalOf(client, {server.address()});
	};
	BOOST_TEST(refusal(testCertificate(), "wrong.example") == "certificate of wrong.example: hostname mismatch");
	BOOST_TEST(refusal(testCertificate(), "127.0.0.2") == "certificate of 127.0.0.2: IP address mismatch");
	BOOST_TEST(refusal(testAuthority().issue("DNS:localhost", -1), "localhost") == "certificate of localhost: certificate has expired");
	BOOST_TEST(refusal(NetCertificate::selfSigned("DNS:localhost"), "localhost") == "certificate of localhost: self-signed certificate");
	BOOST_TEST(refusal(NetCertificate::authority("Other").issue("DNS:localhost"), "localhost") == "certificate of localhost: unable to get local issuer certificate");
}


BOOST_AUTO_TEST_CASE(byDefaultOnlyTheSystemsAuthoritiesAreTrusted)
{
	SecureHost server([](NetSocket& socket) { socket.readToEnd(); });
	WebSocketClient client(server.uri());
	BOOST_TEST(refusalOf(client, {server.address()}) == "certificate of 127.0.0.1: unable to get local issuer certificate");
}


BOOST_AUTO_TEST_CASE(aRefusedClientMayTryAgain)
{
	SecureServer server;
	WebSocketClient client(server.uri());
	BOOST_CHECK_THROW(client.connect(), Poco::Net::CertificateValidationException);
	client.setTLS(trusting());
	client.connect();
	BOOST_CHECK(client.state() == State::OPEN);
	BOOST_CHECK_THROW(client.setTLS(trusting()), Poco::IllegalStateException);
	BOOST_CHECK_THROW(client.setProxyTLS(trusting()), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_CASE(verificationCanBeSwitchedOff)
{
	SecureServer server;
	Net::ClientTLS tls;
	tls.verify = false;
	WebSocketClient client(server.uri());
	client.setTLS(tls);
	client.connect();
	BOOST_CHECK(client.state() == State::OPEN);
}


BOOST_AUTO_TEST_CASE(settingsThatCannotServeAreRefused)
{
	WebSocketClient client(TARGET);
	Net::ClientTLS tls;
	tls.caLocation = "/nowhere";
	BOOST_CHECK_THROW(client.setTLS(tls), Poco::FileNotFoundException);
	BOOST_CHECK_THROW(client.setProxyTLS(tls), Poco::FileNotFoundException);
}


BOOST_AUTO_TEST_CASE(badInput21AServerWithoutTLSIsRefused)
{
	NetHost server([](NetSocket& socket) {
		socket.read(1);
		socket.send("HTTP/1.1 400 Bad Request\r\n\r\n");
		socket.readToEnd();
	});
	Trusting client(Poco::URI("wss://" + server.address().toString() + "/"));
	BOOST_TEST(refusalOf(client, {server.address()}) == "SSL: the peer does not speak TLS");
}


BOOST_AUTO_TEST_CASE(badInput21AServerWithTLSIsNotSpokenToInPlain)
{
	SecureServer server;
	WebSocketClient client(Poco::URI("ws://" + server.address().toString() + "/"));
	BOOST_CHECK_THROW(client.connect(), Poco::Net::NetException);
}


BOOST_AUTO_TEST_CASE(theTLSHandshakeCountsAsConnecting)
{
	NetHost silent([](NetSocket& socket) { socket.readToEnd(); });
	Trusting client(Poco::URI("wss://" + silent.address().toString() + "/"));
	WebSocketClient::Timeouts timeouts;
	timeouts.connect = SHORT;
	client.setTimeouts(timeouts);
	BOOST_CHECK_THROW(client.connect(), Poco::TimeoutException);
}


BOOST_AUTO_TEST_CASE(aServerThatHangsUpDuringTLSIsTold)
{
	NetHost rude([](NetSocket& socket) { socket.read(1); socket.endSending(); socket.readToEnd(); });
	Trusting client(Poco::URI("wss://" + rude.address().toString() + "/"));
	BOOST_TEST(refusalOf(client, {rude.address()}) == "SSL: the peer has hung up during the TLS handshake");
}


BOOST_AUTO_TEST_CASE(theTLSHandshakeCanBeAborted)
{
	std::unique_ptr<WebSocketClient> client;
	NetHost silent([&](NetSocket& socket) {
		socket.read(1);
		client->abort();
		socket.readToEnd();
	});
	client = std::make_unique<Trusting>(Poco::URI("wss://" + silent.address().toString() + "/"));
	BOOST_CHECK_THROW(client->connect(), Poco::Net::ConnectionAbortedException);
}


BOOST_AUTO_TEST_CASE(badInput65TruncationIsTold)
{
	SecureHost server(NetHost::opened([](NetSocket& socket) {
		socket.send(TestFrame(TEXT, "some").bytes());
		Poco::Net::SecureStreamSocket(socket.socket()).abort();
	}));
	Connected client(server.uri());
	BOOST_TEST(received(client) == "some");
	BOOST_TEST(!client.receive(LONG));
	BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
	BOOST_TEST(client.transportFailure() == "the TLS connection was cut short, without close_notify");
}


BOOST_AUTO_TEST_CASE(aServerThatRefusesTheClientsCertificateIsTold)
{
	auto context = testCertificate().serverContext();
	SSL_CTX_set_verify(context->sslContext(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
	NetServer server(echo(), {}, context);
	Trusting client(server.uri());
	BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::NetException, [](const auto& exception) { return exception.message().ends_with(": the peer has refused TLS: certificate required"); });
}


BOOST_AUTO_TEST_CASE(aTunnelThroughAProxyCarriesTLS)
{
	SecureServer server;
	NetHost proxy(connecting(NetHost::forwarding(server.address())));
	Trusting client(TARGET);
	client.setProxy(proxyURI(proxy, "http"));
	client.connect();
	BOOST_TEST(client.proxyResponse().status == 200);
	BOOST_TEST(client.text("through"));
	BOOST_TEST(received(client) == "through");
	client.close();
}


BOOST_AUTO_TEST_CASE(whatAProxySaysBehindItsAnswerIsNotTLS)
{
	NetHost proxy([](NetSocket& socket) {
		socket.readHead();
		socket.send("HTTP/1.1 200 Connection established\r\n\r\nHello there");
		socket.readToEnd();
	});
	Trusting client(TARGET);
	client.setProxy(proxyURI(proxy, "http"));
	BOOST_TEST(refusalOf(client, {proxy.address()}) == "SSL: the peer does not speak TLS");
}


BOOST_AUTO_TEST_CASE(aProxyMaySpeakTLS)
{
	NetServer server;
	SecureHost proxy(connecting(NetHost::forwarding(server.address())));
	WebSocketClient client(Poco::URI("ws://server.invalid/"));
	client.setProxy(proxyURI(proxy, "https"));
	client.setProxyTLS(trusting());
	client.connect();
	BOOST_TEST(client.text("through"));
	BOOST_TEST(received(client) == "through");
	client.close();
}


BOOST_AUTO_TEST_CASE(aTunnelThroughAProxyWithTLSCarriesTLS)
{
	SecureServer server;
	SecureHost proxy(connecting(NetHost::forwarding(server.address())));
	Trusting client(TARGET);
	client.setProxy(proxyURI(proxy, "https"));
	client.setProxyTLS(trusting());
	client.connect();
	const std::string large(1'000'000, 'x');
	BOOST_TEST(client.binary(large));
	BOOST_TEST((received(client) == large));
	client.close();
}


BOOST_AUTO_TEST_CASE(whoIsTrustedForTheHostIsNotForTheProxy)
{
	SecureHost proxy([](NetSocket& socket) { socket.readToEnd(); });
	Trusting client(TARGET);
	client.setProxy(proxyURI(proxy, "https"));
	BOOST_TEST(refusalOf(client, {proxy.address()}) == "proxy " + proxy.address().toString() + ": certificate of 127.0.0.1: unable to get local issuer certificate");
}


BOOST_AUTO_TEST_CASE(aRelayMayHaveTLSAtBothEnds)
{
	SecureServer upstream;
	SecureServer gateway(Script(), [&](Net::Endpoint& endpoint) {
		endpoint.listener = [&](Net::WebSocketConnection& connection, const Request&) {
			return plainly(connection, std::make_unique<Connected>(upstream.uri()));
		};
	});
	Connected client(gateway.uri());
	for (const std::size_t size: {1, 100'000, 3'000'000})
	{
		const std::string payload(size, 'x');
		BOOST_TEST(client.binary(payload));
		BOOST_TEST((received(client) == payload));
	}
	BOOST_TEST(client.close(CloseCode(4000), "done"));
	BOOST_TEST(upstream.journal.until(Event::CLOSED).last() == closed(4000, "done"));
}


BOOST_AUTO_TEST_SUITE_END()
