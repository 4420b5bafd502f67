//
// ConversationFaultsTest.cpp
//
// Whole conversations in which the n-th system call of one end fails, for every n.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/LoopServer.h"
#include "net/NetFaults.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include "net/TLSPair.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>


using namespace WS;
using namespace WS::Test;


namespace {


const std::string LOST = "lost";
const std::string WHOLE = "Hello, fragments, !, large; closed with 4001 enough";


constexpr std::initializer_list<Fault> ALL = {Fault::SHORT, Fault::WOULD_BLOCK, Fault::INTERRUPTED, Fault::RESET, Fault::NO_DESCRIPTORS};


Script conversing()
	/// Sends each message back, and asks for a sign of life at the first.
{
	auto script = echo();
	script.onOpen = [](Net::WebSocketConnection& connection) { connection.driver().ping("?"); };
	return script;
}


std::string converse(const Poco::Net::SocketAddress& address, std::size_t largeSize)
	/// The part of a client whose own calls do not fail; what it has seen.
try
{
	auto socket = NetSocket::opened(address);
	BOOST_TEST(socket.readFrame() == TestFrame(PING, "?"));
	socket.send(TestFrame(PONG, "?"));
	socket.send(TestFrame(TEXT, "Hello"));
	std::string seen = socket.readFrame().payload.string();

	socket.send(TestFrame(TEXT, "frag").unfinished());
	socket.send(TestFrame(PING, "!"));
	const auto pong = socket.readFrame();
	socket.send(TestFrame(CONTINUATION, "ments"));
	seen += ", " + socket.readFrame().payload.string();
	seen += ", " + pong.payload.string();

	const std::string large(largeSize, 'x');
	socket.send(TestFrame(BINARY, large));
	if (socket.readFrame() == TestFrame(BINARY, large)) seen += ", large";

	socket.send(TestFrame::close(4001, "enough"));
	if (socket.readFrame() == TestFrame::close(4001, "enough") && socket.readToEnd().empty()) seen += "; closed with 4001 enough";
	return seen;
}
catch (const Poco::Exception&)
{
	return LOST;
}


std::string converse(Net::WebSocketClient& client, std::size_t largeSize)
	/// The same of the blocking client, whose own calls may fail.
try
{
	std::string pong;
	client.onPong = [&](std::string_view payload) { pong = payload; };
	client.connect();
	std::string seen;
	for (const char* text: {"Hello", "fragments"})
	{
		client.text(text);
		const auto answer = client.receive();
		if (!answer) return LOST;
		seen += answer->payload + ", ";
	}
	client.ping("!");
	const std::string large(largeSize, 'x');
	client.binary(large);
	const auto answer = client.receive();
	seen += pong;
	if (answer && answer->payload == large) seen += ", large";

	client.close(CloseCode(4001), "enough");
	if (client.closeCode() == CloseCode::ABNORMAL) return LOST;
	return seen + "; closed with " + std::to_string(static_cast<int>(client.closeCode())) + " " + client.closeReason();
}
catch (const Poco::Exception&)
{
	return LOST;
}


std::string converse(const Poco::URI& uri, std::size_t largeSize)
{
	Net::WebSocketClient client(uri);
	static const auto tls = trusting().complete();
	if (uri.getScheme() == "wss") client.setTLS(tls);
	auto seen = converse(client, largeSize);
	BOOST_TEST((seen == LOST || client.state() == State::CLOSED));
	return seen;
}


struct TLSServer
	/// On event loops.
{
	explicit TLSServer(Script script)
	{
		server.route("/", endpointOf(std::move(script), journal));
		served = server.listen(Poco::Net::SocketAddress("127.0.0.1", 0), std::make_shared<Net::ServerTLS>(testCertificate().serverContext()));
		server.start();
	}

	const Poco::Net::SocketAddress& address() const { return served; }
	Poco::URI uri() const { return Poco::URI("wss://localhost:" + std::to_string(served.port()) + "/"); }

	Journal journal;
	Net::WebSocketServer server;
	Poco::Net::SocketAddress served;
};


struct Fixture
	/// When all is over no descriptor is left open.
{
	static std::ptrdiff_t openDescriptors() { return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}); }

	void teardown() const { BOOST_TEST(openDescriptors() == before); }

	const std::ptrdiff_t before = openDescriptors();
};


void forEveryCall(Fault fault, const std::function<bool(std::size_t)>& happens)
	/// Calls it with 1, 2, 3 until the fault does not happen any more.
{
	std::size_t number = 0;
	for (bool happened = true; happened;)
	{
		BOOST_TEST_CONTEXT(fault << " in call " << ++number)
		happened = happens(number);
	}
	BOOST_TEST(number > 1U);
	BOOST_TEST_MESSAGE(number << " conversations with " << fault);
}


bool sawWhatItShould(const std::string& seen, Fault fault, bool happened)
	/// Nothing but a lost connection may be noticed.
{
	return seen == WHOLE || (seen == LOST && happened && fault == Fault::RESET);
}


template <class Host>
void failFor(Host& host, Whose (*side)(std::uint16_t), const Poco::URI& uri, std::initializer_list<Fault> faults)
	/// Whatever happens, a connection ends once, and the next client is served. Without a URI the client sends fragments.
{
	for (const auto fault: faults) forEveryCall(fault, [&](std::size_t number) {
		bool happened = false;
		{
			const NetFaults failing(fault, number, side(host.address().port()));
			const auto seen = uri.empty() ? converse(host.address(), 200000) : converse(uri, 200000);
			happened = failing.happened();
			BOOST_TEST(sawWhatItShould(seen, fault, happened), seen);
		}
		BOOST_TEST(converse(host.uri(), 10) == WHOLE);
		const auto opened = host.journal.events().count(Event::OPENED);
		BOOST_TEST(host.journal.until(Event::CLOSED, opened).count(Event::CLOSED) == opened);
		return happened;
	});
}


void failForLoop(Fault fault)
	/// Of a server's loop, with its calls that wait and those that wake it.
{
	forEveryCall(fault, [=](std::size_t number) {
		Journal journal;
		Net::EventLoop loop;
		Net::WebSocketServer server(loop);
		server.route("/", endpointOf(conversing(), journal));
		const auto address = server.listen(Poco::Net::SocketAddress("127.0.0.1", 0));
		server.start();
		std::string seen;
		std::thread other([&] {
			seen = converse(address, 200000);
			server.stop();
			loop.stop();
		});
		const NetFaults faults(fault, number, Whose::thisThread());
		loop.run();
		other.join();
		BOOST_TEST(sawWhatItShould(seen, fault, faults.happened()), seen);
		BOOST_TEST(journal.events().count(Event::CLOSED) == journal.events().count(Event::OPENED));
		return faults.happened();
	});
}


void failInFragments(Fault fault)
	/// Of the blocking client; the server sends fragments, a ping between them.
{
	forEveryCall(fault, [=](std::size_t number) {
		NetHost host(NetHost::opened([=](NetSocket& socket) {
			socket.send(TestFrame(TEXT, "frag").unfinished().unmasked().bytes() + TestFrame(PING, "!").bytes() + TestFrame(CONTINUATION, "ments").bytes());
			BOOST_TEST(socket.readFrame().payload == "!");
			socket.send(TestFrame::close(4001, "enough").bytes());
			socket.readFrame();
		}));
		const NetFaults faults(fault, number, Whose::client(host.address().port()));
		std::string seen;
		try
		{
			Net::WebSocketClient client(host.uri());
			client.connect();
			const auto message = client.receive();
			seen = message ? message->payload : LOST;
			if (message && client.receive()) seen += " and more";
			if (client.closeCode() == CloseCode::ABNORMAL) seen = LOST;
		}
		catch (const Poco::Exception&)
		{
			seen = LOST;
		}
		BOOST_TEST((seen == "fragments" || (seen == LOST && fault == Fault::RESET && faults.happened())), seen);
		return faults.happened();
	});
}


} // namespace


BOOST_FIXTURE_TEST_SUITE(ConversationFaultsTest, Fixture)


BOOST_AUTO_TEST_CASE(badInput64EachCallOfAServerWithThreads)
{
	NetServer server(conversing());
	failFor(server, Whose::server, {}, {Fault::SHORT, Fault::WOULD_BLOCK, Fault::INTERRUPTED, Fault::RESET});
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfAServerOnLoops)
{
	LoopServer server(conversing());
	failFor(server, Whose::server, {}, ALL);
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfALoop)
{
	for (const auto fault: ALL) failForLoop(fault);
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfTheBlockingClient)
{
	NetServer server(conversing());
	failFor(server, Whose::client, server.uri(), {Fault::SHORT, Fault::WOULD_BLOCK, Fault::INTERRUPTED, Fault::RESET});
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfTheBlockingClientThatReadsFragments)
{
	for (const auto fault: {Fault::SHORT, Fault::WOULD_BLOCK, Fault::INTERRUPTED, Fault::RESET}) failInFragments(fault);
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfAServerWithTLS)
{
	TLSServer server(conversing());
	failFor(server, Whose::server, server.uri(), ALL);
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfTheBlockingClientWithTLS)
{
	TLSServer server(conversing());
	failFor(server, Whose::client, server.uri(), {Fault::SHORT, Fault::WOULD_BLOCK, Fault::INTERRUPTED, Fault::RESET});
}


BOOST_AUTO_TEST_CASE(badInput64EveryCallIsShort)
{
	for (const auto side: {Whose::server, Whose::client})
	{
		const LoopServer server(conversing());
		const TLSServer secure(conversing());
		for (const auto& uri: {server.uri(), secure.uri()})
		{
			const NetFaults faults(Fault::SHORT, NetFaults::EVERY, side(uri.getPort()));
			BOOST_TEST(converse(uri, 2000) == WHOLE);
			BOOST_TEST(faults.happened());
		}
	}
}


BOOST_AUTO_TEST_SUITE_END()
