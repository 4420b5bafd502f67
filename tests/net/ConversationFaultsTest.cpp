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
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>
#include <utility>


using namespace WS;
using namespace WS::Test;


namespace {


const std::string LOST = "lost";
const std::string WHOLE = "Hello, fragments, !, large; closed with 4001 enough";


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


std::string converse(const Poco::URI& uri, std::size_t largeSize)
	/// The part of a client whose own calls may fail; what it has seen.
try
{
	Net::WebSocketClient client(uri);
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
	BOOST_TEST((client.state() == State::CLOSED));
	if (client.closeCode() == CloseCode::ABNORMAL) return LOST;
	return seen + "; closed with " + std::to_string(static_cast<int>(client.closeCode())) + " " + client.closeReason();
}
catch (const Poco::Exception&)
{
	return LOST;
}


template <class Host>
std::size_t forEveryCall(Fault fault, const std::function<Whose(const Host&)>& whose, const std::function<std::string(const Host&)>& part)
	/// A conversation for each call to which the fault can happen, and a last one in which it does not. Returns how many.
{
	for (std::size_t number = 1;; ++number)
	{
		BOOST_TEST_CONTEXT(fault << " in call " << number)
		{
			bool happened = false;
			Journal* journal = nullptr;
			Host host(conversing());
			{
				const NetFaults faults(fault, number, whose(host));
				const auto seen = part(host);
				happened = faults.happened();
				if (happened && fault == Fault::RESET) BOOST_TEST((seen == LOST || seen == WHOLE));
				else BOOST_TEST(seen == WHOLE);
			}
			journal = &host.journal;
			if (journal->events().count(Event::OPENED) > 0) BOOST_TEST(journal->until(Event::CLOSED).count(Event::CLOSED) == 1U);
			BOOST_TEST(converse(host.address(), 10) == WHOLE);        // the next client is served
			if (!happened) return number;
		}
	}
}


std::uint16_t portOf(const auto& host)
{
	return host.address().port();
}


template <class Host>
void failForServer(Fault fault)
{
	const auto rounds = forEveryCall<Host>(
		fault, [](const Host& host) { return Whose::server(portOf(host)); }, [](const Host& host) { return converse(host.address(), 200000); });
	BOOST_TEST(rounds > 1U);
	BOOST_TEST_MESSAGE(rounds << " conversations");
}


template <class Host>
void failForClient(Fault fault)
{
	const auto rounds = forEveryCall<Host>(
		fault, [](const Host& host) { return Whose::client(portOf(host)); }, [](const Host& host) { return converse(host.uri(), 200000); });
	BOOST_TEST(rounds > 1U);
	BOOST_TEST_MESSAGE(rounds << " conversations");
}


} // namespace


BOOST_AUTO_TEST_SUITE(ConversationFaultsTest)


BOOST_AUTO_TEST_CASE(badInput64ShortCallsOfAThreadedServer)
{
	failForServer<NetServer>(Fault::SHORT);
}


BOOST_AUTO_TEST_CASE(badInput64WouldBlockInAThreadedServer)
{
	failForServer<NetServer>(Fault::WOULD_BLOCK);
}


BOOST_AUTO_TEST_CASE(badInput64InterruptedCallsOfAThreadedServer)
{
	failForServer<NetServer>(Fault::INTERRUPTED);
}


BOOST_AUTO_TEST_CASE(badInput64ResetsInAThreadedServer)
{
	failForServer<NetServer>(Fault::RESET);
}


BOOST_AUTO_TEST_CASE(badInput64ShortCallsOfALoopsServer)
{
	failForServer<LoopServer>(Fault::SHORT);
}


BOOST_AUTO_TEST_CASE(badInput64WouldBlockInALoopsServer)
{
	failForServer<LoopServer>(Fault::WOULD_BLOCK);
}


BOOST_AUTO_TEST_CASE(badInput64InterruptedCallsOfALoopsServer)
{
	failForServer<LoopServer>(Fault::INTERRUPTED);
}


BOOST_AUTO_TEST_CASE(badInput64ResetsInALoopsServer)
{
	failForServer<LoopServer>(Fault::RESET);
}


BOOST_AUTO_TEST_CASE(badInput64NoDescriptorsInALoopsServer)
{
	failForServer<LoopServer>(Fault::NO_DESCRIPTORS);
}


BOOST_AUTO_TEST_CASE(badInput64ShortCallsOfTheBlockingClient)
{
	failForClient<NetServer>(Fault::SHORT);
}


BOOST_AUTO_TEST_CASE(badInput64WouldBlockInTheBlockingClient)
{
	failForClient<NetServer>(Fault::WOULD_BLOCK);
}


BOOST_AUTO_TEST_CASE(badInput64InterruptedCallsOfTheBlockingClient)
{
	failForClient<NetServer>(Fault::INTERRUPTED);
}


BOOST_AUTO_TEST_CASE(badInput64ResetsInTheBlockingClient)
{
	failForClient<NetServer>(Fault::RESET);
}


BOOST_AUTO_TEST_SUITE_END()
