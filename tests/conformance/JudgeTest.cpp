//
// JudgeTest.cpp
//
// The suite judges peers that are right and peers that are wrong.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/ScriptedPeer.h"
#include "conformance/suite/Judge.h"
#include <boost/test/unit_test.hpp>
#include <algorithm>


using namespace WS::Test;
using Conformance::Peer;
using Conformance::Result;


namespace {


const Bytes CLOSE_1000 = "88 02 03e8"_hex;
const Bytes CLOSE_1002 = "88 02 03ea"_hex;
const Bytes CLOSE_1007 = "88 02 03ef"_hex;
const Bytes EMPTY_CLOSE = "88 00"_hex;

const Bytes HELLO = "81 0d"_hex + Bytes("Hello, world!");        // what 3.2 sends
const Bytes GREETING = "81 0c"_hex + Bytes("Hello World!");        // what 7.1.1 sends
const Bytes PONG = "8a 00"_hex;                                    // what 2.1 wants

const std::string EXPECTED_1002 = "expected the end of the connection with close 1002, received ";


Result judge(const std::string& id, ScriptedPeer& peer, Peer role = Peer::SERVER)
{
	static const auto cases = Conformance::allCases();
	const auto found = std::find_if(cases.begin(), cases.end(), [&](const Conformance::Case& c) { return c.id == id; });
	return run(*found, peer, {.peer = role, .timeout = std::chrono::hours(1)});
}


std::string judged(const std::string& id, const std::vector<Bytes>& answers, Peer role = Peer::SERVER)
	/// Why the peer has failed; empty: it has passed.
{
	ScriptedPeer peer(answers);
	const auto result = judge(id, peer, role);
	BOOST_TEST((result.verdict == (result.reason.empty() ? Result::PASSED : Result::FAILED)));
	return result.reason;
}


} // namespace


BOOST_AUTO_TEST_SUITE(JudgeTest)


BOOST_AUTO_TEST_CASE(rightPeerPasses)
{
	BOOST_TEST(judged("2.1", {PONG, CLOSE_1000 + END}) == "");
	BOOST_TEST(judged("2.1", {PONG, EMPTY_CLOSE + END}) == "");
	BOOST_TEST(judged("3.1", {CLOSE_1002 + END}) == "");
	BOOST_TEST(judged("3.2", {HELLO + CLOSE_1002 + END}) == "");
	BOOST_TEST(judged("7.7.2", {"88 02 03e9"_hex + END}) == "");
}


BOOST_AUTO_TEST_CASE(clientMasksAndLeavesTheEndToTheSuite)
{
	const auto maskedPong = "8a 80 00000000"_hex;
	const auto maskedClose = "88 82 01020304 02ea"_hex;
	BOOST_TEST(judged("2.1", {maskedPong, maskedClose}, Peer::CLIENT) == "");
	BOOST_TEST(judged("2.1", {maskedPong, CLOSE_1000}, Peer::CLIENT) == "sent a frame that is not masked");
}


BOOST_AUTO_TEST_CASE(echoMayComeInFragments)
{
	const auto fragments = "01 06"_hex + Bytes("Hello ") + "00 00"_hex + "80 06"_hex + Bytes("World!");
	BOOST_TEST(judged("7.1.1", {fragments, CLOSE_1000 + END}) == "");
}


BOOST_AUTO_TEST_CASE(echoMustBeTheSame)
{
	BOOST_TEST(judged("7.1.1", {"81 02 6f6b"_hex}) == "expected text \"Hello World!\", received text \"ok\"");
	BOOST_TEST(judged("7.1.1", {"82 02 6f6b"_hex}) == "expected text \"Hello World!\", received binary \"ok\"");
	BOOST_TEST(judged("7.1.1", {}) == "expected text \"Hello World!\", received nothing");
	BOOST_TEST(judged("7.1.1", {END}) == "expected text \"Hello World!\", received the end of the connection");
	BOOST_TEST(judged("7.1.1", {"88 04 03ea 6e6f"_hex}) == "expected text \"Hello World!\", received close 1002 \"no\"");
}


BOOST_AUTO_TEST_CASE(longPayloadsAreShortInReports)
{
	const auto reason = judged("1.1.2", {"81 7e 0080"_hex + repeated("\x1b", 128)});
	BOOST_TEST(reason.starts_with("expected text \"********************************\"... of 125 octets, received text \"\\x1b\\x1b"));
	BOOST_TEST(reason.ends_with("... of 128 octets"));
}


BOOST_AUTO_TEST_CASE(nothingElseMayArrive)
{
	BOOST_TEST(judged("7.1.1", {GREETING + GREETING}) == "received text \"Hello World!\", which nobody asked for");
	BOOST_TEST(judged("7.1.1", {GREETING, PONG + CLOSE_1000 + END}) == "received an empty pong, which nobody asked for");
	BOOST_TEST(judged("7.1.3", {CLOSE_1000 + PONG}) == "sent a frame (opcode 10) after its close frame");
	BOOST_TEST(judged("7.1.3", {PONG + CLOSE_1000}) == "received an empty pong, which nobody asked for");
}


BOOST_AUTO_TEST_CASE(pingsOfThePeerAreAnsweredAndDoNotCount)
{
	ScriptedPeer peer({"89 02 6869"_hex + PONG, "", CLOSE_1000 + END});
	BOOST_TEST(judge("2.1", peer).reason == "");
	BOOST_TEST(peer.written().at(1).first(2) == "8a 82"_hex);
}


BOOST_AUTO_TEST_CASE(peerThatMustFailMayEndTheTransportAlone)
{
	BOOST_TEST(judged("3.1", {END}) == "");
	BOOST_TEST(judged("3.1", {EMPTY_CLOSE}) == "");
	BOOST_TEST(judged("7.3.2", {END}) == "");
}


BOOST_AUTO_TEST_CASE(peerThatMustFailMustDoSoWithTheRightCode)
{
	BOOST_TEST(judged("3.1", {CLOSE_1000 + END}) == EXPECTED_1002 + "close 1000");
	BOOST_TEST(judged("4.1.1", {CLOSE_1007 + END}) == EXPECTED_1002 + "close 1007");
	BOOST_TEST(judged("7.3.6", {EMPTY_CLOSE + END}) == EXPECTED_1002 + "a close without a code");
	BOOST_TEST(judged("7.5.1", {CLOSE_1007 + END}) == "");
	BOOST_TEST(judged("7.9.1", {CLOSE_1000 + END}) == EXPECTED_1002 + "close 1000");
}


BOOST_AUTO_TEST_CASE(peerThatLetsAFaultPassFails)
{
	BOOST_TEST(judged("3.1", {}) == EXPECTED_1002 + "nothing");
	BOOST_TEST(judged("3.1", {HELLO}) == "received text \"Hello, world!\", which nobody asked for");
	BOOST_TEST(judged("3.2", {HELLO + PONG}) == "received an empty pong, which nobody asked for");
	BOOST_TEST(judged("5.18", {"81 09"_hex + Bytes("fragment2")}) == "received text \"fragment2\", which nobody asked for");
}


BOOST_AUTO_TEST_CASE(peerThatEchoesBeforeItJudgesFails)
{
	BOOST_TEST(judged("6.8.1", {"81 05 f888808080"_hex + CLOSE_1007 + END}) == "received text \"\\xf8\\x88\\x80\\x80\\x80\", which nobody asked for");
}


BOOST_AUTO_TEST_CASE(peerThatDropsWhatWasGoodIsNotStrict)
{
	const auto reason = "not strict: the connection failed without text \"Hello, world!\", which was good";
	BOOST_TEST(judged("3.2", {CLOSE_1002 + END}) == reason);
	BOOST_TEST(judged("3.2", {END}) == reason);
	BOOST_TEST(judged("3.2", {CLOSE_1000 + END}) == "expected text \"Hello, world!\", received close 1000");
}


BOOST_AUTO_TEST_CASE(peerThatFailsLateIsNotStrict)
{
	const auto reason = "not strict: failed the connection only when more had come, not at the bad octet";
	for (const auto id: {"6.4.1", "6.4.2", "6.4.3", "6.4.4"})
	{
		BOOST_TEST(judged(id, {"", CLOSE_1007 + END}) == "");
		BOOST_TEST(judged(id, {"", "", CLOSE_1007 + END}) == reason);
		BOOST_TEST(judged(id, {CLOSE_1007 + END}) == "ended the connection before anything was wrong");
	}
}


BOOST_AUTO_TEST_CASE(closeMustBeAnswered)
{
	const std::string expected = "expected the answer close 1000, received ";
	BOOST_TEST(judged("2.1", {PONG, ""}) == expected + "nothing");
	BOOST_TEST(judged("2.1", {PONG, END}) == expected + "the end of the connection");
	BOOST_TEST(judged("2.1", {PONG, CLOSE_1002 + END}) == expected + "close 1002");
	BOOST_TEST(judged("7.7.10", {CLOSE_1002 + END}) == "expected the answer close 3000 or 1000, received close 1002");
}


BOOST_AUTO_TEST_CASE(serverMustEndTheTransport)
{
	BOOST_TEST(judged("2.1", {PONG, CLOSE_1000}) == "answered the close, but did not end the connection");
	BOOST_TEST(judged("7.3.1", {CLOSE_1000}) == "answered the close, but did not end the connection");
}


BOOST_AUTO_TEST_CASE(peerMustNotCloseByItself)
{
	BOOST_TEST(judged("2.1", {PONG + CLOSE_1000 + END}) == "ended the connection itself: close 1000");
}


BOOST_AUTO_TEST_CASE(framesOfThePeerMustBeRightThemselves)
{
	const std::vector<std::pair<Bytes, std::string>> faults = {
		{"8a 80 00000000"_hex, "sent a masked frame"},
		{"ca 00"_hex, "sent a frame with reserved bits (4)"},
		{"83 00"_hex, "sent a frame with the reserved opcode 3"},
		{"8b 00"_hex, "sent a frame with the reserved opcode 11"},
		{"0a 00"_hex, "sent a control frame without FIN"},
		{"8a 7e 007e"_hex, "sent a control frame of 126 octets"},
		{"88 01 61"_hex, "sent a close frame of one octet"},
		{"81 7e 007d"_hex, "sent a length that is not the shortest one"},
		{"81 7f 000000000000ffff"_hex, "sent a length that is not the shortest one"},
		{"81 7f 8000000000000000"_hex, "sent a message that is longer than any it was sent"},
		{"80 00"_hex, "sent a continuation of nothing"},
		{"01 00 81 00"_hex, "began a message inside another"},
	};
	for (const auto& [bytes, fault]: faults)
	{
		BOOST_TEST(judged("2.1", {bytes}) == fault);
		BOOST_TEST(judged("3.1", {bytes + END}) == fault);
	}
}


BOOST_AUTO_TEST_CASE(peerThatReadsNothingFails)
{
	ScriptedPeer peer({});
	peer.isReading = false;
	BOOST_TEST(judge("2.1", peer).reason == "expected an empty pong, received nothing, not even what was sent was read");
}


BOOST_AUTO_TEST_CASE(informationalCasesTellWhatHappened)
{
	ScriptedPeer peer({CLOSE_1002 + END});
	const auto result = judge("7.13.1", peer);
	BOOST_TEST((result.verdict == Result::INFORMATIONAL));
	BOOST_TEST(result.reason == "close 1002");
}


BOOST_AUTO_TEST_CASE(peersCloseIsAnswered)
{
	ScriptedPeer peer({CLOSE_1002});
	judge("3.1", peer);
	BOOST_TEST(peer.written().size() == 2);
	BOOST_TEST(peer.written().at(1).first(2) == "88 82"_hex);
}


BOOST_AUTO_TEST_SUITE_END()
