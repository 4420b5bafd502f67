//
// CompressionTest.cpp
//
// The suite judges how peers compress, and what they make of the handshake.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/ScriptedPeer.h"
#include "conformance/suite/Judge.h"
#include <boost/test/unit_test.hpp>
#include <algorithm>
#include <array>


using namespace WS::Test;
using Conformance::Peer;
using Conformance::Result;


namespace {


const std::string NAME = "permessage-deflate";

const Bytes CLOSE_1000 = "88 02 03e8"_hex;
const Bytes CLOSE_1007 = "88 02 03ef"_hex;
const Bytes CLOSE_1009 = "88 02 03f1"_hex;
const Bytes MASKED_CLOSE = "88 82 01020304 02ea"_hex;        // 1000

const Bytes HELLO = "c1 07 f248cdc9c90700"_hex;
const Bytes AGAIN = "c1 05 f200110000"_hex;                  // out of the message before
const Bytes FROM_WINDOW_EDGE = "c1 05 42dcff0f00"_hex;        // ten octets from 32768 back


Result judge(const std::string& id, const std::string& said, const std::vector<Bytes>& answers, const Conformance::Conditions& conditions = {})
{
	ScriptedPeer peer(answers);
	peer.said = said;
	static const std::array all{Conformance::allCases(Peer::SERVER), Conformance::allCases(Peer::CLIENT)};
	const auto& cases = all.at(conditions.peer == Peer::SERVER ? 0 : 1);
	const auto found = std::find_if(cases.begin(), cases.end(), [&](const Conformance::Case& c) { return c.id == id; });
	return run(*found, peer, conditions);
}


std::string judged(const std::string& id, const std::string& said, const std::vector<Bytes>& answers)
	/// Why the server has failed; empty: it has passed.
{
	const auto result = judge(id, said, answers);
	BOOST_TEST((result.verdict == (result.reason.empty() ? Result::PASSED : Result::FAILED)));
	return result.reason;
}


bool isUnimplemented(const std::string& id, const std::string& said, Peer peer)
{
	return judge(id, said, {peer == Peer::SERVER ? CLOSE_1000 + END : MASKED_CLOSE}, {.peer = peer}).verdict == Result::UNIMPLEMENTED;
}


} // namespace


BOOST_AUTO_TEST_SUITE(CompressionTest)


BOOST_AUTO_TEST_CASE(echoMayBeCompressed)
{
	BOOST_TEST(judged("D.7.11", NAME, {HELLO + AGAIN, CLOSE_1000 + END}) == "");
	BOOST_TEST(judged("D.7.11", NAME, {HELLO + "81 05 48656c6c6f"_hex, CLOSE_1000 + END}) == "");
	BOOST_TEST(judged("D.7.11", NAME, {HELLO + "41 02 f200"_hex + "80 03 110000"_hex, CLOSE_1000 + END}) == "");
	BOOST_TEST(judged("D.7.3", NAME, {"c1 0b 000500faff48656c6c6f00"_hex, CLOSE_1000 + END}) == "");
}


BOOST_AUTO_TEST_CASE(echoMustSayTheSame)
{
	BOOST_TEST(judged("D.7.3", NAME, {"c1 01 00"_hex}) == "expected text \"Hello\", received an empty text");
	BOOST_TEST(judged("D.7.3", NAME, {"c1 02 0600"_hex}) == "sent a compressed message that has a block of the type 3, which there is not");
	BOOST_TEST(judged("D.7.3", NAME, {AGAIN}) == "sent a compressed message that copies from 5 octets back, where nothing has been");
}


BOOST_AUTO_TEST_CASE(agreedContextMustBeKept)
{
	const std::string fault = "sent a message that refers to an earlier one, with no_context_takeover agreed";
	BOOST_TEST(judged("D.7.11", NAME + "; server_no_context_takeover", {HELLO + AGAIN}) == fault);
	BOOST_TEST(judged("D.7.11", NAME + "; server_no_context_takeover", {HELLO + HELLO, CLOSE_1000 + END}) == "");
}


BOOST_AUTO_TEST_CASE(agreedWindowMustBeKept)
{
	const auto first = Conformance::Payload("0123456789abcdef", 32768).bytes();
	const auto compressed = "c1 7e 8006 00 0080ff7f"_hex + Bytes(first) + "00"_hex;
	BOOST_TEST(judged("D.7.13", NAME, {compressed + FROM_WINDOW_EDGE, CLOSE_1000 + END}) == "");
	BOOST_TEST(judged("D.7.13", NAME + "; server_max_window_bits=14", {compressed + FROM_WINDOW_EDGE}) == "sent a message that refers to 32768 octets before, with a window of 16384 agreed");
}


BOOST_AUTO_TEST_CASE(reservedBitsHaveTheirPlace)
{
	BOOST_TEST(judged("D.7.11", NAME, {HELLO + "41 02 f200"_hex + "c0 03 110000"_hex}) == "sent a frame with reserved bits (4)");
	BOOST_TEST(judged("D.7.11", NAME, {"ca 00"_hex}) == "sent a frame with reserved bits (4)");
	BOOST_TEST(judged("D.7.11", NAME, {"e1 00"_hex}) == "sent a frame with reserved bits (6)");
	BOOST_TEST(judged("D.1.1", "", {"c1 01 00"_hex}) == "sent a frame with reserved bits (4)");
}


BOOST_AUTO_TEST_CASE(serverMayDecline)
{
	for (const auto id: {"12.1.1", "13.7.18", "D.4.9", "D.5.1"}) BOOST_TEST(isUnimplemented(id, "", Peer::SERVER), id);
	BOOST_TEST(judge("12.1.1", "", {CLOSE_1000 + END}).reason == "declined permessage-deflate");
}


BOOST_AUTO_TEST_CASE(serverMustDeclineWhatIsWrong)
{
	const auto hello = "81 0d"_hex + Bytes("Hello, world!");
	BOOST_TEST(judged("D.1.1", "", {hello, CLOSE_1000 + END}) == "");
	BOOST_TEST(judged("D.1.1", NAME, {}) == "accepted \"permessage-deflate\" to the wrong offer \"permessage-deflate; unknown\"");
	BOOST_TEST(judged("1.1.1", NAME, {}) == "accepted \"permessage-deflate\" where nothing was offered");
}


BOOST_AUTO_TEST_CASE(serverMustKeepToTheOfferInOurGroup)
{
	const Conformance::Conditions none{.messages = 0};
	BOOST_TEST(judge("13.2.1", NAME, {CLOSE_1000 + END}, none).reason == "");
	BOOST_TEST(judge("D.2.2", NAME, {}, none).reason == "accepted the offer \"permessage-deflate; server_no_context_takeover\" without server_no_context_takeover");
}


BOOST_AUTO_TEST_CASE(clientThatOffersNoWindowIsAskedForNone)
{
	for (const auto id: {"13.3.1", "13.4.1", "13.5.1", "13.6.1", "D.4.9"})
	{
		BOOST_TEST(isUnimplemented(id, NAME, Peer::CLIENT), id);
		BOOST_TEST(!isUnimplemented(id, NAME + "; client_max_window_bits", Peer::CLIENT), id);
	}
	for (const auto id: {"12.1.1", "13.2.1", "13.7.1"}) BOOST_TEST(!isUnimplemented(id, NAME, Peer::CLIENT), id);
}


BOOST_AUTO_TEST_CASE(clientMustEndAWrongHandshake)
{
	BOOST_TEST(judge("D.1.1", NAME, {}, {.peer = Peer::CLIENT}).reason == "expected the end of the connection with close 1002 or 1010, received nothing");
}


BOOST_AUTO_TEST_CASE(messagesThatReferBackAreNotSentWhereThatWasRefused)
{
	BOOST_TEST(isUnimplemented("D.7.11", NAME + "; client_no_context_takeover", Peer::SERVER));
	BOOST_TEST(isUnimplemented("D.7.11", NAME + "; server_no_context_takeover", Peer::CLIENT));
}


BOOST_AUTO_TEST_CASE(peerThatCompressesNothingShowsNothing)
{
	Conformance::SampleReader sample(Conformance::Sample::JSON, true);
	const auto echo = "81 7e 0400"_hex + Bytes(sample.next(1024));
	const auto result = judge("D.3.1", NAME + "; server_no_context_takeover", {echo, CLOSE_1000 + END}, {.messages = 1});
	BOOST_TEST((result.verdict == Result::UNIMPLEMENTED));
	BOOST_TEST(result.reason == "compressed nothing");
}


BOOST_AUTO_TEST_CASE(badDataMustEndTheConnection)
{
	BOOST_TEST(judged("D.5.1", NAME, {CLOSE_1007 + END}) == "");
	BOOST_TEST(judged("D.5.1", NAME, {HELLO}) == "received text \"Hello\", which nobody asked for");
	BOOST_TEST(judged("D.5.1", NAME, {CLOSE_1000 + END}) == "expected the end of the connection with close 1002 or 1007, received close 1000");
}


BOOST_AUTO_TEST_CASE(limitCountsWhereItIsKnown)
{
	for (const bool limited: {true, false})
	{
		const auto result = judge("D.8.2", NAME, {CLOSE_1009 + END}, {.limited = limited});
		BOOST_TEST((result.verdict == (limited ? Result::PASSED : Result::INFORMATIONAL)));
		BOOST_TEST(result.reason == (limited ? "" : "close 1009"));
	}
	BOOST_TEST(judge("D.8.2", NAME, {CLOSE_1000 + END}, {.limited = true}).reason == "expected the end of the connection with close 1009, received close 1000");
}


BOOST_AUTO_TEST_SUITE_END()
