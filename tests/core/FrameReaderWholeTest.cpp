//
// FrameReaderWholeTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "FrameReader.h"
#include "support/Events.h"
#include "support/TestFrame.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


struct Taken
{
	bool taken = false;
	Bytes payload;
	std::size_t left = 0;
};


Taken take(Role role, const Bytes& input, const Options& options = {})
	/// A whole message from a buffer of exactly that size.
{
	std::vector<char> bytes(input.view().begin(), input.view().end());
	std::span<char> rest(bytes);
	FrameReader reader(role, options);
	FramePart part;
	Taken result;
	result.taken = reader.takeWhole(rest, part);
	result.payload = Bytes(std::string_view(part.payload.data(), part.payload.size()));
	result.left = rest.size();
	return result;
}


} // namespace


BOOST_AUTO_TEST_SUITE(FrameReaderWholeTest)


BOOST_AUTO_TEST_CASE(takesAWholeMessageWhereItLiesAndLeavesWhatIsBehindIt)
{
	for (std::size_t size: {0u, 1u, 125u, 126u, 1000u, 65535u})
	{
		const Bytes payload = repeated("x", size);
		Taken server = take(Role::SERVER, TestFrame(TEXT, payload).masked().bytes() + "rest");
		Taken client = take(Role::CLIENT, TestFrame(TEXT, payload).bytes() + "rest");
		BOOST_TEST((server.taken && client.taken));
		BOOST_TEST(server.payload == payload);
		BOOST_TEST(client.payload == payload);
		BOOST_TEST((server.left == 4 && client.left == 4));
	}
}


BOOST_AUTO_TEST_CASE(takesNoMessageOfWhichAByteIsMissing)
{
	for (const Bytes& frame: {TestFrame(TEXT, "Hello").masked().bytes(), TestFrame(BINARY, repeated("x", 200)).masked().bytes(), TestFrame(TEXT).masked().bytes()})
	{
		for (std::size_t size = 0; size < frame.size(); ++size)
		{
			const Taken result = take(Role::SERVER, frame.first(size));
			BOOST_TEST(!result.taken);
			BOOST_TEST(result.left == size);
		}
	}
}


BOOST_AUTO_TEST_CASE(takesNothingWholeThatNeedsJudgement)
{
	for (const TestFrame& frame: {
			 TestFrame(PING), TestFrame::close(1000), TestFrame(TEXT).unfinished(), TestFrame(CONTINUATION), TestFrame(TEXT).reserved(4), TestFrame(3),
			 TestFrame(BINARY, "x").lengthBytes(2), TestFrame(BINARY, "x").lengthBytes(8), TestFrame(BINARY, "123456")})
	{
		Options options;
		options.maxLength = 5;
		BOOST_TEST(!take(Role::CLIENT, frame.bytes(), options).taken);
		BOOST_TEST(!take(Role::SERVER, TestFrame(frame).masked().bytes(), options).taken);
	}
	BOOST_TEST(!take(Role::CLIENT, TestFrame(TEXT).masked().bytes()).taken);
	BOOST_TEST(!take(Role::SERVER, TestFrame(TEXT).bytes()).taken);
}


BOOST_AUTO_TEST_CASE(takesNothingWholeWithinAMessageOrAFrame)
{
	for (const Bytes& before: {"01 01 61"_hex, "81 05 48"_hex, "81"_hex, "82 7e"_hex})
	{
		FrameReader reader(Role::CLIENT, {});
		std::vector<char> bytes(before.view().begin(), before.view().end());
		for (std::span<char> rest(bytes); !rest.empty();)
		{
			FramePart part;
			bool found = false;
			BOOST_TEST(reader.next(rest, part, found) == Error::NONE);
		}
		std::string next = "81 01 61"_hex.string();
		std::span<char> rest(next);
		FramePart part;
		BOOST_TEST(!reader.takeWhole(rest, part));
		BOOST_TEST(rest.size() == 3u);
	}
}


BOOST_AUTO_TEST_SUITE_END()
