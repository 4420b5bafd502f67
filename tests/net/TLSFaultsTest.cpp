//
// TLSFaultsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/TLS.h"
#include "net/LoopServer.h"
#include "net/NetCertificate.h"
#include "net/NetConversation.h"
#include <boost/test/unit_test.hpp>
#include <memory>


using namespace WS;
using namespace WS::Test;


namespace {


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


} // namespace


BOOST_FIXTURE_TEST_SUITE(TLSFaultsTest, ConversationFixture)


BOOST_AUTO_TEST_CASE(badInput64EachCallOfAServerWithTLS)
{
	TLSServer server(conversing());
	failFor(server, Whose::server, server.uri(), FAULTS_OF_SERVERS);
}


BOOST_AUTO_TEST_CASE(badInput64EachCallOfTheBlockingClientWithTLS)
{
	TLSServer server(conversing());
	failFor(server, Whose::client, server.uri());
}


BOOST_AUTO_TEST_CASE(badInput64EveryCallIsShort)
{
	const TLSServer server(conversing());
	for (const auto side: {Whose::server, Whose::client})
	{
		const NetFaults faults(Fault::SHORT, NetFaults::EVERY, side(server.address().port()));
		BOOST_TEST(converse(server.uri(), 2000) == WHOLE);
		BOOST_TEST(faults.happened());
	}
}


BOOST_AUTO_TEST_SUITE_END()
