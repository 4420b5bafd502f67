//
// ZstdSessionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ZstdSession.h"
#include "support/AllocationCounter.h"
#include <boost/test/unit_test.hpp>
#include <random>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr std::size_t LIMIT = 16 * 1024 * 1024;


std::string text(std::size_t size, unsigned seed = 1)
	// Words that repeat, with numbers between them.
{
	static const char* const WORDS[] = {"{\"id\":", ",\"name\":\"", "temperature", "humidity", "\",\"value\":", "true", "},", "Vienna"};
	std::mt19937 random(seed);
	std::string text;
	while (text.size() < size) text.append(WORDS[random() % 8]).append(std::to_string(random() % 1000));
	text.resize(size);
	return text;
}


std::string noise(std::size_t size, unsigned seed = 1)
{
	std::mt19937 random(seed);
	std::string bytes(size, '\0');
	for (char& c: bytes) c = static_cast<char>(random());
	return bytes;
}


struct End
	/// One side of a connection. The tests look at its results as "code text", and at what it appends.
{
	explicit End(const ZstdTerms& terms, bool isClient, const std::string& dictionary = {}):
		pool(std::make_shared<ZstdPool>(dictionary)),
		session(pool, 0)
	{
		session.agree(terms, isClient);
	}

	std::string encode(std::string_view payload)
	{
		std::string out;
		const auto result = session.encode(Message(Opcode::TEXT, payload), {}, out);
		return result.kind == SessionResult::DONE ? out : "untouched";
	}

	std::string decode(std::string_view payload, std::size_t maxLength = LIMIT)
	{
		std::string out;
		const auto result = session.decode(Message(Opcode::TEXT, payload), out, maxLength);
		return result.kind == SessionResult::DONE ? out : std::to_string(static_cast<int>(result.code)) + ' ' + result.text;
	}

	std::shared_ptr<ZstdPool> pool;
	ZstdSession session;
};


struct Pair
{
	explicit Pair(const ZstdTerms& terms, const std::string& dictionary = {}):
		client(terms, true, dictionary),
		server(terms, false, dictionary)
	{
	}

	bool passes(std::string_view payload)
		/// From the client to the server.
	{
		std::string out;
		const auto result = client.session.encode(Message(Opcode::BINARY, payload), {}, out);
		return result.kind == SessionResult::UNTOUCHED || server.decode(out) == payload;
	}

	End client;
	End server;
};


constexpr ZstdTerms TAKEOVER = {15, 1, 0, false, false};
constexpr ZstdTerms ALONE = {15, 1, 0, true, true};


} // namespace


BOOST_AUTO_TEST_SUITE(ZstdSessionTest)


BOOST_AUTO_TEST_CASE(messagesOfAllSizesPass)
{
	for (const auto& terms: {TAKEOVER, ALONE})
	{
		Pair pair(terms);
		for (std::size_t size = 0; size < 400; ++size) BOOST_REQUIRE(pair.passes(text(size)));
		for (std::size_t size: {1000, 4095, 32767, 32768, 32769, 65536, 65537, 131071, 131073, 700001}) BOOST_REQUIRE(pair.passes(text(size)));
		for (std::size_t size: {1, 100, 70000, 300000}) BOOST_REQUIRE(pair.passes(noise(size)));
	}
}


BOOST_AUTO_TEST_CASE(messagesPassWithEveryWindowAndLevel)
{
	for (int windowLog = ZstdOptions::MIN_WINDOW_LOG; windowLog <= 18; ++windowLog)
	{
		for (const int level: {1, 2, 3, 7})
		{
			Pair pair({windowLog, level, 0, false, false});
			for (unsigned i = 0; i < 5; ++i) BOOST_REQUIRE(pair.passes(text(50000 * i + 77, i)));
		}
	}
}


BOOST_AUTO_TEST_CASE(largeMessagesPass)
{
	for (const auto& terms: {TAKEOVER, ALONE})
	{
		Pair pair(terms);
		const std::string message = text(LIMIT);
		BOOST_TEST(pair.passes(message));
		BOOST_TEST(pair.passes(message));
	}
}


BOOST_AUTO_TEST_CASE(historyMakesMessagesSmallerAndItsAbsenceLeavesThemAlike)
{
	End following(TAKEOVER, true);
	const std::string first = following.encode(text(500));
	BOOST_TEST(following.encode(text(500)).size() < first.size() / 5);

	End alone(ALONE, true);
	BOOST_TEST(alone.encode(text(500)) == alone.encode(text(500)));
}


BOOST_AUTO_TEST_CASE(eachMessageStandsAloneWithoutTakeover)
{
	End client(ALONE, true);
	for (unsigned i = 0; i < 3; ++i) BOOST_TEST(End(ALONE, false).decode(client.encode(text(1000, i))) == text(1000, i));
}


BOOST_AUTO_TEST_CASE(takeoverIsEachDirectionsOwn)
{
	Pair pair({15, 1, 0, true, false});
	for (unsigned i = 0; i < 3; ++i)
	{
		BOOST_TEST(End(ALONE, false).decode(pair.client.encode(text(1000, i))) == text(1000, i));
		BOOST_TEST(pair.client.decode(pair.server.encode(text(1000, i))) == text(1000, i));
	}
	BOOST_TEST(pair.server.session.memory() > 0);
}


BOOST_AUTO_TEST_CASE(whatIsShortSecretOrDoesNotShrinkIsUntouched)
{
	End end(ALONE, true);
	BOOST_TEST(end.encode("") == "untouched");
	BOOST_TEST(end.encode(noise(1000)) == "untouched");

	ZstdSession session(std::make_shared<ZstdPool>(""), 100);
	session.agree(ALONE, true);
	std::string out;
	BOOST_TEST((session.encode(Message(Opcode::TEXT, text(99)), {}, out).kind == SessionResult::UNTOUCHED));
	BOOST_TEST((session.encode(Message(Opcode::TEXT, text(100)), {}, out).kind == SessionResult::DONE));
	out.clear();
	BOOST_TEST((session.encode(Message(Opcode::TEXT, text(500)), {.compress = false}, out).kind == SessionResult::UNTOUCHED));
	BOOST_TEST(out == "");
}


BOOST_AUTO_TEST_CASE(releaseAtAnyMomentIsFollowed)
{
	std::mt19937 random(7);
	Pair pair(TAKEOVER);
	for (unsigned i = 0; i < 500; ++i)
	{
		if (random() % 3 == 0) pair.client.session.release();
		if (random() % 3 == 0) pair.server.session.release();
		BOOST_REQUIRE(pair.passes(text(random() % 3000, i)));
	}
}


BOOST_AUTO_TEST_CASE(releaseGivesTheCompressorBack)
{
	End end(TAKEOVER, true);
	BOOST_TEST(end.session.memory() == 0);
	end.encode(text(100));
	BOOST_TEST(end.session.memory() > 50000);
	end.session.release();
	BOOST_TEST(end.session.memory() == 0);
}


BOOST_AUTO_TEST_CASE(nothingIsKeptBetweenMessagesWithoutTakeover)
{
	Pair pair(ALONE);
	BOOST_TEST(pair.passes(text(1000)));
	BOOST_TEST(pair.client.session.memory() == 0);
	BOOST_TEST(pair.server.session.memory() == 0);
}


BOOST_AUTO_TEST_CASE(noAllocationForEachMessageInSteadyState)
{
	for (const auto& terms: {TAKEOVER, ALONE})
	{
		Pair pair(terms);
		const std::string payload = text(1000);
		std::string wire, plain;
		const auto pass = [&] {
			wire.clear();
			plain.clear();
			pair.client.session.encode(Message(Opcode::TEXT, payload), {}, wire);
			pair.server.session.decode(Message(Opcode::TEXT, wire), plain, LIMIT);
		};
		for (int i = 0; i < 3; ++i) pass();
		const std::size_t before = pair.client.session.memory() + pair.server.session.memory();
		const AllocationCounter counter;
		for (int i = 0; i < 500; ++i) pass();
		BOOST_TEST(counter.count() == 0u);
		BOOST_TEST(pair.client.session.memory() + pair.server.session.memory() == before);
		BOOST_TEST(plain == payload);
	}
}


BOOST_AUTO_TEST_CASE(limitHoldsToTheByte)
{
	for (const auto& terms: {TAKEOVER, ALONE})
	{
		for (const std::size_t size: {1u, 255u, 256u, 65535u, 65536u, 65537u, 200000u, 1000000u})
		{
			const std::string wire = End(TAKEOVER, true).encode(text(size));
			BOOST_REQUIRE(End(TAKEOVER, false).decode(wire, size) == text(size));
			BOOST_REQUIRE(End(TAKEOVER, false).decode(wire, size - 1) == "1009 over the limit when decompressed");
		}
		End end(terms, true);
		BOOST_TEST(End(terms, false).decode(end.encode(std::string(1000, 'x')), 0).starts_with("1009"));
	}
}


BOOST_AUTO_TEST_CASE(badInput47ABombEndsAtTheLimitWithoutItsMemory)
{
	constexpr std::size_t LENGTH = 1024 * 1024;
	Pair pair(TAKEOVER);
	auto& server = pair.server;
	BOOST_TEST(pair.passes("x"));        // the context is there
	const std::string bomb = pair.client.encode(std::string(64 * LENGTH, '\0'));
	BOOST_TEST(bomb.size() < 10000);
	std::string out;
	const AllocationCounter counter;
	const auto result = server.session.decode(Message(Opcode::TEXT, bomb), out, LENGTH);
	BOOST_TEST((result.code == CloseCode::MESSAGE_TOO_BIG));
	BOOST_TEST(counter.peak() <= static_cast<std::ptrdiff_t>(LENGTH + 64 * 1024));
	BOOST_TEST(out.capacity() <= LENGTH + 64 * 1024);
}


BOOST_AUTO_TEST_CASE(badInput47AMessageTakesWhatItNeedsAndNotTheLimit)
{
	const std::string wire = End(ALONE, true).encode(text(100000));
	End server(ALONE, false);
	std::string out;
	server.session.decode(Message(Opcode::TEXT, wire), out, 64 * 1024 * 1024);
	BOOST_TEST(out.size() == 100000u);
	BOOST_TEST(out.capacity() <= 2 * out.size());
}


BOOST_AUTO_TEST_CASE(badInput47AMessageAtTheLimitTakesNoMoreThanThat)
{
	constexpr std::size_t LENGTH = 1024 * 1024;
	const std::string wire = End(ALONE, true).encode(text(LENGTH));
	End server(ALONE, false);
	server.decode(wire);
	std::string out;
	const AllocationCounter counter;
	server.session.decode(Message(Opcode::TEXT, wire), out, LENGTH);
	BOOST_TEST(out.size() == LENGTH);
	BOOST_TEST(counter.live() <= static_cast<std::ptrdiff_t>(LENGTH + 64 * 1024));
	BOOST_TEST(counter.largest() <= LENGTH + 1);
}


BOOST_AUTO_TEST_CASE(badInput47AHeaderThatAnnouncesALargeWindowOrContentIsRefused)
{
	const std::string magic("\x28\xb5\x2f\xfd", 4);
	End end(ALONE, false);
	for (const int windowLog: {16, 20, 27, 30, 41})
	{
		const std::string header = magic + '\0' + static_cast<char>((windowLog - 10) << 3);
		BOOST_TEST(end.decode(header + std::string("\x01\x00\x00", 3)).starts_with("1007 Frame requires too much memory"));
	}
	const std::string content = magic + '\xe0' + std::string(8, '\x7f');        // one segment of 2^63 bytes
	BOOST_TEST(end.decode(content + std::string("\x01\x00\x00", 3)).starts_with("1007 "));
	BOOST_TEST(end.decode(magic + '\0' + static_cast<char>(5 << 3) + std::string("\x01\x00\x00", 3)) == "");
	const AllocationCounter counter;
	end.decode(content + std::string("\x01\x00\x00", 3));
	BOOST_TEST(counter.bytes() < 4096u);
}


BOOST_AUTO_TEST_CASE(badInput47FramesOfFormatsWithoutALimitAreRefused)
{
	for (const char version: {'\x25', '\x26', '\x27', '\x50'})          // zstd 0.5, 0.6, 0.7, and a frame to be skipped
	{
		End end({10, 1, 0, false, false}, false);
		BOOST_TEST(end.decode(version + std::string("\xb5\x2f\xfd\x00\x85\x00\x00\x28", 8)) == "1007 not a frame of zstd");
	}
}


BOOST_AUTO_TEST_CASE(badInput48WhatIsCutOffAnywhereIsInvalid)
{
	const std::string whole = End(ALONE, true).encode(text(2000));
	const std::string part = End(TAKEOVER, true).encode(text(2000));
	for (std::size_t size = 0; size < whole.size(); ++size) BOOST_REQUIRE(End(ALONE, false).decode(whole.substr(0, size)).starts_with("1007 "));
	for (std::size_t size = 0; size < part.size(); ++size)
	{
		const std::string decoded = End(TAKEOVER, false).decode(part.substr(0, size));
		BOOST_REQUIRE((decoded.starts_with("1007 ") || decoded == ""));        // nothing: only the frame's header is there
	}
}


BOOST_AUTO_TEST_CASE(badInput48CorruptBytesNeverDoMoreThanFail)
{
	for (const auto& terms: {TAKEOVER, ALONE})
	{
		const std::string wire = End(terms, true).encode(text(3000));
		for (std::size_t i = 0; i < wire.size(); ++i)
		{
			std::string wrong = wire;
			wrong[i] = static_cast<char>(wrong[i] ^ 0x41);
			const std::string decoded = End(terms, false).decode(wrong, 10000);
			BOOST_REQUIRE(decoded.size() <= 10000);
		}
		BOOST_TEST(End(terms, false).decode("not zstd at all").starts_with("1007 "));
		BOOST_TEST(End(terms, false).decode(noise(500)).starts_with("1007 "));
	}
}


BOOST_AUTO_TEST_CASE(badInput48AContextThatFailedServesTheNextConnection)
{
	End end(ALONE, false);
	const std::string wire = End(ALONE, true).encode(text(1000));
	BOOST_TEST(end.decode(wire.substr(0, 50)).starts_with("1007 "));
	BOOST_TEST(end.decode(wire) == text(1000));
}


BOOST_AUTO_TEST_CASE(badInput50HistoryThatWasAgreedToBeForgottenIsInvalid)
{
	End client(TAKEOVER, true);
	End server(ALONE, false);
	BOOST_TEST(server.decode(client.encode(text(1000))).starts_with("1007 "));
	BOOST_TEST(server.decode(client.encode(text(1000))).starts_with("1007 "));
}


BOOST_AUTO_TEST_CASE(badInput50AWindowBeyondTheAgreedIsInvalid)
{
	const std::string wire = End({18, 1, 0, false, false}, true).encode(text(1000));
	BOOST_TEST(End(TAKEOVER, false).decode(wire).starts_with("1007 "));
}


BOOST_AUTO_TEST_SUITE_END()
