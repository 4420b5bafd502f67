//
// PluginDriverTest.cpp
//
// Extensions from shared objects at work between two drivers.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Callbacks.h"
#include "WS/ClientDriver.h"
#include "WS/ServerDriver.h"
#include "plugins/Loading.h"
#include "support/Tagging.h"
#include <Poco/URI.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


struct Pair
	/// A client and a server, and a transport that cuts after so many bytes.
{
	Pair(const Options& options, std::size_t cut):
		cut(cut),
		client(clientEvents, Poco::URI("ws://localhost/"), options),
		server(serverEvents, options)
	{
		serverEvents.onMessage = [&](Message& message) { server.send(message); };
		clientEvents.onMessage = [&](Message& message) { echoed.emplace_back(message.payload); };
		server.start();
		client.start();
		pump();
	}

	void pump()
	{
		while (move(client, server) || move(server, client))
		{
		}
	}

	bool move(Driver& from, Driver& to) const
	{
		std::string bytes(from.output().substr(0, cut));
		from.consume(bytes.size());
		to.receive(std::span<char>(bytes));
		return !bytes.empty();
	}

	const std::size_t cut;
	Callbacks clientEvents;
	Callbacks serverEvents;
	ClientDriver client;
	ServerDriver server;
	std::vector<std::string> echoed;
};


Options three()
	/// Two of them from shared objects, and a fourth that claims what the first has.
{
	Options options;
	options.extensions.add(PluginLoader::load(WS_TEST_HELLO, "greeting=Ahoy"));
	options.extensions.add(tagging("x-tag", Rsv::RSV2));
#if defined(WS_TEST_ZSTD)
	options.extensions.add(PluginLoader::load(WS_TEST_ZSTD));
#else
	options.extensions.add(tagging("x-other", Rsv::RSV1));
#endif
	options.extensions.add(tagging("x-late", Rsv::RSV3));
	return options;
}


} // namespace


BOOST_AUTO_TEST_SUITE(PluginDriverTest)


BOOST_AUTO_TEST_CASE(threeExtensionsAreActiveAtOnce)
{
	Pair pair(three(), 1000);
	const auto negotiated = pair.client.negotiated();
	BOOST_REQUIRE(negotiated.size() == 3);
	BOOST_TEST(negotiated[0].name == "x-hello");
	BOOST_TEST((negotiated[0].params == ExtensionParams{{"greeting", "Ahoy"}}));
	BOOST_TEST(negotiated[1].name == "x-tag");
	BOOST_TEST(negotiated[2].name != "x-late");
	BOOST_TEST(pair.server.negotiated().size() == 3);
}


BOOST_AUTO_TEST_CASE(messagesPassThemAtEverySplit)
{
	const std::vector<std::string> sent = {"", "world", std::string(200, 'x'), "Gr\xc3\xbc\xc3\x9f", std::string(70000, 'y')};
	for (const std::size_t cut: {1, 2, 3, 7, 13, 100, 65536, 1000000})
	{
		Pair pair(three(), cut);
		for (const auto& message: sent)
		{
			pair.client.text(message);
			pair.pump();
			pair.server.releaseIdle();
		}
		BOOST_TEST((pair.echoed == sent));
	}
}


#if defined(WS_TEST_DEFLATE)
BOOST_AUTO_TEST_CASE(deflateIsLoadedWithItsOptions)
{
	Options options;
	options.extensions.add(PluginLoader::load(WS_TEST_DEFLATE, "preset=shared"));
	Pair pair(options, 1000);
	BOOST_REQUIRE(pair.client.negotiated().size() == 1);
	BOOST_TEST(pair.client.negotiated()[0].params.count("server_no_context_takeover") == 1);
	pair.client.text(std::string(1000, 'x'));
	pair.pump();
	BOOST_TEST(pair.echoed.at(0) == std::string(1000, 'x'));

	const std::string reason = refusal(WS_TEST_DEFLATE, "windowbits=12");
	BOOST_TEST(reason == "no extension permessage-deflate: unknown option: windowbits");
}
#endif


BOOST_AUTO_TEST_SUITE_END()
