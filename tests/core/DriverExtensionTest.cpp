//
// DriverExtensionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/AllocationCounter.h"
#include "support/Echo.h"
#include "support/Feed.h"
#include "support/Tagging.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


template <class P>
MakePeer agreed(const Taggings& extensions)
	/// Peers that use all of the extensions.
{
	std::string names;
	for (const auto& extension: extensions) names.append(names.empty() ? "" : ", ").append(extension->name());
	const Head head = std::is_same_v<P, Server> ? Head::request() : Head::response();
	return make<P>(Head(head).add(EXTENSIONS, names), knowing(extensions));
}


template <class P>
std::unique_ptr<Peer> agreeing(const Taggings& extensions)
{
	return agreed<P>(extensions)();
}


template <class P>
Seen seenWith(const Taggings& extensions, const std::vector<TestFrame>& frames)
	/// What the frames do, at every split.
{
	const auto make = agreed<P>(extensions);
	return feed(make, make()->allIncoming(frames));
}


TestFrame tagged(int opcode, const Bytes& payload, int rsv)
{
	return TestFrame(opcode, payload).reserved(rsv);
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverExtensionTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesPassThroughAllAndBackInReverse, P, Roles)
{
	const Seen seen = seenWith<P>(threeTaggings(), {tagged(TEXT, "c(b(a(Hello)))", 6), tagged(BINARY, "c(x)", 0)});
	BOOST_TEST(seen.events == (Events{text("Hello"), binary("x")}));

	const auto peer = agreeing<P>(threeTaggings());
	peer->driver().text("Hello");
	BOOST_TEST(peer->output() == peer->outgoing(tagged(TEXT, "c(b(a(Hello)))", 6)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(fragmentsAndControlFramesKeepTheirPlaces, P, Roles)
{
	const Seen seen = seenWith<P>(threeTaggings(), {tagged(TEXT, "c(b(a(H", 6).unfinished(), TestFrame(PING, "p"), TestFrame(CONTINUATION, "allo").unfinished(), TestFrame(CONTINUATION, ")))"), TestFrame(TEXT, "c(x)")});
	BOOST_TEST(seen.events == (Events{ping("p"), text("Hallo"), text("x")}));
	BOOST_TEST(TestFrame::read(seen.output).at(0).payload == "p");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput49ReservedBitsBelongToWhoClaimsThem, P, Roles)
{
	const Taggings one = {tagging("a", Rsv::RSV1)};
	const std::vector<std::vector<TestFrame>> wrong = {
		{tagged(TEXT, "x", 2)}, {tagged(BINARY, "x", 1)}, {tagged(TEXT, "x", 6)}, {tagged(PING, "x", 4)}, {tagged(CLOSE, "", 4)},
		{tagged(TEXT, "a(", 4).unfinished(), tagged(CONTINUATION, "x)", 4)}};
	for (const auto& frames: wrong) BOOST_TEST(seenWith<P>(one, frames).events == failed(Error::RESERVED_BITS, 1002));
	BOOST_TEST(seenWith<P>({}, {tagged(TEXT, "a(x)", 4)}).events == failed(Error::RESERVED_BITS, 1002));
	BOOST_TEST(seenWith<P>(one, {tagged(TEXT, "a(x)", 4), TestFrame(TEXT, "y")}).events == (Events{text("x"), text("y")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41TextIsCheckedWhenItIsDecoded, P, Roles)
{
	const Taggings one = {tagging("a", Rsv::RSV1)};
	BOOST_TEST(seenWith<P>(one, {tagged(TEXT, "a(\xff)", 4)}).events == failed(Error::INVALID_UTF8, 1007));
	BOOST_TEST(seenWith<P>(one, {tagged(TEXT, "a(\xff", 4).unfinished(), TestFrame(CONTINUATION, ")")}).events == failed(Error::INVALID_UTF8, 1007));
	BOOST_TEST(seenWith<P>(one, {TestFrame(TEXT, "\xff").unfinished()}).events == failed(Error::INVALID_UTF8, 1007));
	BOOST_TEST(seenWith<P>(one, {tagged(BINARY, "a(\xff)", 4)}).events == Events{binary("\xff")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput54WhatADecoderRefusesEndsWithItsCode, P, Roles)
{
	const auto make = agreed<P>({tagging("a", Rsv::RSV1)});
	const auto peer = make();
	peer->receiveAll({tagged(TEXT, "no tag", 4), TestFrame(TEXT, "never seen")});
	BOOST_TEST(peer->events() == failed(Error::EXTENSION_FAILED, 1007));
	BOOST_TEST(peer->failure().message == "extension failed: a: no tag");
	BOOST_TEST(TestFrame::read(peer->output()).at(0).payload.string().substr(0, 2) == "\x03\xef");
	BOOST_TEST(peer->isClosed());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput54WhatASessionThrowsEndsWith1011, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	const auto receiving = agreeing<P>({a}), sending = agreeing<P>({a});
	a->before = [](const Message&) -> SessionResult { throw std::runtime_error("oops"); };
	receiving->receive(tagged(TEXT, "a(x)", 4));
	BOOST_TEST(receiving->events() == failed(Error::EXTENSION_FAILED, 1011));
	BOOST_TEST(!sending->driver().text("x"));
	BOOST_TEST(sending->events() == failed(Error::EXTENSION_FAILED, 1011));
	BOOST_TEST(TestFrame::read(sending->output()).size() == 1u);
	a->before = [](const Message&) -> SessionResult { throw 1; };
	BOOST_TEST(!agreeing<P>({a})->driver().binary("x"));
	a->before = [](const Message&) -> SessionResult { throw Poco::RuntimeException("oops"); };
	const auto peer = agreeing<P>({a});
	peer->receive(tagged(TEXT, "a(x)", 4));
	BOOST_TEST(peer->failure().message == "extension failed: a: Runtime exception: oops");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput54WhatADecoderMakesIsLimited, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	Options options = with(&Options::maxLength, 5);
	options.extensions.add(a);
	const Head head = std::is_same_v<P, Server> ? Head::request() : Head::response();
	P peer(Head(head).add(EXTENSIONS, "a"), options);
	peer.receive(tagged(BINARY, "a(xx)", 4));
	BOOST_TEST(peer.events() == Events{binary("xx")});
	peer.receive(tagged(BINARY, "a(xxx)", 4));
	BOOST_TEST(peer.events() == failed(Error::MESSAGE_TOO_LONG, 1009));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(decodedMessageStaysWhileMoreIsSent, P, Roles)
{
	const auto peer = agreeing<P>(threeTaggings());
	peer->onMessageView = [&](Message& message) {
		for (int i = 0; i < 3; ++i) peer->driver().send(message);
	};
	peer->receive(tagged(TEXT, "c(b(a(Hello)))", 6));
	BOOST_TEST(peer->events() == Events{text("Hello")});
	BOOST_TEST(peer->output() == peer->allOutgoing(std::vector(3, tagged(TEXT, "c(b(a(Hello)))", 6))));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(decodedMessageCanBeTaken, P, Roles)
{
	const auto peer = agreeing<P>(threeTaggings());
	std::string taken;
	peer->onMessageView = [&](Message& message) { taken += message.take(); };
	for (int i = 0; i < 3; ++i) peer->receive(tagged(TEXT, "c(b(a(Hello)))", 6));
	BOOST_TEST(taken == "HelloHelloHello");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(whatIsNotToBeCompressedIsLeftAsItIs, P, Roles)
{
	const auto peer = agreeing<P>({tagging("a", Rsv::RSV1)});
	peer->driver().text("secret", {.compress = false});
	peer->driver().send(Opcode::BINARY, std::string(100000, 'x'), {.compress = false});
	BOOST_TEST(peer->output() == peer->allOutgoing({TestFrame(TEXT, "secret"), TestFrame(BINARY, repeated("x", 100000))}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(largePiecesAreEncodedToo, P, Roles)
{
	const auto peer = agreeing<P>({tagging("a", Rsv::RSV1)});
	peer->driver().send(Opcode::BINARY, std::string(100000, 'x'));
	BOOST_TEST(peer->output() == peer->outgoing(tagged(BINARY, Bytes("a(" + std::string(100000, 'x') + ")"), 4)));
}


BOOST_AUTO_TEST_CASE(whatWasQueuedIsEncodedWithItsOptions)
{
	Server server(UNOPENED, Head::request().add(EXTENSIONS, "a").parsed(), knowing({tagging("a", Rsv::RSV1)}));
	server->text("one");
	server->text("two", {.compress = false});
	server->start();
	BOOST_TEST(bodyOf(server.output()) == server.allOutgoing({tagged(TEXT, "a(one)", 4), TestFrame(TEXT, "two")}).string());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(releaseIdleReachesTheSessions, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	const auto peer = agreeing<P>({a});
	peer->onMessageView = [&](Message&) { peer->driver().releaseIdle(); };
	peer->receive(tagged(TEXT, "a(x)", 4));
	BOOST_TEST(a->released == 0);
	peer->driver().releaseIdle();
	BOOST_TEST(a->released == 1);
	peer->receive(tagged(TEXT, "a(x)", 4));
	BOOST_TEST(peer->events() == (Events{text("x"), text("x")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(releaseIdleReachesTheSessionsWithinAMessage, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	const auto peer = agreeing<P>({a});
	peer->receive(tagged(TEXT, "a(", 4).unfinished());
	peer->driver().releaseIdle();
	BOOST_TEST(a->released == 1);
	peer->receive(TestFrame(CONTINUATION, "x)"));
	BOOST_TEST(peer->events() == Events{text("x")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aListenerThatThrowsPinsNoDecodedMessage, P, Roles)
{
	const auto peer = agreeing<P>({tagging("a", Rsv::RSV1)});
	const Bytes input = peer->incoming(tagged(BINARY, Bytes("a(" + std::string(1000000, 'x') + ")"), 4)).bytes();
	peer->onMessageView = [](Message&) { throw std::runtime_error("oops"); };
	AllocationCounter counter;
	BOOST_CHECK_THROW(peer->receive(input), std::runtime_error);
	BOOST_TEST(counter.live() < 4096);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(nothingIsDecodedBehindOurClose, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	const auto peer = agreeing<P>({a});
	a->before = [](const Message&) { BOOST_ERROR("called"); return SessionResult::done(); };
	peer->driver().close();
	peer->receiveAll({tagged(TEXT, "a(x)", 4), tagged(TEXT, "a(", 4).unfinished(), TestFrame(CONTINUATION, "x)"), TestFrame::close(1000)});
	BOOST_TEST(peer->events() == Events{closed(1000)});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(withoutMemoryTheContextIsLostAndTheConnectionEnds, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	const auto peer = agreeing<P>({a});
	a->before = [](const Message&) -> SessionResult { throw std::bad_alloc(); };
	BOOST_CHECK_THROW(peer->driver().text("x"), std::bad_alloc);
	BOOST_TEST(peer->events() == Events{closed(1006)});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(stagesNeedNoAllocationForEachMessage, P, Roles)
{
	const Head head = std::is_same_v<P, Server> ? Head::request() : Head::response();
	const TestFrame frame = tagged(TEXT, Bytes("b(a(" + std::string(1000, 'x') + "))"), 6);
	BOOST_TEST(allocationsOfEchoes<P>(Head(head).add(EXTENSIONS, "a, b"), knowing({tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2)}), frame) == 0u);
}


BOOST_AUTO_TEST_SUITE_END()
