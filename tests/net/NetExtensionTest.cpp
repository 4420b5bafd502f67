//
// NetExtensionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetServer.h"
#include "support/Tagging.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


Options tagged()
{
	Options options;
	options.extensions.add(tagging("a", Rsv::RSV1)).add(tagging("b"));
	return options;
}


void useTags(Net::Endpoint& endpoint)
{
	endpoint.options = std::make_shared<const Options>(tagged());
}


struct Connected: Net::WebSocketClient
{
	explicit Connected(const NetServer& server, const Options& options = tagged()):
		Net::WebSocketClient(server.uri(), options)
	{
		connect();
	}
};


std::string received(Net::WebSocketClient& client)
{
	return client.receive(Poco::Timespan(PATIENCE, 0)).value().payload;
}


} // namespace


BOOST_AUTO_TEST_SUITE(NetExtensionTest)


BOOST_AUTO_TEST_CASE(adaptersNegotiateAndUseExtensions)
{
	std::vector<Negotiated> atServer;
	Script script = echo();
	script.onOpen = [&](Net::WebSocketConnection& connection) { atServer = connection.driver().negotiated(); };
	NetServer server(script, useTags);
	Connected client(server);
	BOOST_TEST(client.text("Hello"));
	BOOST_TEST(received(client) == "Hello");
	BOOST_TEST(client.driver().negotiated().size() == 2u);
	BOOST_TEST(atServer.size() == 2u);
	BOOST_TEST(client.response().headers.joined("Sec-WebSocket-Extensions") == "a, b");
}


BOOST_AUTO_TEST_CASE(adaptersPassTheOptionsOfAMessageOn)
{
	const auto seen = tagging("a", Rsv::RSV1);
	int encoded = 0;
	seen->before = [&](const Message&) { ++encoded; return SessionResult::done(); };
	Options options;
	options.extensions.add(seen);
	Script script;
	script.onMessage = [](Net::WebSocketConnection& connection, Message& message) { connection.handle().text(message.take(), {.compress = false}); };
	NetServer server(script, [&](Net::Endpoint& endpoint) { endpoint.options = std::make_shared<const Options>(options); });
	Connected client(server, tagged());
	BOOST_TEST(client.text("secret", {.compress = false}));
	BOOST_TEST(received(client) == "secret");
	BOOST_TEST(encoded == 0);
}


BOOST_AUTO_TEST_SUITE_END()
