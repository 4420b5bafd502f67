//
// FrameWriterTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "FrameWriter.h"
#include "support/TestFrame.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr MaskingKey RFC_KEY{0x37, '\xfa', 0x21, 0x3d};


} // namespace


BOOST_AUTO_TEST_SUITE(FrameWriterTest)


BOOST_AUTO_TEST_CASE(writesTheUnmaskedExampleOfTheRFC)
{
	std::string out;
	writeFrame(out, Opcode::TEXT, "Hello");
	BOOST_TEST(Bytes(out) == "81 05 48656c6c6f"_hex);
}


BOOST_AUTO_TEST_CASE(writesTheMaskedExampleOfTheRFC)
{
	std::string out;
	writeFrame(out, Opcode::TEXT, "Hello", RFC_KEY);
	BOOST_TEST(Bytes(out) == "81 85 37fa213d 7f9f4d5158"_hex);
}


BOOST_AUTO_TEST_CASE(writesTheShortestFormOfEveryLength)
{
	for (const auto& [length, header]: std::initializer_list<std::pair<std::uint64_t, Bytes>>{
			 {0, "82 00"_hex},
			 {125, "82 7d"_hex},
			 {126, "82 7e 007e"_hex},
			 {65535, "82 7e ffff"_hex},
			 {65536, "82 7f 0000000000010000"_hex},
			 {0x123456789a, "82 7f 000000123456789a"_hex}})
	{
		std::string out;
		writeHeader(out, Opcode::BINARY, length);
		BOOST_TEST(Bytes(out) == header);
	}
}


BOOST_AUTO_TEST_CASE(writesTheKeyBehindTheLength)
{
	std::string out;
	writeHeader(out, Opcode::PING, 3, RFC_KEY);
	writeHeader(out, Opcode::BINARY, 126, RFC_KEY);
	writeHeader(out, Opcode::BINARY, 65536, RFC_KEY);
	BOOST_TEST(Bytes(out) == "89 83 37fa213d 82 fe 007e 37fa213d 82 ff 0000000000010000 37fa213d"_hex);
}


BOOST_AUTO_TEST_CASE(writesEveryOpcodeWithFinAndWithoutReservedBits)
{
	for (const Opcode opcode: {Opcode::TEXT, Opcode::BINARY, Opcode::CLOSE, Opcode::PING, Opcode::PONG})
	{
		std::string out;
		writeFrame(out, opcode, {});
		BOOST_TEST(Bytes(out) == TestFrame(static_cast<int>(opcode)).bytes());
	}
}


BOOST_AUTO_TEST_CASE(appendsAndLeavesThePayloadAlone)
{
	const std::string payload = "Hello";
	std::string out = "before";
	writeFrame(out, Opcode::TEXT, payload, RFC_KEY);
	BOOST_TEST(Bytes(out) == "before" + "81 85 37fa213d 7f9f4d5158"_hex);
	BOOST_TEST(payload == "Hello");
}


BOOST_AUTO_TEST_CASE(writesWhatTheSecondWriterWrites)
{
	for (std::size_t size: {0u, 1u, 2u, 3u, 4u, 5u, 7u, 8u, 9u, 125u, 126u, 127u, 1000u, 65535u, 65536u, 70001u})
	{
		const Bytes payload = repeated("\x01\x02\x03\x7f\xff", size / 5 + 1).first(size);
		std::string plain, masked;
		writeFrame(plain, Opcode::BINARY, payload);
		writeFrame(masked, Opcode::BINARY, payload, RFC_KEY);
		BOOST_TEST(Bytes(plain) == TestFrame(BINARY, payload).bytes());
		BOOST_TEST(Bytes(masked) == TestFrame(BINARY, payload).masked().bytes());
	}
}


BOOST_AUTO_TEST_SUITE_END()
