//
// FrameReaderTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "FrameReader.h"
#include "support/TestFrame.h"
#include <boost/test/unit_test.hpp>
#include <limits>


using namespace WS;
using namespace WS::Test;


namespace {


struct Read
	/// What came of reading bytes to their end or to an error.
{
	Error error = Error::NONE;
	std::vector<FramePart> parts;
	std::vector<Bytes> payloads;
	std::size_t left = 0;
};


Read readAll(FrameReader& reader, std::vector<char>& bytes)
{
	Read read;
	std::span<char> rest(bytes);
	while (!rest.empty() && read.error == Error::NONE)
	{
		FramePart part;
		bool found = false;
		read.error = reader.next(rest, part, found);
		if (read.error != Error::NONE || !found) continue;
		read.parts.push_back(part);
		read.payloads.emplace_back(std::string_view(part.payload.data(), part.payload.size()));
	}
	read.left = rest.size();
	return read;
}


Read read(Role role, const Bytes& input, const Options& options = {})
{
	std::vector<char> bytes(input.view().begin(), input.view().end());
	FrameReader reader(role, options);
	return readAll(reader, bytes);
}


Error errorByteByByte(Role role, const Bytes& input, std::size_t& taken, const Options& options = {})
	/// taken: how many bytes it took to see the error.
{
	FrameReader reader(role, options);
	for (taken = 0; taken < input.size();)
	{
		std::vector<char> byte{input.view()[taken++]};
		const Error error = readAll(reader, byte).error;
		if (error != Error::NONE) return error;
	}
	return Error::NONE;
}


} // namespace


BOOST_AUTO_TEST_SUITE(FrameReaderTest)


BOOST_AUTO_TEST_CASE(readsTheUnmaskedExampleOfTheRFC)
{
	const Read result = read(Role::CLIENT, "81 05 48656c6c6f"_hex);

	BOOST_TEST(result.parts.size() == 1u);
	BOOST_CHECK(result.parts[0].opcode == Opcode::TEXT);
	BOOST_TEST(result.parts[0].fin);
	BOOST_TEST(result.parts[0].begins);
	BOOST_TEST(result.parts[0].ends);
	BOOST_TEST(result.payloads[0] == "Hello");
}


BOOST_AUTO_TEST_CASE(readsTheMaskedExampleOfTheRFC)
{
	const Read result = read(Role::SERVER, "81 85 37fa213d 7f9f4d5158"_hex);

	BOOST_TEST(result.payloads.size() == 1u);
	BOOST_TEST(result.payloads[0] == "Hello");
}


BOOST_AUTO_TEST_CASE(payloadLiesInTheBytesThatWereRead)
{
	const Bytes input = "81 85 37fa213d 7f9f4d5158"_hex;
	std::vector<char> bytes(input.view().begin(), input.view().end());
	FrameReader reader(Role::SERVER, {});

	const Read result = readAll(reader, bytes);

	BOOST_CHECK(result.parts[0].payload.data() == bytes.data() + 6);
}


BOOST_AUTO_TEST_CASE(readsEveryFormOfLengthAtItsBorders)
{
	for (std::size_t size: {0u, 1u, 125u, 126u, 127u, 65535u, 65536u})
	{
		const Bytes payload = repeated("x", size);
		BOOST_TEST(read(Role::SERVER, TestFrame(BINARY, payload).masked().bytes()).payloads[0] == payload, size);
		BOOST_TEST(read(Role::CLIENT, TestFrame(BINARY, payload).bytes()).payloads[0] == payload, size);
	}
}


BOOST_AUTO_TEST_CASE(givesAFrameWithoutPayloadAtOnce)
{
	const Read result = read(Role::CLIENT, "89 00"_hex);
	BOOST_TEST(result.parts.size() == 1u);
	BOOST_TEST(result.parts[0].begins);
	BOOST_TEST(result.parts[0].ends);
}


BOOST_AUTO_TEST_CASE(givesAFrameInPiecesAsItArrives)
{
	FrameReader reader(Role::SERVER, {});
	std::vector<char> first = {'\x82', '\x85', 0x37, '\xfa', 0x21, 0x3d, 0x7f, '\x9f'};
	std::vector<char> second = {0x4d, 0x51, 0x58};

	const Read begin = readAll(reader, first);
	BOOST_TEST(reader.remaining() == 3u);
	const Read end = readAll(reader, second);
	BOOST_TEST(reader.remaining() == 0u);

	BOOST_TEST((begin.parts[0].begins && !begin.parts[0].ends));
	BOOST_TEST((!end.parts[0].begins && end.parts[0].ends));
	BOOST_TEST(begin.payloads[0] + end.payloads[0] == "Hello");
}


BOOST_AUTO_TEST_CASE(readsSeveralFramesFromOnePiece)
{
	const Read result = read(Role::CLIENT, "01 01 61 89 00 80 01 62 82 00"_hex);

	BOOST_TEST(result.parts.size() == 4u);
	BOOST_TEST(result.payloads[0] + result.payloads[2] == "ab");
	BOOST_TEST(!result.parts[0].fin);
	BOOST_TEST(result.parts[2].fin);
	BOOST_CHECK(result.parts[2].opcode == Opcode::CONTINUATION);
}


BOOST_AUTO_TEST_CASE(badInput33RefusesReservedBitsAndOpcodesAtTheFirstByte)
{
	std::size_t taken = 0;
	for (const char* first: {"c1", "a1", "91", "f1", "c2", "b2", "c8", "c9", "ca", "d0"})
	{
		BOOST_CHECK(errorByteByByte(Role::CLIENT, operator ""_hex(first, 2), taken) == Error::RESERVED_BITS);
		BOOST_TEST(taken == 1u);
	}
	for (const char* first: {"83", "84", "85", "86", "87", "8b", "8c", "8d", "8e", "8f", "03", "0f"})
	{
		BOOST_CHECK(errorByteByByte(Role::CLIENT, operator ""_hex(first, 2), taken) == Error::UNKNOWN_OPCODE);
		BOOST_TEST(taken == 1u);
	}
}


BOOST_AUTO_TEST_CASE(badInput34RefusesLengthsThatAreNotMinimal)
{
	std::size_t taken = 0;
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7e 007d"_hex, taken) == Error::LENGTH_NOT_MINIMAL);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7e 0000"_hex, taken) == Error::LENGTH_NOT_MINIMAL);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f 000000000000ffff"_hex, taken) == Error::LENGTH_NOT_MINIMAL);
	BOOST_CHECK(errorByteByByte(Role::SERVER, "82 fe 007d"_hex, taken) == Error::LENGTH_NOT_MINIMAL);
	BOOST_TEST(taken == 4u);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7e 007e"_hex, taken) == Error::NONE);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f 0000000000010000"_hex, taken) == Error::NONE);
}


BOOST_AUTO_TEST_CASE(badInput34RefusesTheTopBitOfALength)
{
	std::size_t taken = 0;
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f 8000000000000000"_hex, taken) == Error::LENGTH_TOP_BIT);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f ffffffffffffffff"_hex, taken) == Error::LENGTH_TOP_BIT);
	BOOST_TEST(taken == 10u);
}


BOOST_AUTO_TEST_CASE(badInput35RefusesAnOverlongMessageFromItsHeader)
{
	std::size_t taken = 0;
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f 0000000004000000"_hex, taken) == Error::MESSAGE_TOO_LONG);
	BOOST_TEST(taken == 10u);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f 7fffffffffffffff"_hex, taken) == Error::MESSAGE_TOO_LONG);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f 0000000003ffffff"_hex, taken) == Error::NONE);
}


BOOST_AUTO_TEST_CASE(badInput35TakesTheLimitExactlyAndSumsFragments)
{
	Options options;
	options.maxLength = 5;
	BOOST_CHECK(read(Role::CLIENT, "82 05 0102030405"_hex, options).error == Error::NONE);
	BOOST_CHECK(read(Role::CLIENT, "82 06"_hex, options).error == Error::MESSAGE_TOO_LONG);
	BOOST_CHECK(read(Role::CLIENT, "02 03 010203 80 02 0405"_hex, options).error == Error::NONE);
	BOOST_CHECK(read(Role::CLIENT, "02 03 010203 80 03"_hex, options).error == Error::MESSAGE_TOO_LONG);
	BOOST_CHECK(read(Role::CLIENT, "02 05 0102030405 00 00 80 00"_hex, options).error == Error::NONE);
}


BOOST_AUTO_TEST_CASE(eachMessageHasTheWholeLimit)
{
	Options options;
	options.maxLength = 3;
	BOOST_CHECK(read(Role::CLIENT, "82 03 010203 02 03 010203 80 00 82 03 010203"_hex, options).error == Error::NONE);
}


BOOST_AUTO_TEST_CASE(controlFramesAreNotCountedAgainstTheMessage)
{
	Options options;
	options.maxLength = 3;
	BOOST_CHECK(read(Role::CLIENT, "02 02 0102 89 04 01020304 80 01 03"_hex, options).error == Error::NONE);
}


BOOST_AUTO_TEST_CASE(fragmentsOfUnlimitedMessagesDoNotOverflowTheSum)
{
	Options options;
	options.maxLength = UNLIMITED;
	std::size_t taken = 0;
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "02 01 00 00 7f 7fffffffffffffff"_hex, taken, options) == Error::NONE);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "82 7f 8000000000000000"_hex, taken, options) == Error::LENGTH_TOP_BIT);
}


BOOST_AUTO_TEST_CASE(badInput36RefusesControlFramesAtTheByteThatShowsIt)
{
	std::size_t taken = 0;
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "09"_hex, taken) == Error::FRAGMENTED_CONTROL);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "0a"_hex, taken) == Error::FRAGMENTED_CONTROL);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "08"_hex, taken) == Error::FRAGMENTED_CONTROL);
	BOOST_TEST(taken == 1u);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "89 7e"_hex, taken) == Error::CONTROL_TOO_LONG);
	BOOST_CHECK(errorByteByByte(Role::SERVER, "88 ff"_hex, taken) == Error::CONTROL_TOO_LONG);
	BOOST_TEST(taken == 2u);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "89 7d"_hex, taken) == Error::NONE);
}


BOOST_AUTO_TEST_CASE(badInput37RefusesFramesOutOfOrderAtTheFirstByte)
{
	std::size_t taken = 0;
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "80"_hex, taken) == Error::UNEXPECTED_CONTINUATION);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "00"_hex, taken) == Error::UNEXPECTED_CONTINUATION);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "81 00 80"_hex, taken) == Error::UNEXPECTED_CONTINUATION);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "01 00 80 00 80"_hex, taken) == Error::UNEXPECTED_CONTINUATION);
	BOOST_TEST(taken == 5u);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "01 00 81"_hex, taken) == Error::UNFINISHED_MESSAGE);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "02 00 00 00 01"_hex, taken) == Error::UNFINISHED_MESSAGE);
	BOOST_TEST(taken == 5u);
}


BOOST_AUTO_TEST_CASE(badInput38RefusesTheWrongMaskingAtTheSecondByte)
{
	std::size_t taken = 0;
	BOOST_CHECK(errorByteByByte(Role::SERVER, "81 05"_hex, taken) == Error::UNMASKED);
	BOOST_CHECK(errorByteByByte(Role::SERVER, "81 7e"_hex, taken) == Error::UNMASKED);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "81 85"_hex, taken) == Error::MASKED);
	BOOST_CHECK(errorByteByByte(Role::CLIENT, "81 80"_hex, taken) == Error::MASKED);
	BOOST_TEST(taken == 2u);
}


BOOST_AUTO_TEST_CASE(serverTakesUnmaskedFramesWhenMaskingIsNotRequired)
{
	Options options;
	options.requireMasking = false;
	BOOST_TEST(read(Role::SERVER, "81 05 48656c6c6f"_hex, options).payloads[0] == "Hello");
	BOOST_TEST(read(Role::SERVER, "81 85 37fa213d 7f9f4d5158"_hex, options).payloads[0] == "Hello");
	BOOST_CHECK(read(Role::CLIENT, "81 80"_hex, options).error == Error::MASKED);
}


BOOST_AUTO_TEST_CASE(badInput39TakesAMaskOfZeroAndTheSameMaskAgain)
{
	const Bytes zero = "81 85 00000000 48656c6c6f"_hex;
	BOOST_TEST(read(Role::SERVER, zero + zero).payloads[1] == "Hello");
}


BOOST_AUTO_TEST_CASE(badInput40RefusesOneFragmentTooMany)
{
	Options options;
	options.maxFragments = 3;
	BOOST_CHECK(read(Role::CLIENT, "02 00 00 00 80 00"_hex, options).error == Error::NONE);
	BOOST_CHECK(read(Role::CLIENT, "02 00 00 00 00 00 80 00"_hex, options).error == Error::TOO_MANY_FRAGMENTS);
	BOOST_CHECK(read(Role::CLIENT, "02 00 89 00 00 00 89 00 80 00 02 00 00 00 80 00"_hex, options).error == Error::NONE);
}


BOOST_AUTO_TEST_CASE(badInput46EveryCutOfAHeaderGivesTheSameFrame)
{
	const Bytes input = TestFrame(BINARY, "payload").masked().lengthBytes(0).bytes() + TestFrame(BINARY, repeated("x", 300)).masked().bytes();
	const Read whole = read(Role::SERVER, input);
	for (std::size_t cut = 0; cut <= input.size(); ++cut)
	{
		FrameReader reader(Role::SERVER, {});
		std::vector<char> first(input.view().begin(), input.view().begin() + static_cast<std::ptrdiff_t>(cut));
		std::vector<char> second(input.view().begin() + static_cast<std::ptrdiff_t>(cut), input.view().end());
		Bytes payload;
		for (const Bytes& part: readAll(reader, first).payloads) payload += part;
		for (const Bytes& part: readAll(reader, second).payloads) payload += part;
		BOOST_TEST(payload == whole.payloads[0] + whole.payloads[1], cut);
	}
}


BOOST_AUTO_TEST_SUITE_END()
