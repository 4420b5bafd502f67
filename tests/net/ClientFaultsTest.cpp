//
// ClientFaultsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ClientConnection.h"
#include "WS/Net/CloseInfo.h"
#include "WS/Net/ConnectionListener.h"
#include "WS/Net/EventLoop.h"
#include "WS/Net/WebSocketClient.h"
#include "net/LoopServer.h"
#include "net/NetConversation.h"
#include "net/NetHost.h"
#include "net/TLSPair.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <memory>


using namespace WS;
using namespace WS::Test;


namespace {


class Conversing: public Net::ConnectionListener
	/// The part of a client on a loop, which it stops in the end.
{
public:
	Conversing(Net::ClientConnection& connection, Net::EventLoop& loop, std::string& seen):
		_connection(connection),
		_loop(loop),
		_seen(seen)
	{
	}

	void onOpen() override { _connection.driver().text("Hello"); }

	void onPong(std::string_view payload) override { _pong = payload; }

	void onMessage(Message& message) override
	{
		auto& driver = _connection.driver();
		const std::string large(200000, 'x');
		if (message.payload == large)
		{
			_seen += _pong + ", large";
			driver.close(CloseCode(4001), "enough");
			return;
		}
		_seen.append(message.payload).append(", ");
		if (message.payload == "Hello") driver.text("fragments");
		else driver.ping("!") && driver.binary(large);
	}

	void onEnd(const Net::CloseInfo& info) override
	{
		if (info.cause == Net::Cause::CLOSED) _seen += "; closed with " + std::to_string(static_cast<int>(info.code)) + " " + info.reason;
		else _seen = LOST;
		_loop.stop();
	}

private:
	Net::ClientConnection& _connection;
	Net::EventLoop& _loop;
	std::string& _seen;
	std::string _pong;
};


void failForLoop(const Poco::URI& uri)
	/// Of a client's loop, with its calls that wait.
{
	Net::ClientOptions options;
	options.tls = trusting().complete();
	for (const auto fault: FAULTS) forEveryCall(fault, [&](std::size_t number) {
		std::string seen;
		Net::EventLoop loop;
		const NetFaults faults(fault, number, Whose::thisThread());
		loop.connect(
			uri, [&](Net::ClientConnection& connection) { return std::make_unique<Conversing>(connection, loop, seen); }, options);
		loop.run();
		BOOST_TEST(sawWhatItShould(seen, fault, faults.happened()), seen);
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


BOOST_FIXTURE_TEST_SUITE(ClientFaultsTest, ConversationFixture)


BOOST_AUTO_TEST_CASE(badInput64EachCallOfTheBlockingClient)
{
	LoopServer server(conversing());
	failFor(server, Whose::client, server.uri());
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfTheBlockingClientThatReadsFragments)
{
	for (const auto fault: FAULTS) failInFragments(fault);
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfAClientsLoop)
{
	const LoopServer server(conversing());
	failForLoop(server.uri());
}


BOOST_AUTO_TEST_SUITE_END()
