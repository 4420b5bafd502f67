//
// DialerTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Dialer.h"
#include "net/NetDial.h"
#include "net/NetHost.h"
#include "net/TLSPair.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <boost/test/unit_test.hpp>
#include <future>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Poco::Net::ServerSocket;
using Poco::Net::SocketAddress;


namespace {


const SocketAddress ANY_PORT("127.0.0.1", 0);
const std::string TARGET = "ws://server.invalid:8080/chat";


std::string peerOf(const Net::Dialed& dialed)
{
	return dialed.transport ? dialed.transport->socket().peerAddress().toString() : "(none)";
}


Net::Resolver::LookUp finding(const Net::Addresses& addresses)
{
	return [=](const std::string&, std::uint16_t) { return addresses; };
}


struct Fixture
{
	std::string urlOf(const std::string& scheme) const { return scheme + "://user:secret@" + listening.address().toString(); }

	ServerSocket listening{ANY_PORT};
	FullHost full;
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(DialerTest, Fixture)


BOOST_AUTO_TEST_CASE(connectsToAnAddress)
{
	NetDial dial(urlOf("ws"));
	BOOST_TEST(peerOf(dial.run()) == listening.address().toString());
	BOOST_TEST(dial.dialed->early.empty());
	BOOST_TEST(!dial.dialed->transport->secure());
}


BOOST_AUTO_TEST_CASE(looksNamesUp)
{
	NetDial dial(TARGET, finding({listening.address()}));
	BOOST_TEST(peerOf(dial.run()) == listening.address().toString());
}


BOOST_AUTO_TEST_CASE(anUnknownNameIsToldSo)
{
	NetDial dial(TARGET, [](const std::string& host, std::uint16_t) -> Net::Addresses { throw Poco::Net::HostNotFoundException(host); });
	dial.run();
	BOOST_TEST(dial.failedWith<Poco::Net::HostNotFoundException>());
	BOOST_TEST(dial.failure() == "Host not found: server.invalid");
}


BOOST_AUTO_TEST_CASE(theNextAddressIsTriedWhenOneRefuses)
{
	NetDial dial(TARGET);
	dial.route.addresses = {closedPort(), closedPort(), listening.address()};
	BOOST_TEST(peerOf(dial.run()) == listening.address().toString());
}


BOOST_AUTO_TEST_CASE(theNextAddressIsTriedAfterTheHeadStart)
{
	NetDial dial(TARGET);
	dial.route.addresses = {full.address(), listening.address()};
	BOOST_TEST(dial.isWaiting());
	dial.pass(250ms - 1ms);
	BOOST_TEST(dial.isWaiting());
	dial.pass(20ms);
	BOOST_TEST(peerOf(dial.run()) == listening.address().toString());
}


BOOST_AUTO_TEST_CASE(anAddressStaysInTheRaceWhileOthersFail)
{
	NetDial dial(TARGET);
	dial.route.addresses = {full.address(), closedPort()};
	BOOST_TEST(dial.isWaiting());
	dial.pass(300ms);
	BOOST_TEST(dial.isWaiting());
}


BOOST_AUTO_TEST_CASE(theLastRefusalIsReportedAndHowManyWereTried)
{
	const auto last = closedPort();
	NetDial dial(TARGET);
	dial.route.addresses = {closedPort(), closedPort(), last};
	dial.run();
	BOOST_TEST(dial.failedWith<Poco::Net::ConnectionRefusedException>());
	BOOST_TEST(dial.failure() == "Connection refused: " + last.toString() + ", the last of 3 addresses");
	BOOST_CHECK(dial.dialed->cause == Net::Cause::TRANSPORT);
}


BOOST_AUTO_TEST_CASE(noAnswerInTimeIsATimeout)
{
	NetDial dial(TARGET);
	dial.route.addresses = {full.address()};
	BOOST_TEST(dial.isWaiting());
	dial.pass(10s - 1ms);
	BOOST_TEST(dial.isWaiting());
	dial.pass(20ms);
	BOOST_TEST(dial.failedWith<Poco::TimeoutException>());
	BOOST_TEST(dial.failure().find("connecting to " + full.address().toString()) != std::string::npos);
	BOOST_CHECK(dial.dialed->cause == Net::Cause::HANDSHAKE_TIMEOUT);
}


BOOST_AUTO_TEST_CASE(theTimeoutHoldsForTheLookUp)
{
	std::promise<void> release;
	NetDial dial(TARGET, [until = release.get_future().share()](const std::string&, std::uint16_t) -> Net::Addresses {
		until.wait();
		return {};
	});
	BOOST_TEST(dial.isWaiting());
	dial.pass(10s + 20ms);
	BOOST_TEST(dial.failure().find("looking up server.invalid") != std::string::npos);
	release.set_value();
}


//
// Proxies
//


BOOST_AUTO_TEST_CASE(goesThroughAnHTTPProxy)
{
	std::string head;
	auto proxy = std::make_unique<NetHost>([&](NetSocket& socket) {
		head = socket.readHead();
		socket.send("HTTP/1.1 200 Yes\r\n\r\nearly");
		socket.readToEnd();
	});
	NetDial dial(TARGET);
	dial.through("http://" + proxy->address().toString());
	BOOST_TEST(peerOf(dial.run()) == proxy->address().toString());
	BOOST_TEST(dial.dialed->early == "early");
	BOOST_TEST(dial.dialed->proxyResponse.status == 200);
	dial.dialed->transport.reset();
	proxy.reset();
	BOOST_TEST(head.starts_with("CONNECT server.invalid:8080 HTTP/1.1\r\n"));
}


BOOST_AUTO_TEST_CASE(goesThroughASOCKSProxy)
{
	Bytes heard;
	auto proxy = std::make_unique<NetHost>([&](NetSocket& socket) {
		heard = socket.read(4);
		socket.send("05 02"_hex);
		heard += socket.read(13);
		socket.send("01 00"_hex);
		heard += socket.read(21);
		socket.send("05 00 00 01 00000000 0000"_hex + "early");
		socket.readToEnd();
	});
	NetDial dial(TARGET);
	dial.through("socks5://user:secret@" + proxy->address().toString());
	BOOST_TEST(peerOf(dial.run()) == proxy->address().toString());
	BOOST_TEST(dial.dialed->early == "early");
	BOOST_TEST(dial.dialed->proxyResponse.status == 0);
	dial.dialed->transport.reset();
	proxy.reset();
	BOOST_TEST(heard == "05 02 00 02"_hex + "01 04"_hex + "user" + "06"_hex + "secret" + "05 01 00 03 0e"_hex + "server.invalid" + "1f90"_hex);
}


BOOST_AUTO_TEST_CASE(badInput29ASOCKSProxyThatRefusesIsNamed)
{
	NetHost proxy([](NetSocket& socket) {
		socket.read(3);
		socket.send("05 00"_hex);
		socket.send("05 05 00 01 00000000 0000"_hex);
		socket.readToEnd();
	});
	NetDial dial(TARGET);
	dial.through("socks5h://" + proxy.address().toString());
	dial.run();
	BOOST_TEST(dial.failure() == "Net Exception: proxy " + proxy.address().toString() + ": proxy could not connect: connection refused");
}


BOOST_AUTO_TEST_CASE(badInput29AProxyThatDoesNotAnswerIsNamed)
{
	for (const char* scheme: {"http", "https", "socks5"})
	{
		NetDial dial(TARGET);
		dial.through(urlOf(scheme));
		BOOST_TEST(dial.isWaiting());
		dial.pass(10s + 20ms);
		BOOST_TEST(dial.failedWith<Poco::TimeoutException>());
		BOOST_TEST(dial.failure().starts_with("Timeout: proxy " + listening.address().toString() + ": "));
		BOOST_TEST(dial.failure().find("secret") == std::string::npos);
	}
}


BOOST_AUTO_TEST_CASE(badInput29ARefusalWithoutEndIsToldAtTheTimeout)
{
	NetHost proxy([](NetSocket& socket) {
		socket.readHead();
		socket.send("HTTP/1.1 403 No\r\n\r\nbecause");
		socket.readToEnd();
	});
	NetDial dial(TARGET);
	dial.through("http://" + proxy.address().toString());
	dial.start();
	while (dial.dialer && dial.dialer->doing() != "awaiting the rest of the proxy's answer") dial.loop.turn();
	dial.pass(10s + 20ms);
	BOOST_TEST(dial.failure().find("403 No (because)") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput29AProxyThatCannotBeFoundOrReachedIsNamed)
{
	NetDial lost(TARGET, [](const std::string& host, std::uint16_t) -> Net::Addresses { throw Poco::Net::HostNotFoundException(host); });
	lost.through("socks5://proxy.invalid");
	lost.run();
	BOOST_TEST(lost.failure() == "Host not found: proxy proxy.invalid:1080: proxy.invalid");

	NetDial closed(TARGET, finding({closedPort()}));
	closed.through("http://proxy.invalid:3128");
	closed.run();
	BOOST_TEST(closed.failedWith<Poco::Net::ConnectionRefusedException>());
	BOOST_TEST(closed.failure().find("proxy proxy.invalid:3128: 127.0.0.1:") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(whatIsNoProxyIsRefusedAtOnce)
{
	NetDial dial(TARGET);
	dial.through("ftp://proxy.invalid");
	BOOST_CHECK_THROW(dial.start(), Poco::SyntaxException);
}


//
// TLS
//


BOOST_AUTO_TEST_CASE(doesTLSWithTheProxyAndWithinItsTunnel)
{
	const auto nothing = [](NetSocket& socket) { socket.readToEnd(); };
	NetHost host(nothing, testCertificate().serverContext());
	NetHost proxy([&](NetSocket& socket) {
		socket.readHead();
		socket.send("HTTP/1.1 200 Yes\r\n\r\n");
		NetHost::forwarding(host.address())(socket);
	},
		testCertificate().serverContext());
	NetDial dial("wss://localhost:" + std::to_string(host.address().port()));
	dial.through("https://" + proxy.address().toString());
	dial.route.tls = dial.route.proxyTLS = trusting();
	BOOST_TEST(peerOf(dial.run()) == proxy.address().toString());
	BOOST_TEST(dial.dialed->transport->secure());
}


BOOST_AUTO_TEST_CASE(badInput65WhoseCertificateIsRefusedIsNamed)
{
	const auto nothing = [](NetSocket& socket) { socket.readToEnd(); };
	NetHost host(nothing, testCertificate().serverContext());
	NetDial direct("wss://" + host.address().toString());
	direct.run();
	BOOST_TEST(direct.failedWith<Poco::Net::CertificateValidationException>());
	BOOST_CHECK(direct.dialed->cause == Net::Cause::TLS);

	NetHost proxy(nothing, testCertificate().serverContext());
	NetDial through("wss://server.invalid");
	through.through("https://" + proxy.address().toString());
	through.run();
	BOOST_TEST(through.failedWith<Poco::Net::CertificateValidationException>());
	BOOST_TEST(through.failure().find("proxy " + proxy.address().toString() + ": ") != std::string::npos);
	BOOST_CHECK(through.dialed->cause == Net::Cause::TLS);
}


BOOST_AUTO_TEST_CASE(theTimeoutHoldsForTLS)
{
	NetDial dial(urlOf("wss"));
	BOOST_TEST(dial.isWaiting());
	dial.pass(10s + 20ms);
	BOOST_TEST(dial.failedWith<Poco::TimeoutException>());
}


//
// Cancelling
//


BOOST_AUTO_TEST_CASE(cancelledWhileLookingUp)
{
	std::promise<void> release;
	NetDial dial(TARGET, [until = release.get_future().share(), this](const std::string&, std::uint16_t) -> Net::Addresses {
		until.wait();
		return {listening.address()};
	});
	BOOST_TEST(dial.isWaiting());
	dial.dialer->cancel();
	release.set_value();
	dial.pass(20s);
	BOOST_TEST(!dial.dialed);
}


BOOST_AUTO_TEST_CASE(cancelledWhileConnecting)
{
	NetDial dial(TARGET);
	dial.route.addresses = {full.address(), listening.address()};
	BOOST_TEST(dial.isWaiting());
	dial.dialer->cancel();
	dial.pass(20s);
	BOOST_TEST(!dial.dialed);
}


BOOST_AUTO_TEST_CASE(cancelledWhileAProxyOrTLSIsAwaited)
{
	for (const char* scheme: {"http", "https", "socks5"})
	{
		NetDial dial(TARGET);
		dial.through(urlOf(scheme));
		BOOST_TEST(dial.isWaiting());
		dial.dialer.reset();
		dial.pass(20s);
		BOOST_TEST(!dial.dialed);
	}
}


BOOST_AUTO_TEST_SUITE_END()
