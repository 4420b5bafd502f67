//
// HybiMalformedTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


struct Row
{
	std::vector<TestFrame> frames;
	Error error;
	int code = 1002;
	Events before = {};
		// what is delivered before the error
};


template <class P>
void fails(const Row& row)
	/// At every split: one error, one close, one close frame, and nothing of what follows.
{
	P peer;
	const Bytes input = peer.allIncoming(row.frames);
	BOOST_TEST_INFO_SCOPE(input);

	const Seen seen = feed(make<P>(), input + peer.incoming(TestFrame(TEXT, "after")).bytes());

	BOOST_TEST(seen.events == row.before + failed(row.error, row.code));
	BOOST_TEST(seen.state == State::CLOSED);
	BOOST_TEST(seen.finished);
	BOOST_TEST(seen.output == peer.outgoing(TestFrame::close(row.code, TestFrame::read(seen.output).at(0).payload.from(2))));
	BOOST_TEST(seen.output.size() > 12u);
}


template <class P>
void failsAsIs(const Bytes& input, Error error, int code)
	/// For bytes that are no frame of this role.
{
	BOOST_TEST_INFO_SCOPE(input);
	const Seen seen = feed(make<P>(), input);
	BOOST_TEST(seen.events == failed(error, code));
	BOOST_TEST(TestFrame::read(seen.output).at(0).payload.first(2) == TestFrame::close(code).payload);
	BOOST_TEST(seen.finished);
}


} // namespace


BOOST_AUTO_TEST_SUITE(HybiMalformedTest)


BOOST_AUTO_TEST_CASE(failsByteForByte)
{
	Server server;
	server.receive("83 80 37fa213d"_hex);

	const std::string message = server.failure().message;
	BOOST_TEST(server.output() == "88"_hex + Bytes(std::string(1, static_cast<char>(message.size() + 2))) + "03ea"_hex + message);
	BOOST_TEST(server.events() == failed(Error::UNKNOWN_OPCODE, 1002));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput33ReservedBitsFailWith1002, P, Roles)
{
	for (int bits = 1; bits <= 7; ++bits)
	{
		for (int opcode: {TEXT, BINARY, CLOSE, PING, PONG})
		{
			fails<P>({{TestFrame(opcode, "Hello").reserved(bits)}, Error::RESERVED_BITS});
		}
	}
	fails<P>({{TestFrame(TEXT, "Hel").unfinished(), TestFrame(CONTINUATION, "lo").reserved(4)}, Error::RESERVED_BITS});
	fails<P>({{TestFrame(TEXT, "one"), TestFrame(TEXT, "two").reserved(4)}, Error::RESERVED_BITS, 1002, {text("one")}});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput33UnknownOpcodesFailWith1002, P, Roles)
{
	for (int opcode: {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
	{
		fails<P>({{TestFrame(opcode)}, Error::UNKNOWN_OPCODE});
		fails<P>({{TestFrame(opcode, "Hello").unfinished()}, Error::UNKNOWN_OPCODE});
		fails<P>({{TestFrame(TEXT, "one"), TestFrame(opcode, "two")}, Error::UNKNOWN_OPCODE, 1002, {text("one")}});
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput34LengthsThatAreNotMinimalFailWith1002, P, Roles)
{
	for (std::size_t size: {0u, 1u, 125u})
	{
		fails<P>({{TestFrame(BINARY, repeated("x", size)).lengthBytes(2)}, Error::LENGTH_NOT_MINIMAL});
		fails<P>({{TestFrame(BINARY, repeated("x", size)).lengthBytes(8)}, Error::LENGTH_NOT_MINIMAL});
	}
	fails<P>({{TestFrame(BINARY, repeated("x", 126)).lengthBytes(8)}, Error::LENGTH_NOT_MINIMAL});
	fails<P>({{TestFrame(BINARY).announcing(65535).lengthBytes(8)}, Error::LENGTH_NOT_MINIMAL});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput34TopBitOfALengthFailsWith1002, P, Roles)
{
	fails<P>({{TestFrame(BINARY).announcing(std::uint64_t(1) << 63)}, Error::LENGTH_TOP_BIT});
	fails<P>({{TestFrame(BINARY).announcing(~std::uint64_t(0))}, Error::LENGTH_TOP_BIT});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput35HugeLengthsFailWith1009, P, Roles)
{
	for (std::uint64_t length: {0x4000000ull, 0x7fffffffull, 1ull << 32, 1ull << 62, ~0ull >> 1})
	{
		fails<P>({{TestFrame(BINARY).announcing(length)}, Error::MESSAGE_TOO_LONG, 1009});
		fails<P>({{TestFrame(TEXT, "a").unfinished(), TestFrame(CONTINUATION).announcing(length)}, Error::MESSAGE_TOO_LONG, 1009});
	}
	fails<P>({{TestFrame(TEXT, "a").unfinished(), TestFrame(CONTINUATION).announcing(0x3ffffff)}, Error::MESSAGE_TOO_LONG, 1009});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput36LongControlFramesFailWith1002, P, Roles)
{
	for (int opcode: {CLOSE, PING, PONG})
	{
		fails<P>({{TestFrame(opcode, repeated("x", 126))}, Error::CONTROL_TOO_LONG});
		fails<P>({{TestFrame(opcode).announcing(65536)}, Error::CONTROL_TOO_LONG});
		fails<P>({{TestFrame(opcode, "x").lengthBytes(2)}, Error::CONTROL_TOO_LONG});
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput36FragmentedControlFramesFailWith1002, P, Roles)
{
	for (int opcode: {CLOSE, PING, PONG})
	{
		fails<P>({{TestFrame(opcode, "x").unfinished()}, Error::FRAGMENTED_CONTROL});
		fails<P>({{TestFrame(TEXT, "Hel").unfinished(), TestFrame(opcode).unfinished()}, Error::FRAGMENTED_CONTROL});
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput36CompressedControlFramesFailWith1002, P, Roles)
{
	for (int opcode: {CLOSE, PING, PONG}) fails<P>({{TestFrame(opcode, "x").reserved(4)}, Error::RESERVED_BITS});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput37ContinuationsWithoutAMessageFailWith1002, P, Roles)
{
	fails<P>({{TestFrame(CONTINUATION, "x")}, Error::UNEXPECTED_CONTINUATION});
	fails<P>({{TestFrame(CONTINUATION, "x").unfinished()}, Error::UNEXPECTED_CONTINUATION});
	fails<P>({{TestFrame(TEXT, "a"), TestFrame(CONTINUATION)}, Error::UNEXPECTED_CONTINUATION, 1002, {text("a")}});
	fails<P>({{TestFrame(TEXT).unfinished(), TestFrame(CONTINUATION, "a"), TestFrame(CONTINUATION)}, Error::UNEXPECTED_CONTINUATION, 1002, {text("a")}});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput37NewMessagesWithinAMessageFailWith1002, P, Roles)
{
	for (int opcode: {TEXT, BINARY})
	{
		fails<P>({{TestFrame(TEXT, "a").unfinished(), TestFrame(opcode, "b")}, Error::UNFINISHED_MESSAGE});
		fails<P>({{TestFrame(BINARY).unfinished(), TestFrame(CONTINUATION).unfinished(), TestFrame(opcode).unfinished()}, Error::UNFINISHED_MESSAGE});
	}
}


BOOST_AUTO_TEST_CASE(badInput38ServerRefusesUnmaskedFrames)
{
	for (const Bytes& frame: {"81 05 48656c6c6f"_hex, "82 00"_hex, "89 00"_hex, "88 02 03e8"_hex, "82 7e 0100"_hex, "82 7f 0000000000010000"_hex})
	{
		failsAsIs<Server>(frame, Error::UNMASKED, 1002);
	}
}


BOOST_AUTO_TEST_CASE(badInput38ClientRefusesMaskedFrames)
{
	for (const Bytes& frame: {"81 85 37fa213d 7f9f4d5158"_hex, "82 80 37fa213d"_hex, "89 80 00000000"_hex, "88 82 37fa213d 3412"_hex, "82 fe 0100"_hex})
	{
		failsAsIs<Client>(frame, Error::MASKED, 1002);
	}
}


BOOST_AUTO_TEST_CASE(badInput38ServerTakesUnmaskedFramesOnlyWhenToldTo)
{
	Options options;
	options.requireMasking = false;
	const Seen seen = feed(make<Server>(options), "81 05 48656c6c6f 81 85 37fa213d 7f9f4d5158"_hex);
	BOOST_TEST(seen.events == (Events{text("Hello"), text("Hello")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput42MalformedCloseFramesFailWith1002, P, Roles)
{
	fails<P>({{TestFrame(CLOSE, "x")}, Error::CLOSE_LENGTH});
	for (int code: {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
	{
		fails<P>({{TestFrame::close(code)}, Error::CLOSE_CODE});
		fails<P>({{TestFrame::close(code, "bye")}, Error::CLOSE_CODE});
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41CloseReasonsThatAreNoUTF8FailWith1002, P, Roles)
{
	for (const Bytes& reason: {"ff"_hex, "c0af"_hex, "eda080"_hex, "e282"_hex, "6162 f48fbf"_hex})
	{
		fails<P>({{TestFrame::close(1000, reason)}, Error::CLOSE_REASON});
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(inputAfterAFailureIsDropped, P, Roles)
{
	P peer;
	peer.receive(TestFrame(3));
	peer.events();
	peer.output();
	for (int i = 0; i < 3; ++i) peer.receive(TestFrame(PING, "x"));
	peer.receive(TestFrame::close(1000));
	peer->receiveEnd();
	BOOST_TEST(peer.events().empty());
	BOOST_TEST(peer.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput46FailureBehindAGoodFrameDeliversTheGoodOne, P, Roles)
{
	fails<P>(
		{{TestFrame(TEXT, "one"), TestFrame(PONG, "two"), TestFrame(BINARY, "three"), TestFrame(CONTINUATION)}, Error::UNEXPECTED_CONTINUATION, 1002,
			{text("one"), pong("two"), binary("three")}});
}


BOOST_AUTO_TEST_SUITE_END()
