//
// HixieTest.cpp
//
// What hixie-75 and hixie-76 have in common once they are open.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include "support/Hixie.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(HixieTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(textGoesBetween00AndFF, P, Hixies)
{
	P peer;
	BOOST_TEST(peer->text("Hello"));
	BOOST_TEST(peer->text(""));
	BOOST_TEST(peer->send(Opcode::TEXT, std::string("grün")));
	BOOST_TEST(peer.output() == "00 48656c6c6f ff 00 ff 00 6772c3bc6e ff"_hex);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(textArrivesHoweverItIsCut, P, Hixies)
{
	const Seen seen = feed(make<P>(), "00 48656c6c6f ff 00 ff 80 02 6162 00 6772c3bc6e ff"_hex);
	BOOST_TEST(seen.events == (Events{text("Hello"), text(""), text("grün")}));
	BOOST_TEST(seen.output.empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(largeTextArrives, P, Hixies)
{
	P peer;
	peer.receive("00"_hex + Bytes(std::string(70000, 'a')));
	peer.receive(Bytes(std::string(70000, 'b')) + "ff"_hex);
	BOOST_TEST(peer.events() == Events{text(std::string(70000, 'a') + std::string(70000, 'b'))});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(assembledTextMayBeTaken, P, Hixies)
{
	P peer;
	std::string taken;
	peer.onMessageView = [&](Message& message) { taken = message.take(); };
	peer.receive("00 48656c"_hex);
	peer.receive("6c6f ff"_hex);
	BOOST_TEST(taken == "Hello");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(thereIsNoBinaryNoPingAndNoPong, P, Hixies)
{
	P peer;
	BOOST_TEST(!peer->binary("x"));
	BOOST_TEST(!peer->ping("x", [](bool) { BOOST_ERROR("called"); }));
	BOOST_TEST(!peer->pong("x"));
	BOOST_TEST(!peer->send(Opcode::BINARY, std::string(100000, 'x')));
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer.isOpen());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(neitherBeforeOpen, P, Hixies)
{
	Server server(UNOPENED, P::request().parsed());
	BOOST_TEST(!server->binary("x"));
	BOOST_TEST(!server->ping("x"));
	BOOST_TEST(!server->pong("x"));
	BOOST_TEST(server->text("x"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(whatCannotBeSentIsDroppedFromTheQueue, P, Hixies)
{
	Server server(UNOPENED);
	BOOST_TEST(server->binary("no"));
	BOOST_TEST(server->text("yes"));
	server->start();
	server.receive(P::request().bytes() + P::body());
	const Bytes end = "00 796573 ff"_hex;
	const Bytes output = server.output();
	BOOST_TEST(output.size() > end.size());
	BOOST_TEST(output.string().ends_with(end.string()));
	BOOST_TEST(server.isOpen());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(textThatHoldsFFIsNotSent, P, Hixies)
{
	Options options;
	options.checkOutgoingText = false;
	P peer(options);
	BOOST_TEST(!peer->text(
		"a\xff"
		"b"));
	BOOST_TEST(peer.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeHasNeitherCodeNorReason, P, Hixies)
{
	P peer;
	BOOST_TEST(peer->close(CloseCode(4001), "bye"));
	BOOST_TEST(peer.events() == Events{closed(1005)});
	BOOST_TEST(peer.output() == P::closeFrame());
	BOOST_TEST(peer.isClosed());
	BOOST_TEST(peer->finished());
	BOOST_TEST(!peer->close());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeBeforeOpenWritesNothing, P, Hixies)
{
	Server server(UNOPENED, P::request().parsed());
	BOOST_TEST(server->text("x"));
	BOOST_TEST(server->close(CloseCode::GOING_AWAY, "bye"));
	BOOST_TEST(server.events() == Events{closed(1005)});
	BOOST_TEST(server.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(nothingIsDeliveredAfterClose, P, Hixies)
{
	P peer;
	peer.onEvent = [&](const Event& event) { if (event.kind == Event::TEXT_MESSAGE) peer->close(); };
	peer.receive("00 61 ff 00 62 ff ff 00"_hex);
	BOOST_TEST(peer.events() == (Events{text("a"), closed(1005)}));
	peer.receive("00 63 ff"_hex);
	BOOST_TEST(peer.events().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput44TextWithoutEndFailsAtTheLimit, P, Hixies)
{
	const Options options = with(&Options::maxLength, 5);
	const Seen seen = feed(make<P>(options), "00 616263646566"_hex);
	BOOST_TEST(seen.events == failed(Error::MESSAGE_TOO_LONG, 1009));
	BOOST_TEST(seen.output == P::closeFrame());
	BOOST_TEST(feed(make<P>(options), "00 6162636465 ff"_hex).events == Events{text("abcde")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput46TheFirstBadByteDecidesHoweverItIsCut, P, Hixies)
{
	const Options options = with(&Options::maxLength, 5);
	BOOST_TEST(feed(make<P>(options), "00 61 c3 28 64656667 ff"_hex).events == failed(Error::INVALID_UTF8, 1007));
	BOOST_TEST(feed(make<P>(options), "00 61626364 c3 a4 80 ff"_hex).events == failed(Error::MESSAGE_TOO_LONG, 1009));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput44LengthOverTheLimitFailsAtOnce, P, Hixies)
{
	const Seen seen = feed(make<P>(with(&Options::maxLength, 300)), "00 61 ff 80 ff ff ff ff 00 62 ff"_hex);
	BOOST_TEST(seen.events == Events{text("a")} + failed(Error::MESSAGE_TOO_LONG, 1009));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41InvalidUTF8FailsAtTheBadByte, P, Hixies)
{
	P peer;
	peer.receive("00 61 c0"_hex);
	BOOST_TEST(peer.events() == failed(Error::INVALID_UTF8, 1007));
	BOOST_TEST(feed(make<P>(), "00 61 e282 ff"_hex).events == failed(Error::INVALID_UTF8, 1007));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput45EndOfTheTransportIsOneClose, P, Hixies)
{
	const Bytes frames = "00 6162 ff 80 82 01 6162"_hex;
	for (std::size_t size = 0; size <= frames.size(); ++size)
	{
		P peer;
		peer.receive(frames.first(size));
		peer.events();
		peer->receiveEnd();
		BOOST_TEST(peer.events() == Events{closed(1006)});
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messageThatThrowsIsNotLost, P, Hixies)
{
	P peer;
	peer.onEvent = [](const Event& event) { if (event == text("a")) throw std::runtime_error("a"); };
	BOOST_CHECK_THROW(peer.receive("00 61 ff 00 62 ff"_hex), std::runtime_error);
	peer.goOn();
	BOOST_TEST(peer.events() == (Events{text("a"), text("b")}));
}


BOOST_AUTO_TEST_SUITE_END()
