//
// PerMessageDeflateTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionHeader.h"
#include "WS/PerMessageDeflate.h"
#include "extensions/Ends.h"
#include "extensions/Reference.h"
#include <boost/test/unit_test.hpp>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


DeflateOptions options(std::string_view text)
{
	return DeflateOptions::parse(text);
}


const Bytes HELLO = "f2 48 cd c9 c9 07 00"_hex;
const Bytes HELLO_AGAIN = "f2 00 11 00 00"_hex;


} // namespace


BOOST_AUTO_TEST_SUITE(PerMessageDeflateTest)


BOOST_AUTO_TEST_CASE(claimsTheFirstReservedBit)
{
	const PerMessageDeflate extension;
	BOOST_TEST(extension.name() == "permessage-deflate");
	BOOST_TEST((extension.rsv() == Rsv::RSV1));
	BOOST_TEST((extension.options() == DeflateOptions::balanced()));
}


BOOST_AUTO_TEST_CASE(everyPresetAgreesWithEveryOther)
{
	const DeflateOptions presets[] = {DeflateOptions::balanced(), DeflateOptions::shared(), DeflateOptions::smallest()};
	for (const auto& client: presets)
	{
		for (const auto& server: presets)
		{
			const Ends ends(client, server);
			BOOST_REQUIRE(ends.agreed);
			BOOST_TEST(ends.server().decode(ends.client().encode("Hello")) == "Hello");
			BOOST_TEST(ends.client().decode(ends.server().encode("Hello")) == "Hello");
		}
	}
}


BOOST_AUTO_TEST_CASE(bothEndsTakeTheirContextOver)
{
	const Ends ends;
	for (const auto& end: {ends.client(), ends.server()})
	{
		BOOST_TEST(end.encode("Hello") == HELLO);
		BOOST_TEST(end.encode("Hello") == HELLO_AGAIN);
		BOOST_TEST(end.decode(HELLO) == "Hello");
		BOOST_TEST(end.decode(HELLO_AGAIN) == "Hello");
	}
}


BOOST_AUTO_TEST_CASE(eachMessageInflatesAloneWithoutContextTakeover)
{
	const Ends ends(options("noContextTakeover,requestNoContextTakeover"));
	for (const auto& end: {ends.client(), ends.server()})
	{
		BOOST_TEST(end.encode("Hello") == HELLO);
		BOOST_TEST(end.encode("Hello") == HELLO);
	}
}


BOOST_AUTO_TEST_CASE(eachEndForgetsAsTheOtherRequests)
{
	const Ends byServer({}, options("requestNoContextTakeover"));
	byServer.client().encode("Hello");
	BOOST_TEST(byServer.client().encode("Hello") == HELLO);
	byServer.server().encode("Hello");
	BOOST_TEST(byServer.server().encode("Hello") == HELLO_AGAIN);

	const Ends byClient(options("requestNoContextTakeover"), {});
	byClient.server().encode("Hello");
	BOOST_TEST(byClient.server().encode("Hello") == HELLO);
	byClient.client().encode("Hello");
	BOOST_TEST(byClient.client().encode("Hello") == HELLO_AGAIN);
}


BOOST_AUTO_TEST_CASE(badInput50MatchInAMessageThatWasToBeForgottenFailsWith1007)
{
	const Ends ends(options("noContextTakeover,requestNoContextTakeover"));
	for (const auto& end: {ends.client(), ends.server()})
	{
		BOOST_TEST(end.decode(HELLO) == "Hello");
		BOOST_TEST(end.decode(HELLO_AGAIN) == "1007: invalid distance too far back");
	}
}


BOOST_AUTO_TEST_CASE(noEndExceedsTheWindowThatWasAgreed)
{
	for (int bits = 8; bits <= 15; ++bits)
	{
		DeflateOptions client = DeflateOptions::smallest();
		client.maxWindowBits = client.requestMaxWindowBits = bits;
		const Ends ends(client, DeflateOptions::smallest());
		for (const auto& end: {ends.client(), ends.server()})
		{
			std::mt19937 random(static_cast<unsigned>(bits));
			ReferenceInflater inflater(bits, 1);
			for (int i = 0; i < 5; ++i)
			{
				const auto message = textOf(10000, random);
				BOOST_REQUIRE((inflater.inflate(end.encode(message)) == message));
			}
		}
	}
}


BOOST_AUTO_TEST_CASE(shortMessagesAreLeftUntouched)
{
	const Ends ends(options("threshold=5"), options("threshold=6"));
	BOOST_TEST(ends.client().encode("Hell") == "untouched");
	BOOST_TEST(ends.client().encode("Hello") == HELLO);
	BOOST_TEST(ends.server().encode("Hello") == "untouched");
	BOOST_TEST(Ends().client().encode("") == "00"_hex);
}


BOOST_AUTO_TEST_CASE(secretsAreLeftUntouchedAndOutOfTheHistory)
{
	const Ends ends;
	BOOST_TEST(ends.client().encode("Hello", {.compress = false}) == "untouched");
	BOOST_TEST(ends.client().encode("Hello") == HELLO);
	BOOST_TEST(ends.client().encode("Hello", {.compress = false}) == "untouched");
	BOOST_TEST(ends.client().encode("Hello") == HELLO_AGAIN);
}


BOOST_AUTO_TEST_CASE(releasedEndStartsToSendAnewAndGoesOnToReceive)
{
	const Ends ends;
	for (const auto& end: {ends.client(), ends.server()})
	{
		BOOST_TEST(end.encode("Hello") == HELLO);
		BOOST_TEST(end.decode(HELLO) == "Hello");
		end.release();
		end.release();
		BOOST_TEST(end.encode("Hello") == HELLO);
		BOOST_TEST(end.decode(HELLO_AGAIN) == "Hello");
	}
}


BOOST_AUTO_TEST_CASE(releaseOfAnEndThatDidNothingDoesNothing)
{
	const Ends ends;
	ends.client().release();
	BOOST_TEST(ends.client().encode("Hello") == HELLO);
}


BOOST_AUTO_TEST_CASE(badInput48SessionForgetsItsHistoryWhenAMessageFails)
{
	const Ends ends;
	BOOST_TEST(ends.server().decode(HELLO) == "Hello");
	BOOST_TEST(ends.server().decode("07"_hex) == "1007: invalid block type");
	BOOST_TEST(ends.server().decode(HELLO_AGAIN) == "1007: invalid distance too far back");
}


BOOST_AUTO_TEST_CASE(sessionsMayOutliveTheExtension)
{
	auto extension = std::make_shared<PerMessageDeflate>(DeflateOptions::shared());
	const Ends ends(extension, extension);
	extension.reset();
	BOOST_TEST(ends.server().decode(ends.client().encode("Hello")) == "Hello");
}


BOOST_AUTO_TEST_CASE(threadsShareThePool)
{
	const auto extension = std::make_shared<PerMessageDeflate>(DeflateOptions::shared());
	std::atomic<int> wrong = 0;
	std::vector<std::thread> threads;
	for (unsigned seed = 0; seed < 4; ++seed)
	{
		threads.emplace_back([&, seed] {
			std::mt19937 random(seed);
			for (int i = 0; i < 50; ++i)
			{
				const Ends ends(extension, extension);
				const auto message = textOf(random() % 5000, random);
				if (ends.server().decode(ends.client().encode(message)).view() != message) ++wrong;
			}
		});
	}
	for (auto& thread: threads) thread.join();
	BOOST_TEST(wrong == 0);
}


BOOST_AUTO_TEST_SUITE_END()
