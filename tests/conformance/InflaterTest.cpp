//
// InflaterTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"
#include "conformance/suite/Deflater.h"
#include "conformance/suite/Inflater.h"
#include "conformance/suite/Sample.h"
#include <boost/test/unit_test.hpp>


using namespace Conformance;


namespace {


constexpr std::size_t LONGEST = 1024 * 1024;


Inflated inflated(std::string_view digits)
	/// By an inflater that has seen nothing before.
{
	return Inflater(LONGEST).inflate(hex(digits));
}


Inflated afterOctets(std::size_t size, std::string_view digits)
	/// A message behind one of so many octets.
{
	Inflater inflater(LONGEST);
	inflater.inflate(Deflater({}).deflate(std::string(size, 'a')));
	return inflater.inflate(hex(digits));
}


std::size_t longestDistance(int windowBits)
{
	SampleReader sample(Sample::REPEATS, true);
	Deflater deflater({true, windowBits});
	return Inflater(LONGEST).inflate(deflater.deflate(sample.next(65536))).longestDistance;
}


} // namespace


BOOST_AUTO_TEST_SUITE(InflaterTest)


BOOST_AUTO_TEST_CASE(examplesOfTheStandardAreRead)
	/// RFC 7692 7.2.3.
{
	for (const auto digits: {"f248cdc9c90700", "000500faff48656c6c6f00", "f348cdc9c9070000", "f24805000000ffffcac9c90700"})
	{
		BOOST_TEST(inflated(digits).message == "Hello");
		BOOST_TEST(inflated(digits).fault == "");
		BOOST_TEST(inflated(digits).longestDistance == 0);
	}
	BOOST_TEST(inflated("00").message == "");
	BOOST_TEST(inflated("0200").fault == "");
}


BOOST_AUTO_TEST_CASE(messageMayReferToTheOneBefore)
{
	Inflater inflater(LONGEST);
	BOOST_TEST(inflater.inflate(hex("f248cdc9c90700")).reach == 0);

	const auto second = inflater.inflate(hex("f200110000"));
	BOOST_TEST(second.message == "Hello");
	BOOST_TEST(second.longestDistance == 5);
	BOOST_TEST(second.reach == 5 - 1);
}


BOOST_AUTO_TEST_CASE(windowEndsAt32KiB)
{
	const auto edge = "42dcff0f00";        // ten octets from 32768 back
	BOOST_TEST(afterOctets(32768, edge).message == "aaaaaaaaaa");
	BOOST_TEST(afterOctets(32768, edge).longestDistance == 32768);
	BOOST_TEST(afterOctets(32768, edge).reach == 32768);
	BOOST_TEST(afterOctets(40000, edge).fault == "");
	BOOST_TEST(afterOctets(32767, edge).fault == "copies from 32768 octets back, where nothing has been");
}


BOOST_AUTO_TEST_CASE(everyFaultHasItsName)
{
	const std::vector<std::pair<std::string, std::string>> faults = {
		{"0600", "has a block of the type 3, which there is not"},
		{"000500050048656c6c6f00", "has a stored block whose two lengths differ"},
		{"000a00f5ff48656c6c6f", "is cut short"},
		{"000500faff48656c6c6f", "is cut short"},
		{"", "is cut short"},
		{"04009204", "has a Huffman code with too many codes"},
		{"1a030000", "has a length that there is not"},
		{"4a043e0000", "has a distance that there is not"},
		{"f200110000", "copies from 5 octets back, where nothing has been"},
		{"f348cdc9c907000600", "has a block of the type 3, which there is not"},
	};
	for (const auto& [digits, fault]: faults) BOOST_TEST(inflated(digits).fault == fault, digits);
}


BOOST_AUTO_TEST_CASE(lengthIsLimited)
{
	const auto payload = Deflater({}).deflate(std::string(1000, 'a'));
	BOOST_TEST(Inflater(1000).inflate(payload).fault == "");
	BOOST_TEST(Inflater(999).inflate(payload).fault == "is longer than any that the peer was sent");
}


BOOST_AUTO_TEST_CASE(whatZlibWritesIsRead)
{
	for (const auto sample: {Sample::JSON, Sample::BITMAP, Sample::GERMAN, Sample::HTML, Sample::PDF, Sample::REPEATS})
	{
		SampleReader reader(sample, false);
		Deflater deflater({});
		Inflater inflater(LONGEST);
		for (const std::size_t size: {0, 1, 16, 1000, 0, 65535, 131072})
		{
			const auto message = reader.next(size);
			const auto result = inflater.inflate(deflater.deflate(message));
			BOOST_TEST(result.fault == "");
			BOOST_TEST((result.message == message));
		}
	}
}


BOOST_AUTO_TEST_CASE(withoutTakeoverEachMessageStandsAlone)
{
	for (const bool takeover: {true, false})
	{
		Deflater deflater({takeover, 15});
		Inflater inflater(LONGEST);
		inflater.inflate(deflater.deflate("a message that comes twice"));
		BOOST_TEST((inflater.inflate(deflater.deflate("a message that comes twice")).reach > 0) == takeover);
	}
}


BOOST_AUTO_TEST_CASE(everyWindowIsKeptAndUsed)
{
	BOOST_TEST(longestDistance(8) <= 256);
	for (int bits = 9; bits <= 15; ++bits)
	{
		BOOST_TEST(longestDistance(bits) <= std::size_t(1) << bits);
		if (bits > 9) BOOST_TEST(longestDistance(bits) > std::size_t(1) << (bits - 1));
	}
}


BOOST_AUTO_TEST_SUITE_END()
