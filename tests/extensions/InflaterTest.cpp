//
// InflaterTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Inflater.h"
#include "extensions/Reference.h"
#include "support/Bytes.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr std::size_t MEBIBYTE = 1024 * 1024;


Bytes inflated(Inflater& inflater, std::string_view message, std::size_t maxLength = MEBIBYTE)
	/// "code: text" if it failed.
{
	std::string out;
	const auto result = inflater.inflate(message, out, maxLength);
	if (result.kind == SessionResult::DONE) return out;
	return std::to_string(static_cast<int>(result.code)) + ": " + result.text;
}


Bytes inflated(std::string_view message, std::size_t maxLength = MEBIBYTE)
	/// By a new one.
{
	Inflater inflater(15);
	return inflated(inflater, message, maxLength);
}


} // namespace


BOOST_AUTO_TEST_SUITE(InflaterTest)


BOOST_AUTO_TEST_CASE(examplesOfTheRFC)
{
	Inflater inflater(15);
	BOOST_TEST(inflated(inflater, "f2 48 cd c9 c9 07 00"_hex) == "Hello");
	BOOST_TEST(inflated(inflater, "f2 00 11 00 00"_hex) == "Hello");
	BOOST_TEST(inflated(inflater, "00 05 00 fa ff 48 65 6c 6c 6f 00"_hex) == "Hello");        // a block without compression
	BOOST_TEST(inflated(inflater, "f3 48 cd c9 c9 07 00 00"_hex) == "Hello");                 // a final block
	BOOST_TEST(inflated(inflater, "f2 48 05 00 00 00 ff ff ca c9 c9 07 00"_hex) == "Hello");  // two blocks
	BOOST_TEST(inflated(inflater, "00"_hex) == "");
}


BOOST_AUTO_TEST_CASE(appendsToWhatIsThere)
{
	Inflater inflater(15);
	std::string out = "before ";
	const auto result = inflater.inflate("f2 48 cd c9 c9 07 00"_hex, out, 5);
	BOOST_TEST(result.kind == SessionResult::DONE);
	BOOST_TEST(out == "before Hello");
}


BOOST_AUTO_TEST_CASE(historyGoesOnBehindAFinalBlock)
{
	Inflater inflater(15);
	BOOST_TEST(inflated(inflater, "f2 48 cd c9 c9 07 00"_hex) == "Hello");
	BOOST_TEST(inflated(inflater, "f3 48 cd c9 c9 07 00 00"_hex) == "Hello");
	BOOST_TEST(inflated(inflater, "f2 00 11 00 00"_hex) == "Hello");
}


BOOST_AUTO_TEST_CASE(dataMayFollowAFinalBlockInTheSameMessage)
{
	BOOST_TEST(inflated("f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00"_hex) == "HelloHello");
	BOOST_TEST(inflated("f3 48 cd c9 c9 07 00 f2 00 11 00 00"_hex) == "HelloHello");
	BOOST_TEST(inflated("03 00 03 00 03 00 00"_hex) == "");
}


BOOST_AUTO_TEST_CASE(finalBlockMayBeTheEnd)
{
	Inflater inflater(15);
	BOOST_TEST(inflated(inflater, "f3 48 cd c9 c9 07 00"_hex) == "Hello");
	BOOST_TEST(inflated(inflater, "f2 00 11 00 00"_hex) == "Hello");
}


BOOST_AUTO_TEST_CASE(finalBlockMayBeTheEndOfTheRoomToo)
{
	BOOST_TEST(inflated("f3 48 cd c9 c9 07 00"_hex, 5) == "Hello");
}


BOOST_AUTO_TEST_CASE(theBlockThatIsCutOffMayBeFinalToo)
{
	Inflater inflater(15);
	BOOST_TEST(inflated(inflater, "01"_hex) == "");
	BOOST_TEST(inflated(inflater, "00 05 00 fa ff 48 65 6c 6c 6f 01"_hex) == "Hello");
	BOOST_TEST(inflated(inflater, "f2 00 11 00 00"_hex) == "Hello");
}


BOOST_AUTO_TEST_CASE(largeMessagesWithFinalBlocksInflate)
{
	std::mt19937 random(7);
	ReferenceDeflater deflater;
	Inflater inflater(15);
	for (const std::size_t size: {1000, 40000, 300000})
	{
		const auto message = textOf(size, random);
		BOOST_TEST((inflated(inflater, deflater.deflate(message, true)) == message));
	}
}


BOOST_AUTO_TEST_CASE(badInput48CorruptDataFailsWith1007)
{
	BOOST_TEST(inflated("07"_hex) == "1007: invalid block type");
	BOOST_TEST(inflated("00 05 00 00 00"_hex) == "1007: invalid stored block lengths");
	BOOST_TEST(inflated("fd ff"_hex) == "1007: too many length or distance symbols");
	BOOST_TEST(inflated("f2 48 00 11 00 00"_hex) == "1007: invalid distance too far back");
	BOOST_TEST(inflated("00 00 00 ff ff 07"_hex) == "1007: invalid block type");
}


BOOST_AUTO_TEST_CASE(badInput48DistancesBeforeTheFirstByteFailWith1007)
{
	BOOST_TEST(inflated("f2 00 11 00 00"_hex) == "1007: invalid distance too far back");
}


BOOST_AUTO_TEST_CASE(badInput48ZLibAndGzipHeadersFailWith1007)
{
	BOOST_TEST(inflated("78 9c f3 48 cd c9 c9 07 00 05 8c 01 f5"_hex).view().starts_with("1007: "));
	BOOST_TEST(inflated("1f 8b 08 00 00 00 00 00 00 03 f3 48 cd c9 c9 07 00"_hex).view().starts_with("1007: "));
}


BOOST_AUTO_TEST_CASE(badInput48DataThatIsCutOffFailsWith1007)
{
	BOOST_TEST(inflated(""_hex) == "1007: truncated data");
	BOOST_TEST(inflated("f2"_hex).view().starts_with("1007: "));
	BOOST_TEST(inflated("00 05 00 fa ff 48"_hex) == "1007: truncated data");
	for (const auto& lacksFour: {"00 04 00 fb ff"_hex, "01 04 00 fb ff"_hex}) BOOST_TEST(inflated(lacksFour) == "1007: truncated data");
	std::mt19937 random(48);
	for (int i = 0; i < 20; ++i)
	{
		ReferenceDeflater deflater(15, 1 + i % 9);
		const auto message = textOf(100 + 40 * static_cast<std::size_t>(i), random);
		const auto whole = deflater.deflate(message);
		for (std::size_t size = 0; size < whole.size(); ++size)
		{
			const auto result = inflated(std::string_view(whole).substr(0, size));
			BOOST_TEST(result.view().starts_with("1007: "), "message " << i << " cut at " << size << " of " << whole.size());
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput48NoBitOfAMessageMakesItAnythingButAResult)
{
	std::mt19937 random(480);
	ReferenceDeflater deflater;
	const auto whole = deflater.deflate(textOf(300, random));
	std::size_t failures = 0;
	for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit)
	{
		auto changed = whole;
		changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
		const auto result = inflated(changed, 1000);
		failures += result.view().starts_with("1007: ") || result.view().starts_with("1009: ") ? 1 : 0;
		BOOST_TEST(result.size() <= 1000u);
	}
	BOOST_TEST(failures > whole.size());
}


BOOST_AUTO_TEST_CASE(badInput50MatchesInAForgottenMessageFailWith1007)
{
	Inflater inflater(15);
	BOOST_TEST(inflated(inflater, "f2 48 cd c9 c9 07 00"_hex) == "Hello");
	inflater.reset();
	BOOST_TEST(inflated(inflater, "f2 00 11 00 00"_hex) == "1007: invalid distance too far back");
}


BOOST_AUTO_TEST_CASE(badInput50MatchesBeyondTheWindowFailWith1007)
{
	std::mt19937 random(50);
	const auto message = bytesOf(2000, random);
	ReferenceDeflater deflater(15);
	const auto first = deflater.deflate(message);
	const auto again = deflater.deflate(message);
	BOOST_TEST(again.size() < 100u);

	Inflater wide(11);
	BOOST_TEST((inflated(wide, first) == message));
	BOOST_TEST((inflated(wide, again) == message));
	Inflater narrow(10);
	BOOST_TEST((inflated(narrow, first) == message));
	BOOST_TEST(inflated(narrow, again) == "1007: invalid distance too far back");
}


BOOST_AUTO_TEST_CASE(badInput51WindowOf8BitsIsRead)
{
	std::mt19937 random(8);
	ReferenceDeflater deflater(8);
	Inflater inflater(8);
	for (const std::size_t size: {10, 300, 5000})
	{
		const auto message = textOf(size, random);
		BOOST_TEST((inflated(inflater, deflater.deflate(message)) == message));
	}
}


BOOST_AUTO_TEST_CASE(badInput47LimitIsExact)
{
	std::mt19937 random(47);
	for (const std::size_t limit: {1, 15, 16, 100, 4096, 16384, 32768, 32769, 40000, 70000, 1000000})
	{
		for (const auto& message: {std::string(limit, 'x'), textOf(limit, random), bytesOf(limit, random)})
		{
			BOOST_TEST_INFO_SCOPE("limit " << limit);
			BOOST_TEST((inflated(ReferenceDeflater().deflate(message), limit) == message));
			BOOST_TEST(inflated(ReferenceDeflater().deflate(message), limit - 1) == "1009: over the limit when inflated");
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput47LimitOfNothingTakesEmptyMessagesOnly)
{
	BOOST_TEST(inflated("00"_hex, 0) == "");
	BOOST_TEST(inflated("f3 48 cd c9 c9 07 00 00"_hex, 0) == "1009: over the limit when inflated");
}


BOOST_AUTO_TEST_CASE(messagesThatAreMeasuredFirstKeepTheHistory)
{
	std::mt19937 random(470);
	constexpr std::size_t LIMIT = 100000;
	ReferenceDeflater deflater;
	Inflater inflater(15);
	for (const std::size_t size: {50000, 100000, 10, 99999, 60000, 30000, 100000})
	{
		const auto message = textOf(size, random);
		BOOST_TEST((inflated(inflater, deflater.deflate(message), LIMIT) == message), size);
	}
}


BOOST_AUTO_TEST_CASE(unlimitedMeansUnlimited)
{
	const std::string message(5 * MEBIBYTE, 'x');
	BOOST_TEST((inflated(ReferenceDeflater().deflate(message), std::numeric_limits<std::size_t>::max()) == message));
}


BOOST_AUTO_TEST_CASE(windowIsWhatTheNextMessageNeeds)
{
	std::mt19937 random(9);
	for (int bits = 9; bits <= 15; ++bits)
	{
		ReferenceDeflater deflater(bits);
		std::string window;
		for (const std::size_t size: {100, 5000, 0, 40000, 3, 3000})
		{
			const auto message = textOf(size, random);
			Inflater inflater(bits);
			inflater.setWindow(window);
			BOOST_TEST((inflated(inflater, deflater.deflate(message)) == message));
			window = inflater.window();
			BOOST_TEST(window.size() <= std::size_t(1) << bits);
		}
	}
}


BOOST_AUTO_TEST_SUITE_END()
