//
// DeflateMemoryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CodecPool.h"
#include "extensions/Ends.h"
#include "extensions/Reference.h"
#include "support/AllocationCounter.h"
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <new>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr std::size_t KIBIBYTE = 1024;
constexpr std::size_t MEBIBYTE = 1024 * KIBIBYTE;
constexpr std::ptrdiff_t BESIDE_THE_LIMIT = 64 * KIBIBYTE;
constexpr std::ptrdiff_t INFLATER_PAGES = 40 * KIBIBYTE;        // that operator new does not see, for a window of 15 bits


struct Row
	/// Of the table in framework/doc/deflate.md, in bytes.
{
	int bits = 0;
	long deflater = 0;
	long deflaterOfZLib = 0;
	long inflater = 0;
	long released = 0;
};


std::vector<Row> documented()
{
	std::ifstream page(WS_DEFLATE_PAGE);
	std::vector<Row> rows;
	for (std::string line; std::getline(page, line);)
	{
		Row row;
		line.erase(std::remove(line.begin(), line.end(), ','), line.end());
		if (std::sscanf(line.c_str(), "| %d | %ld | %ld | %ld | %ld |", &row.bits, &row.deflater, &row.deflaterOfZLib, &row.inflater, &row.released) == 5)
		{
			rows.push_back(row);
		}
	}
	return rows;
}


void checkNear(std::ptrdiff_t measured, long documented, std::string_view what)
{
	const bool near = std::abs(measured - documented) <= documented / 50 + 64;
	BOOST_TEST(near, what << ": " << measured << " bytes, documented are " << documented);
}


DeflateOptions symmetric(int bits, int memLevel)
{
	DeflateOptions options;
	options.windowBits = bits;
	options.maxWindowBits = options.requestMaxWindowBits = bits;
	options.memLevel = memLevel;
	return options;
}


std::ptrdiff_t takenByDeflater(int bits, int memLevel)
	/// All of it in the pages that it has.
{
	CodecPool pool(symmetric(bits, memLevel));
	const auto deflater = pool.takeDeflater(bits);
	std::string out;
	out.reserve(KIBIBYTE);
	const AllocationCounter counter;
	deflater->deflate("Hello", out);
	return static_cast<std::ptrdiff_t>(pool.memory().size()) + counter.live();
}


std::string messageLongerThanTheWindow(int bits)
{
	std::mt19937 random(1);
	return ReferenceDeflater(bits).deflate(textOf(40000, random));
}


std::ptrdiff_t takenByInflater(int bits)
{
	const auto message = messageLongerThanTheWindow(bits);
	CodecPool pool(symmetric(bits, 5));
	const auto inflater = pool.takeInflater(bits);
	std::string out;
	out.reserve(40000);
	const AllocationCounter counter;
	inflater->inflate(message, out, out.capacity());
	return static_cast<std::ptrdiff_t>(pool.memory().size()) + counter.live();
}


std::ptrdiff_t leftByRelease(int bits)
	/// What the pool keeps is not the connection's.
{
	const auto message = messageLongerThanTheWindow(bits);
	const auto extension = std::make_shared<PerMessageDeflate>(symmetric(bits, 5));
	const Ends ends(extension, extension);
	std::string out;
	out.reserve(40000);
	ends.server().session().decode(Message(Opcode::TEXT, message), out, out.capacity());
	const AllocationCounter counter;
	ends.server().release();
	return counter.live();
}


std::size_t allocationsOf(const Ends& ends, const std::vector<std::string>& messages)
	/// Of exchanging them the second and third time.
{
	std::string sent, received;
	bool good = true;
	const auto exchange = [&] {
		for (const auto& message: messages)
		{
			sent.clear();
			received.clear();
			ends.client().session().encode(Message(Opcode::TEXT, message), {}, sent);
			ends.server().session().decode(Message(Opcode::TEXT, sent), received, NO_LIMIT);
			good = good && received == message;
		}
	};
	exchange();
	const AllocationCounter counter;
	exchange();
	exchange();
	BOOST_TEST(good);
	return counter.count();
}


std::vector<std::string> messagesOfAllKinds()
{
	std::mt19937 random(3);
	return {"", "Hello", textOf(1000, random), bytesOf(1000, random), textOf(100000, random), bytesOf(30000, random), std::string(500000, 'x')};
}


void checkPeak(std::string_view compressed, std::size_t limit, bool warm, std::string_view expected)
	/// Of a session that has seen a full window before, or nothing.
{
	BOOST_TEST_INFO_SCOPE("limit " << limit << ", compressed " << compressed.size() << (warm ? ", warm" : ""));
	const Ends ends(symmetric(15, 5), symmetric(15, 5));
	if (warm) ends.server().decode(ReferenceDeflater().deflate(std::string(100000, 'w')));
	std::string out;
	const AllocationCounter counter;
	const auto result = ends.server().session().decode(Message(Opcode::BINARY, compressed), out, limit);
	const auto peak = counter.peak() + INFLATER_PAGES;
	BOOST_TEST(result.text == expected);
	BOOST_TEST(out.size() <= limit);
	BOOST_TEST(peak <= static_cast<std::ptrdiff_t>(limit) + BESIDE_THE_LIMIT);
}


template <class Call>
bool survivesFailureAt(std::size_t index, const Call& call)
	/// False: std::bad_alloc left the call.
{
	AllocationCounter counter;
	counter.failAt(index);
	bool survived = true;
	try
	{
		call();
	}
	catch (const std::bad_alloc&)
	{
		survived = false;
	}
	BOOST_TEST(survived == !counter.hasFailed());
	return survived;
}


std::string bomb(std::size_t size)
{
	ReferenceDeflater deflater(15, 9);
	return deflater.deflate(std::string(size, '\0'));
}


} // namespace


BOOST_AUTO_TEST_SUITE(DeflateMemoryTest)


BOOST_AUTO_TEST_CASE(connectionTakesWhatIsDocumented)
{
	const auto rows = documented();
	BOOST_REQUIRE(rows.size() == 7u);
	for (const auto& row: rows)
	{
		BOOST_TEST_INFO_SCOPE(row.bits << " bits");
		checkNear(takenByDeflater(row.bits, 5), row.deflater, "compressor, memLevel 5");
		checkNear(takenByDeflater(row.bits, 8), row.deflaterOfZLib, "compressor, memLevel 8");
		checkNear(takenByInflater(row.bits), row.inflater, "inflater");
		checkNear(leftByRelease(row.bits), row.released, "released");
	}
}


BOOST_AUTO_TEST_CASE(codecsTakeNothingFromTheHeapButThemselves)
{
	for (int bits = 8; bits <= 15; ++bits)
	{
		for (int memLevel = 1; memLevel <= 9; ++memLevel)
		{
			BOOST_TEST_INFO_SCOPE(bits << " bits, memLevel " << memLevel);
			const auto memory = std::make_shared<CodecMemory>();
			std::string compressed(KIBIBYTE, '\0');
			std::string out(KIBIBYTE, '\0');
			for (const std::size_t expected: {NO_LIMIT, std::size_t(2)})        // the first have the memory prepared
			{
				compressed.clear();
				out.clear();
				const AllocationCounter counter;
				const auto deflater = std::make_unique<Deflater>(symmetric(bits, memLevel), bits, memory);
				const auto inflater = std::make_unique<Inflater>(bits, memory);
				deflater->deflate("Hello", compressed);
				inflater->inflate(compressed, out, KIBIBYTE);
				BOOST_TEST(counter.count() <= expected);
			}
		}
	}
}


BOOST_AUTO_TEST_CASE(connectionThatWasNeverUsedHoldsNothing)
{
	const Ends ends;
	const AllocationCounter counter;
	ends.client().release();
	ends.server().release();
	BOOST_TEST(counter.count() == 0u);
}


BOOST_AUTO_TEST_CASE(connectionsWithoutTakeoverShareTheirCodecs)
{
	const auto extension = std::make_shared<PerMessageDeflate>(DeflateOptions::shared());
	std::vector<std::unique_ptr<Ends>> connections;
	for (int i = 0; i < 50; ++i) connections.push_back(std::make_unique<Ends>(extension, extension));
	const auto useAll = [&] {
		for (const auto& ends: connections) ends->server().decode(ends->client().encode("Hello"));
	};
	connections[0]->server().decode(connections[0]->client().encode("Hello"));
	const AllocationCounter counter;
	useAll();
	BOOST_TEST(counter.live() <= 0);
}


BOOST_AUTO_TEST_CASE(releasedConnectionsShareTheirCodecs)
{
	const auto extension = std::make_shared<PerMessageDeflate>();
	std::vector<std::unique_ptr<Ends>> connections;
	for (int i = 0; i < 50; ++i) connections.push_back(std::make_unique<Ends>(extension, extension));
	const auto use = [](const Ends& ends) {
		ends.server().decode(ends.client().encode("Hello, world! This is longer than what strings keep inside."));
		ends.server().release();
		ends.client().release();
	};
	use(*connections[0]);
	const AllocationCounter counter;
	for (const auto& ends: connections) use(*ends);
	BOOST_TEST(counter.live() <= static_cast<std::ptrdiff_t>(connections.size()) * 128);
}


BOOST_AUTO_TEST_CASE(nothingIsAllocatedPerMessageWithTakeover)
{
	BOOST_TEST(allocationsOf(Ends(), messagesOfAllKinds()) == 0u);
	BOOST_TEST(allocationsOf(Ends(DeflateOptions::smallest(), DeflateOptions::smallest()), messagesOfAllKinds()) == 0u);
}


BOOST_AUTO_TEST_CASE(nothingIsAllocatedPerMessageWithoutTakeover)
{
	BOOST_TEST(allocationsOf(Ends(DeflateOptions::shared(), DeflateOptions::shared()), messagesOfAllKinds()) == 0u);
}


BOOST_AUTO_TEST_CASE(badInput47BombTakesNoMoreThanTheLimitAnd64KiB)
{
	const auto compressed = bomb(64 * MEBIBYTE);
	BOOST_TEST(compressed.size() < 66 * KIBIBYTE);
	for (const std::size_t limit: {std::size_t(1), KIBIBYTE, 16 * KIBIBYTE, 32 * KIBIBYTE, 33 * KIBIBYTE, 100 * KIBIBYTE, MEBIBYTE, 16 * MEBIBYTE, 64 * MEBIBYTE - 1})
	{
		for (const bool warm: {false, true}) checkPeak(compressed, limit, warm, "over the limit when inflated");
	}
}


BOOST_AUTO_TEST_CASE(badInput47NestedBombIsInflatedOnce)
{
	const auto inner = bomb(64 * MEBIBYTE);
	const auto outer = ReferenceDeflater(15, 9).deflate(inner);
	BOOST_TEST(outer.size() < KIBIBYTE);
	const Ends ends(symmetric(15, 5), symmetric(15, 5));
	BOOST_TEST((ends.server().decode(outer, inner.size()) == inner));
	BOOST_TEST(ends.server().decode(outer, inner.size() - 1) == "1009: over the limit when inflated");
}


BOOST_AUTO_TEST_CASE(badInput47MessageWithinTheLimitTakesNoMoreEither)
{
	std::mt19937 random(4700);
	for (const std::size_t limit: {KIBIBYTE, 32 * KIBIBYTE, 33 * KIBIBYTE, 200 * KIBIBYTE, MEBIBYTE, 4 * MEBIBYTE})
	{
		for (const std::size_t share: {1, 2, 3, 4, 5, 8})
		{
			for (const bool warm: {false, true})
			{
				checkPeak(ReferenceDeflater().deflate(textOf(limit / share, random)), limit, warm, "");
				checkPeak(bomb(limit / share), limit, warm, "");
			}
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput47BlocksOfNothingTakeNoMemory)
{
	std::string endless;
	for (int i = 0; i < 100000; ++i) endless.append("\x00\x00\x00\xff\xff", 5);
	endless.push_back('\0');
	checkPeak(endless, KIBIBYTE, false, "");
	std::string finals;
	for (int i = 0; i < 100000; ++i) finals.append("\x03\x00", 2);
	finals.push_back('\0');
	checkPeak(finals, KIBIBYTE, true, "");
}


BOOST_AUTO_TEST_CASE(badInput59FailedAllocationLeavesNoHalfHistory)
{
	std::mt19937 random(59);
	const auto message = textOf(20000, random);
	for (std::size_t index = 0;; ++index)
	{
		const Ends ends;
		const auto encode = [&](std::string& out) { ends.client().session().encode(Message(Opcode::TEXT, message), {}, out); };
		const auto decode = [&](const std::string& in) {
			std::string out;
			return ends.server().session().decode(Message(Opcode::TEXT, in), out, NO_LIMIT).kind == SessionResult::DONE && out == message;
		};
		std::string lost;
		const bool sent = survivesFailureAt(index, [&] { encode(lost); });
		std::string next;
		if (!sent) encode(next);        // the peer has not seen what was lost
		if (!sent) BOOST_TEST(decode(next), index);

		bool received = true;
		if (sent) received = survivesFailureAt(index, [&] { decode(lost); });
		if (sent && received)
		{
			BOOST_TEST(index > 5u);
			break;
		}
	}
}


BOOST_AUTO_TEST_SUITE_END()
