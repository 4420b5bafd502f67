//
// WebSocketServerTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/LoopServer.h"
#include "net/NetCertificate.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/TemporaryFile.h>
#include <boost/test/unit_test.hpp>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::ServerSettings;
using Net::WebSocketConnection;
using Net::WebSocketServer;
using Poco::Net::SocketAddress;


Response page(const Request& request)
{
	Response response;
	response.status = 200;
	response.body = request.method + " " + request.target;
	return response;
}


NetSocket asking(const SocketAddress& address, const std::string& line)
	/// A plain request, answered.
{
	NetSocket socket(address);
	socket.send(Bytes(line + "\r\nHost: localhost\r\n\r\n"));
	socket.readHead();
	return socket;
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketServerTest)


BOOST_AUTO_TEST_CASE(servesAnEcho)
{
	LoopServer server;
	auto socket = NetSocket::opened(server.address());
	for (const auto* text: {"Hello", "", "again"})
	{
		socket.send(TestFrame(TEXT, text));
		BOOST_TEST(socket.readFrame() == TestFrame(TEXT, text));
	}
	socket.send(TestFrame::close(1000, "bye"));
	BOOST_TEST(socket.readFrame() == TestFrame::close(1000, "bye"));
	BOOST_TEST(socket.readToEnd().empty());
	BOOST_TEST(server.journal.until(Event::CLOSED).count(Event::CLOSED) == 1U);
}


BOOST_AUTO_TEST_CASE(servesLargeMessages)
{
	LoopServer server;
	auto socket = NetSocket::opened(server.address());
	const std::string large(3 * 1024 * 1024, 'x');
	std::thread sender([&] { socket.send(TestFrame(BINARY, large)); });
	BOOST_TEST(socket.readFrame().payload.size() == large.size());
	sender.join();
}


BOOST_AUTO_TEST_CASE(framesBehindTheRequestAreServed)
{
	LoopServer server;
	NetSocket socket(server.address());
	socket.send(NetSocket::request(server.address()).bytes() + TestFrame(TEXT, "early").masked().bytes());
	socket.readHead();
	BOOST_TEST(socket.status() == 101);
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "early"));
}


BOOST_AUTO_TEST_CASE(spreadsConnectionsOverItsLoops)
{
	std::mutex mutex;
	std::set<std::thread::id> threads;
	Script script = echo();
	script.onOpen = [&](WebSocketConnection&) {
		const std::lock_guard lock(mutex);
		threads.insert(std::this_thread::get_id());
	};
	LoopServer server(script, {}, 3);
	std::vector<NetSocket> sockets;
	for (int i = 0; i < 6; ++i) sockets.push_back(NetSocket::opened(server.address()));
	server.journal.until(Event::OPENED, 6);
	BOOST_TEST(threads.size() == 3U);
	BOOST_TEST(server.server.size() == 6U);
	BOOST_TEST(server.server.connections().size() == 6U);
}


BOOST_AUTO_TEST_CASE(whatIsNoRouteIsAnsweredByThePlainHandler)
{
	Journal journal;
	WebSocketServer server;
	server.route("/echo", endpointOf(echo(), journal));
	server.setPlainHandler(page);
	const auto address = server.listen(SocketAddress("127.0.0.1", 0));
	server.start();

	auto plain = asking(address, "GET /index.html HTTP/1.1");
	BOOST_TEST(plain.status() == 200);
	BOOST_TEST(plain.readToEnd() == Bytes("GET /index.html"));
	BOOST_TEST(asking(address, "GET /echo HTTP/1.1").status() == 200);
}


BOOST_AUTO_TEST_CASE(withoutAPlainHandlerItIsNotFound)
{
	LoopServer server;
	BOOST_TEST(asking(server.address(), "GET /other HTTP/1.1").status() == 404);
	BOOST_TEST(asking(server.address(), "GET / HTTP/1.1").status() == 426);
	BOOST_TEST(NetSocket(server.address(), NetSocket::request(server.address(), "/other")).status() == 404);
}


BOOST_AUTO_TEST_CASE(whatAPlainHandlerThrowsIsAnInternalError)
{
	WebSocketServer server;
	server.setPlainHandler([](const Request&) -> Response { throw 1; });
	const auto address = server.listen(SocketAddress("127.0.0.1", 0));
	server.start();
	BOOST_TEST(asking(address, "GET / HTTP/1.1").status() == 500);
}


BOOST_AUTO_TEST_CASE(connectionsOverTheLimitAreRefused)
{
	ServerSettings settings;
	settings.maxConnections = 2;
	LoopServer server(echo(), {}, 1, settings);
	const auto first = NetSocket::opened(server.address());
	const auto second = NetSocket::opened(server.address());
	BOOST_TEST(NetSocket(server.address(), NetSocket::request(server.address())).status() == 503);
}


BOOST_AUTO_TEST_CASE(connectionsOfOneAddressOverTheLimitAreRefused)
{
	ServerSettings settings;
	settings.maxConnectionsPerAddress = 1;
	LoopServer server(echo(), {}, 1, settings);
	{
		auto first = NetSocket::opened(server.address());
		BOOST_TEST(NetSocket(server.address(), NetSocket::request(server.address())).status() == 503);
		first.send(TestFrame::close(1000));
		first.readFrame();
		first.readToEnd();
	}
	server.journal.until(Event::CLOSED);
}


BOOST_AUTO_TEST_CASE(oneAddressDoesNotTakeAllDescriptorsWhileItIsRefused)
{
	ServerSettings settings;
	settings.handshakeTimeout = Net::FOREVER;
	settings.maxConnectionsPerAddress = 1;
	LoopServer server(echo(), {}, 1, settings);
	std::vector<NetSocket> silent;
	for (int i = 0; i < 50; ++i) silent.emplace_back(server.address());
	BOOST_TEST(silent.back().readToEnd().empty());
	BOOST_TEST(server.server.size() < 20U);
}


BOOST_AUTO_TEST_CASE(listensAtUnixDomainSockets)
{
	const Poco::TemporaryFile file;
	const SocketAddress address(SocketAddress::UNIX_LOCAL, file.path());
	{
		Journal journal;
		WebSocketServer server;
		server.route("/chat", endpointOf(echo(), journal));
		server.listen(address);
		server.start();
		NetSocket socket(address, Head::request());
		BOOST_TEST(socket.status() == 101);
		socket.send(TestFrame(TEXT, "Hello"));
		BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "Hello"));
		BOOST_CHECK_THROW(WebSocketServer().listen(address), Poco::FileExistsException);
	}
	BOOST_TEST(!file.exists());
}


BOOST_AUTO_TEST_CASE(aServerThatHasStoppedLeavesTheFileToTheNext)
{
	const Poco::TemporaryFile file;
	const SocketAddress address(SocketAddress::UNIX_LOCAL, file.path());
	auto first = std::make_unique<WebSocketServer>();
	first->listen(address);
	first->start();
	first->stop();
	BOOST_TEST(!file.exists());
	WebSocketServer second;
	second.listen(address);
	first.reset();
	BOOST_TEST(file.exists());
}


BOOST_AUTO_TEST_CASE(aSocketOfAnotherKindIsNotReplaced)
{
	const Poco::TemporaryFile file;
	const SocketAddress address(SocketAddress::UNIX_LOCAL, file.path());
	Poco::Net::DatagramSocket others(SocketAddress::UNIX_LOCAL);
	others.bind(address);
	BOOST_CHECK_THROW(WebSocketServer().listen(address), Poco::FileExistsException);
	BOOST_TEST(file.exists());
}


BOOST_AUTO_TEST_CASE(aSocketOfPocosForTLSIsRefused)
{
	const Poco::Net::SecureServerSocket socket(SocketAddress("127.0.0.1", 0), 1, testCertificate().serverContext());
	BOOST_CHECK_THROW(WebSocketServer().listen(socket), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(listensAtIPv6)
{
	Journal journal;
	WebSocketServer server;
	server.route("/", endpointOf(echo(), journal));
	const auto address = server.listen(SocketAddress("::1", 0));
	server.start();
	BOOST_TEST(NetSocket(address, NetSocket::request(address)).status() == 101);
}


BOOST_AUTO_TEST_CASE(drainClosesAllWithGoingAway)
{
	LoopServer server(echo(), {}, 2);
	std::vector<NetSocket> sockets;
	for (int i = 0; i < 20; ++i) sockets.push_back(NetSocket::opened(server.address()));
	int closed = 0;
	std::thread clients([&] {
		for (auto& socket: sockets)
		{
			const bool isGoingAway = socket.readFrame() == TestFrame::close(1001);
			socket.send(TestFrame::close(1001));
			if (socket.readToEnd().empty() && isGoingAway) ++closed;
		}
	});
	BOOST_TEST(server.server.drain(Poco::Timespan(PATIENCE, 0)));
	clients.join();
	BOOST_TEST(closed == 20);
	BOOST_TEST(server.server.size() == 0U);
	BOOST_CHECK_THROW(NetSocket::opened(server.address()), Poco::Exception);
}


BOOST_AUTO_TEST_CASE(drainCutsWhatIsLeftAtTheDeadline)
{
	LoopServer server;
	auto socket = NetSocket::opened(server.address());
	BOOST_TEST(!server.server.drain(Poco::Timespan(0)));
	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 1U);
}


BOOST_AUTO_TEST_CASE(stopsFromWithinAListener)
{
	std::atomic<WebSocketServer*> stopped = nullptr;
	Script script;
	script.onMessage = [&](WebSocketConnection&, Message&) { stopped.load()->stop(); };
	LoopServer server(script);
	stopped = &server.server;
	auto socket = NetSocket::opened(server.address());
	socket.send(TestFrame(TEXT, "stop"));
	server.journal.until(Event::CLOSED);
	server.server.stop();
	BOOST_TEST(server.server.size() == 0U);
}


BOOST_AUTO_TEST_CASE(runsOnALoopOfTheCaller)
{
	Net::EventLoop loop;
	Journal journal;
	WebSocketServer server(loop);
	server.route("/", endpointOf(echo(), journal));
	const auto address = server.listen(SocketAddress("127.0.0.1", 0));
	server.start();
	std::thread runner([&] { loop.run(); });
	auto socket = NetSocket::opened(address);
	socket.send(TestFrame(TEXT, "Hello"));
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "Hello"));
	loop.stop();
	runner.join();
	server.stop();
	BOOST_TEST(journal.events().count(Event::CLOSED) == 1U);
}


BOOST_AUTO_TEST_CASE(handlesSendFromOtherThreads)
{
	LoopServer server;
	auto socket = NetSocket::opened(server.address());
	server.journal.until(Event::OPENED);
	const auto handle = server.server.connections().at(0);
	BOOST_TEST(handle.text("from outside"));
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "from outside"));
	BOOST_TEST(handle.close(CloseCode::NORMAL));
	BOOST_TEST(socket.readFrame() == TestFrame::close(1000));
	socket.send(TestFrame::close(1000));
	socket.readToEnd();
	server.journal.until(Event::CLOSED);
	BOOST_TEST(!handle.alive());
}


BOOST_AUTO_TEST_CASE(theClientsAddressIsTheOneThatATrustedProxyTells)
{
	std::string told;
	Script script;
	script.onOpen = [&](WebSocketConnection& connection) { told = connection.clientAddress().toString() + " " + connection.peerAddress().host().toString(); };
	LoopServer server(script, [](Net::Endpoint& endpoint) { endpoint.origins.trustProxy("127.0.0.1"); });
	const NetSocket socket(server.address(), NetSocket::request(server.address()).add("X-Forwarded-For", "192.0.2.7"));
	server.journal.until(Event::OPENED);
	BOOST_TEST(told == "192.0.2.7:0 127.0.0.1");
}


BOOST_AUTO_TEST_CASE(aHeaderOfTheProxyProtocolTellsTheClientsAddress)
{
	std::string told;
	Script script = echo();
	script.onOpen = [&](WebSocketConnection& connection) { told = connection.clientAddress().toString(); };
	ServerSettings settings;
	settings.proxyProtocol.add("127.0.0.1");
	LoopServer server(script, {}, 1, settings);
	NetSocket socket(server.address());
	socket.send("0d0a0d0a 000d0a51 5549540a 21 11 000c c0000207 7f000001 3039 0050"_hex + NetSocket::request(server.address()).bytes());
	socket.readHead();
	BOOST_TEST(socket.status() == 101);
	server.journal.until(Event::OPENED);
	BOOST_TEST(told == "192.0.2.7:12345");
}


BOOST_AUTO_TEST_CASE(withoutAProxyTheClientsAddressIsThePeersAlsoOnASocketForBothFamilies)
{
	bool isSame = false;
	Script script;
	script.onOpen = [&](WebSocketConnection& connection) { isSame = connection.clientAddress() == connection.peerAddress(); };
	Journal journal;
	WebSocketServer server;
	server.route("/", endpointOf(script, journal));
	const auto address = server.listen(SocketAddress("::", 0));
	server.start();
	const auto socket = NetSocket::opened(SocketAddress("127.0.0.1", address.port()));
	journal.until(Event::OPENED);
	BOOST_TEST(isSame);
}


BOOST_AUTO_TEST_CASE(anUpgradeInSeveralFieldsIsServed)
{
	LoopServer server;
	const NetSocket socket(server.address(), NetSocket::request(server.address()).without("Upgrade").add("Upgrade", "h2c").add("Upgrade", "websocket"));
	BOOST_TEST(socket.status() == 101);
}


BOOST_AUTO_TEST_CASE(aProxyWithoutThatHeaderIsCutOff)
{
	ServerSettings settings;
	settings.proxyProtocol.add("127.0.0.1");
	LoopServer server(echo(), {}, 1, settings);
	NetSocket socket(server.address());
	socket.send(NetSocket::request(server.address()).bytes());
	BOOST_CHECK_THROW(socket.readHead(), Poco::Exception);
}


BOOST_AUTO_TEST_CASE(settingUpAfterTheStartIsRefused)
{
	LoopServer server;
	BOOST_CHECK_THROW(server.server.route("/late", endpointOf(echo(), server.journal)), Poco::IllegalStateException);
	BOOST_CHECK_THROW(server.server.start(), Poco::IllegalStateException);
	BOOST_CHECK_THROW(WebSocketServer(0), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_SUITE_END()
