//
// HybiUTF8Test.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


const Bytes KOSME = "cebae1bdb9cf83cebcceb5"_hex;
const Bytes SURROGATE = "eda080"_hex;
const Bytes TOO_HIGH = "f4908080"_hex;


template <class P>
Bytes fragments(const Bytes& payload, std::size_t size)
	/// A text message in fragments of that size and an empty last one.
{
	P peer;
	Bytes result;
	for (std::size_t i = 0; i < payload.size(); i += size)
	{
		result += peer.incoming(TestFrame(i == 0 ? TEXT : CONTINUATION, payload.from(i).first(size)).unfinished()).bytes();
	}
	return result + peer.incoming(TestFrame(CONTINUATION)).bytes();
}


std::size_t bytesUntilFailure(Peer& peer, const Bytes& input)
{
	for (std::size_t i = 0; i < input.size(); ++i)
	{
		peer.receive(input.from(i).first(1));
		if (peer.isClosed()) return i + 1;
	}
	return 0;
}


template <class P>
void failsWith1007(const Bytes& input)
{
	BOOST_TEST_INFO_SCOPE(input);
	P peer;
	const Seen seen = feed(make<P>(), input);
	BOOST_TEST(seen.events == failed(Error::INVALID_UTF8, 1007));
	BOOST_TEST(TestFrame::read(seen.output).at(0).payload.first(2) == "03ef"_hex);
	BOOST_TEST(seen.finished);
}


} // namespace


BOOST_AUTO_TEST_SUITE(HybiUTF8Test)


BOOST_AUTO_TEST_CASE_TEMPLATE(validTextArrivesInEveryPiecing, P, Roles)
{
	for (const Bytes& payload:
		{
			KOSME, "00"_hex, "7f"_hex, "c280"_hex, "dfbf"_hex, "e0a080"_hex, "ed9fbf"_hex, "ee8080"_hex, "efbfbd"_hex, "efbfbf"_hex, "f0908080"_hex,
			"f48fbfbf"_hex, "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121"_hex})
	{
		BOOST_TEST(feed(make<P>(), P().incoming(TestFrame(TEXT, payload)).bytes()).events == Events{text(payload)});
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(validTextArrivesInFragmentsOfOneByte, P, Roles)
{
	BOOST_TEST(feed(make<P>(), fragments<P>(KOSME, 1)).events == Events{text(KOSME)});
	BOOST_TEST(feed(make<P>(), fragments<P>("f09f9880 f09f9880"_hex, 3)).events == Events{text("f09f9880 f09f9880"_hex)});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(controlFramesMayStandWithinACharacter, P, Roles)
{
	P peer;
	peer.receive(TestFrame(TEXT, "f09f"_hex).unfinished());
	peer.receive(TestFrame(PING, "ff"_hex));
	peer.receive(TestFrame(CONTINUATION, "9880"_hex));
	BOOST_TEST(peer.events() == (Events{ping("ff"_hex), text("f09f9880"_hex)}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(binaryMayBeAnything, P, Roles)
{
	P peer;
	peer.receive(TestFrame(BINARY, "ff c0 80"_hex));
	peer.receive(TestFrame(BINARY, "ff"_hex).unfinished());
	peer.receive(TestFrame(CONTINUATION, "c2"_hex));
	BOOST_TEST(peer.events() == (Events{binary("ff c0 80"_hex), binary("ff c2"_hex)}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41InvalidTextFailsWith1007, P, Roles)
{
	for (const Bytes& payload:
		{
			"80"_hex, "bf"_hex, "c0af"_hex, "c1bf"_hex, "c220"_hex, "e08080"_hex, "eda080"_hex, "edbfbf"_hex, "f0808080"_hex, "f4908080"_hex, "f5808080"_hex,
			"f888808080"_hex, "fc8480808080"_hex, "fe"_hex, "ff"_hex, "c2"_hex, "e282"_hex, "f09f98"_hex, "6161c2"_hex, KOSME + SURROGATE + "edited"})
	{
		failsWith1007<P>(P().incoming(TestFrame(TEXT, payload)).bytes());
		failsWith1007<P>(fragments<P>(payload, 1));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41FailsAtTheFirstBadByteWithinAFrame, P, Roles)
{
	const Bytes good = KOSME + "f4"_hex;
	P peer;
	const Bytes frame = peer.incoming(TestFrame(TEXT, KOSME + TOO_HIGH + "edited")).bytes();
	const std::size_t header = frame.size() - (KOSME + TOO_HIGH + "edited").size();
	BOOST_TEST(bytesUntilFailure(peer, frame) == header + good.size() + 1);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41FailsAtTheFirstBadByteOfAFragment, P, Roles)
{
	P peer;
	peer.receive(TestFrame(TEXT, KOSME).unfinished());
	BOOST_TEST(peer.events().empty());
	peer.receive(TestFrame(CONTINUATION, TOO_HIGH).unfinished());
	BOOST_TEST(peer.events() == failed(Error::INVALID_UTF8, 1007));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41FailsWhenACharacterIsCutAtTheEnd, P, Roles)
{
	P peer;
	peer.receive(TestFrame(TEXT, "e282"_hex).unfinished());
	BOOST_TEST(peer.events().empty());
	peer.receive(TestFrame(CONTINUATION));
	BOOST_TEST(peer.events() == failed(Error::INVALID_UTF8, 1007));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41FailsEarlyInAHugeMessage, P, Roles)
{
	P peer;
	const Bytes frame = peer.incoming(TestFrame(TEXT, "ok" + "ff"_hex + repeated("x", 1000)).announcing(0x3ffffff)).bytes();
	peer.receive(frame);
	BOOST_TEST(peer.events() == failed(Error::INVALID_UTF8, 1007));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41NothingIsDeliveredAfterIt, P, Roles)
{
	P peer;
	const Bytes good = peer.incoming(TestFrame(TEXT, "good")).bytes();
	const Seen seen = feed(make<P>(), good + peer.incoming(TestFrame(TEXT, "ff"_hex)).bytes() + good);
	BOOST_TEST(seen.events == Events{text("good")} + failed(Error::INVALID_UTF8, 1007));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pingsAndPongsNeedNotBeUTF8, P, Roles)
{
	P peer;
	peer.receive(TestFrame(PING, "00fffefdfcfb00ff"_hex));
	peer.receive(TestFrame(PONG, "ff"_hex));
	BOOST_TEST(peer.events() == (Events{ping("00fffefdfcfb00ff"_hex), pong("ff"_hex)}));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(PONG, "00fffefdfcfb00ff"_hex)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(textThatIsNoUTF8IsNotSent, P, Roles)
{
	for (const Bytes& payload: {"ff"_hex, "e282"_hex, SURROGATE, TOO_HIGH, repeated("a", 70000) + "ff"_hex})
	{
		P peer;
		std::string owned = payload.string();
		BOOST_TEST(!peer->text(payload));
		BOOST_TEST(!peer->send(Message(Opcode::TEXT, payload)));
		BOOST_TEST(!peer->send(Opcode::TEXT, std::move(owned)));
		BOOST_TEST(owned == payload.string());
		BOOST_TEST(peer.output().empty());
		BOOST_TEST(peer->binary(payload));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(textThatIsNoUTF8IsNotQueuedEither, P, Roles)
{
	P peer(UNOPENED);
	BOOST_TEST(!peer->text("ff"_hex));
	BOOST_TEST(peer->text("f09f9880"_hex));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(partOfADeliveredTextIsCheckedBeforeItIsSentOn, P, Roles)
{
	P peer;
	peer.onMessageView = [&](Message& message) {
		Message part = message;
		part.payload.remove_suffix(1);
		BOOST_TEST(!peer->send(part));
		part.payload = message.payload.substr(1);
		BOOST_TEST(!peer->send(part));
		BOOST_TEST(peer->send(message));
	};
	peer.receive(TestFrame(TEXT, "f09f9880"_hex));
	peer.receiveAll({TestFrame(TEXT, "f09f"_hex).unfinished(), TestFrame(CONTINUATION, "9880"_hex)});
	BOOST_TEST(peer.output() == repeated(peer.outgoing(TestFrame(TEXT, "f09f9880"_hex)), 2));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(deliveredBinaryIsCheckedBeforeItIsSentOnAsText, P, Roles)
{
	P peer;
	peer.onMessageView = [&](Message& message) {
		BOOST_TEST(!peer->send(Message(Opcode::TEXT, message.payload)));
		message.opcode = Opcode::TEXT;
		BOOST_TEST(!peer->send(message));
		message.opcode = Opcode::BINARY;
	};
	peer.receive(TestFrame(BINARY, "ff"_hex));
	BOOST_TEST(peer.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(bufferOfADeliveredTextIsCheckedAgainAfterwards, P, Roles)
{
	P peer;
	std::string bytes = peer.incoming(TestFrame(TEXT, "Hello")).bytes().string();
	std::string_view delivered;
	peer.onMessageView = [&](Message& message) { delivered = message.payload; };
	peer->receive(std::span<char>(bytes));
	bytes.back() = '\xff';
	BOOST_TEST(!peer->text(delivered));
	BOOST_TEST(!peer->send(Message(Opcode::TEXT, delivered)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(textIsSentUncheckedWhenToldSo, P, Roles)
{
	Options options;
	options.checkOutgoingText = false;
	P peer(options);
	BOOST_TEST(peer->text("ff"_hex));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, "ff"_hex)));
}


BOOST_AUTO_TEST_SUITE_END()
