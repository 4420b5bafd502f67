//
// PerMessageZstdTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PerMessageZstd.h"
#include "plugins/Loading.h"
#include <boost/test/unit_test.hpp>
#include <random>
#include <zdict.h>


using namespace WS;
using namespace WS::Test;


namespace {


PerMessageZstd extension(std::string_view text)
{
	PluginOptions options(text);
	return PerMessageZstd(options);
}


std::string message(unsigned seed)
{
	std::mt19937 random(seed);
	return "{\"id\":" + std::to_string(random() % 100000) + ",\"sensor\":\"temperature\",\"unit\":\"celsius\",\"value\":" + std::to_string(random() % 100) + '}';
}


std::string dictionary()
	// Trained on such messages.
{
	std::string samples;
	std::vector<std::size_t> sizes;
	for (unsigned seed = 0; seed < 1000; ++seed)
	{
		const std::string sample = message(seed);
		samples += sample;
		sizes.push_back(sample.size());
	}
	std::string bytes(4096, '\0');
	const std::size_t size = ZDICT_trainFromBuffer(bytes.data(), bytes.size(), samples.data(), sizes.data(), static_cast<unsigned>(sizes.size()));
	BOOST_REQUIRE(!ZDICT_isError(size));
	bytes.resize(size);
	return bytes;
}


using Params = std::vector<ExtensionParams>;


const ExtensionParams DEFAULT = {{"window_log", "15"}, {"level", "1"}};


} // namespace


BOOST_AUTO_TEST_SUITE(PerMessageZstdTest)


BOOST_AUTO_TEST_CASE(clientOffersItsOptions)
{
	BOOST_TEST((extension("").createClientSession()->offers() == Params{DEFAULT}));
	BOOST_TEST((extension("windowLog=18,level=3,noContextTakeover=true,requestNoContextTakeover=true").createClientSession()->offers()
		== Params{{{"window_log", "18"}, {"level", "3"}, {"client_no_context_takeover"}, {"server_no_context_takeover"}}}));
}


BOOST_AUTO_TEST_CASE(serverAnswersTheSmallerOfBoth)
{
	const auto server = extension("windowLog=16,level=3");
	const auto answer = [&](const char* windowLog, const char* level) {
		return server.createServerSession({{{"window_log", windowLog}, {"level", level}}})->response();
	};
	BOOST_TEST((answer("20", "9") == ExtensionParams{{"window_log", "16"}, {"level", "3"}}));
	BOOST_TEST((answer("12", "1") == ExtensionParams{{"window_log", "12"}, {"level", "1"}}));
}


BOOST_AUTO_TEST_CASE(eitherEndMayRefuseHistory)
{
	const auto forgetful = extension("noContextTakeover=true,requestNoContextTakeover=true").createServerSession({DEFAULT});
	BOOST_TEST((forgetful->response().count("client_no_context_takeover") == 1));
	BOOST_TEST((forgetful->response().count("server_no_context_takeover") == 1));

	ExtensionParams offer = DEFAULT;
	offer.add("server_no_context_takeover");
	BOOST_TEST((extension("").createServerSession({offer})->response() == offer));
}


BOOST_AUTO_TEST_CASE(serverTakesTheFirstOfferThatItUnderstands)
{
	const auto session = extension("").createServerSession({{{"window_bits", "15"}}, {{"window_log", "12"}, {"level", "1"}}, DEFAULT});
	BOOST_TEST((session->response() == ExtensionParams{{"window_log", "12"}, {"level", "1"}}));
}


BOOST_AUTO_TEST_CASE(serverDeclinesWhatItDoesNotUnderstand)
{
	const Params offers =
		{
			{},
			{{"window_log", "15"}},
			{{"level", "1"}},
			{{"window_log"}, {"level", "1"}},
			{{"window_log", "9"}, {"level", "1"}},
			{{"window_log", "24"}, {"level", "1"}},
			{{"window_log", "015"}, {"level", "1"}},
			{{"window_log", "-1"}, {"level", "1"}},
			{{"window_log", "99999999999"}, {"level", "1"}},
			{{"window_log", "15"}, {"window_log", "15"}, {"level", "1"}},
			{{"window_log", "15"}, {"level", "0"}},
			{{"window_log", "15"}, {"level", "20"}},
			{{"window_log", "15"}, {"level", "1"}, {"client_no_context_takeover", "1"}},
			{{"window_log", "15"}, {"level", "1"}, {"dictionary", "1"}},
			{{"window_log", "15"}, {"level", "1"}, {"__proto__"}}};
	for (const auto& offer: offers) BOOST_TEST(!extension("").createServerSession({offer}));
}


BOOST_AUTO_TEST_CASE(clientRefusesAnswersThatItHasNotOffered)
{
	const auto client = extension("requestNoContextTakeover=true");
	const auto activate = [&](const ExtensionParams& answer) { return client.createClientSession()->activate(answer); };
	BOOST_TEST(activate({{"window_log", "15"}, {"level", "1"}, {"server_no_context_takeover"}}));
	BOOST_TEST(activate({{"window_log", "10"}, {"level", "1"}, {"server_no_context_takeover"}, {"client_no_context_takeover"}}));
	BOOST_TEST(!activate(DEFAULT));
	BOOST_TEST(!activate({{"window_log", "16"}, {"level", "1"}, {"server_no_context_takeover"}}));
	BOOST_TEST(!activate({{"window_log", "15"}, {"level", "2"}, {"server_no_context_takeover"}}));
	BOOST_TEST(!activate({{"window_log", "15"}, {"level", "1"}, {"server_no_context_takeover"}, {"dictionary", "5"}}));
	BOOST_TEST(!activate({{"level", "1"}, {"server_no_context_takeover"}}));
}


BOOST_AUTO_TEST_CASE(dictionaryIsUsedWhenBothHaveIt)
{
	const Folder folder;
	const std::string path = folder.write("sensors.dict", dictionary());
	for (const std::string options: {"", ",noContextTakeover=true,requestNoContextTakeover=true", ",level=3,windowLog=10"})
	{
		const auto both = extension("dictionary=" + path + options);
		const auto client = both.createClientSession();
		const auto server = both.createServerSession(client->offers());
		BOOST_REQUIRE(server);
		BOOST_REQUIRE(client->activate(server->response()));
		for (unsigned seed = 2000; seed < 2010; ++seed)
		{
			std::string wire, plain;
			client->encode(Message(Opcode::TEXT, message(seed)), {}, wire);
			BOOST_TEST(wire.size() < message(seed).size() / 2);
			server->decode(Message(Opcode::TEXT, wire), plain, 1000);
			BOOST_TEST(plain == message(seed));
		}
	}
}


BOOST_AUTO_TEST_CASE(anotherDictionaryOrNoneDeclines)
{
	const Folder folder;
	std::string bytes = dictionary();
	const auto one = extension("dictionary=" + folder.write("one.dict", bytes));
	bytes[4] = static_cast<char>(bytes[4] ^ 1);        // its number
	const auto other = extension("dictionary=" + folder.write("other.dict", bytes));
	const auto offers = one.createClientSession()->offers();
	BOOST_TEST(one.createServerSession(offers));
	BOOST_TEST(!other.createServerSession(offers));
	BOOST_TEST(!extension("").createServerSession(offers));
	BOOST_TEST(!one.createServerSession({DEFAULT}));
}


BOOST_AUTO_TEST_CASE(dictionaryThatIsNoneIsRefused)
{
	const Folder folder;
	BOOST_CHECK_THROW(extension("dictionary=/nowhere/at/all"), std::invalid_argument);
	BOOST_CHECK_THROW(extension("dictionary=" + folder.write("empty", "")), std::invalid_argument);
	BOOST_CHECK_THROW(extension("dictionary=" + folder.write("text", "some text")), std::invalid_argument);
	BOOST_CHECK_THROW(extension("dictionary=" + folder.write("cut", dictionary().substr(0, 20))), std::invalid_argument);
	BOOST_CHECK_THROW(extension("dictionary=" + folder.path), std::invalid_argument);
}


BOOST_AUTO_TEST_CASE(optionsOutOfRangeAreRefused)
{
	for (const auto text: {"windowLog=9", "windowLog=24", "level=0", "level=20", "noContextTakeover=1", "threshold=-1"})
	{
		BOOST_CHECK_THROW(extension(text), std::invalid_argument);
	}
}


BOOST_AUTO_TEST_CASE(pluginIsLoadedWithItsOptions)
{
	const auto loaded = PluginLoader::load(WS_TEST_ZSTD, "windowLog=12,level=2");
	BOOST_TEST(loaded->name() == "x-permessage-zstd");
	BOOST_TEST((loaded->createClientSession()->offers() == Params{{{"window_log", "12"}, {"level", "2"}}}));
	BOOST_TEST(refusal(WS_TEST_ZSTD, "windowlog=12") == "no extension x-permessage-zstd: unknown option \"windowlog\"");
	BOOST_TEST(refusal(WS_TEST_ZSTD, "level=fast") == "no extension x-permessage-zstd: option level is \"fast\", not a number from 1 to 19");
}


BOOST_AUTO_TEST_SUITE_END()
