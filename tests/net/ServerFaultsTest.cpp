//
// ServerFaultsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/LoopServer.h"
#include "net/NetConversation.h"
#include <boost/test/unit_test.hpp>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


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


} // namespace


BOOST_FIXTURE_TEST_SUITE(ServerFaultsTest, ConversationFixture)


BOOST_AUTO_TEST_CASE(badInput64EachCallOfAServerWithThreads)
{
	NetServer server(conversing());
	failFor(server, Whose::server, {});
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfAServerOnLoops)
{
	LoopServer server(conversing());
	failFor(server, Whose::server, {}, FAULTS_OF_SERVERS);
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfALoop)
{
	for (const auto fault: FAULTS_OF_SERVERS) failForLoop(fault);
}


BOOST_AUTO_TEST_CASE(badInput64EveryCallIsShort)
{
	const LoopServer server(conversing());
	for (const auto side: {Whose::server, Whose::client})
	{
		const NetFaults faults(Fault::SHORT, NetFaults::EVERY, side(server.address().port()));
		BOOST_TEST(converse(server.uri(), 2000) == WHOLE);
		BOOST_TEST(faults.happened());
	}
}


BOOST_AUTO_TEST_SUITE_END()
