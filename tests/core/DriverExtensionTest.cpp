//
// DriverExtensionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/AllocationCounter.h"
#include "support/Feed.h"
#include "support/Hixie.h"
#include "support/Tagging.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


const std::string HEADER = "Sec-WebSocket-Extensions";


using List = std::vector<std::shared_ptr<Tagging>>;


Options knowing(const List& extensions)
{
	Options options;
	for (const auto& extension: extensions) options.extensions.add(extension);
	return options;
}


template <class P>
MakePeer agreed(const List& extensions)
	/// Peers that use all of the extensions.
{
	std::string names;
	for (const auto& extension: extensions) names.append(names.empty() ? "" : ", ").append(extension->name());
	const Head head = std::is_same_v<P, Server> ? Head::request() : Head::response();
	return make<P>(Head(head).add(HEADER, names), knowing(extensions));
}


template <class P>
std::unique_ptr<Peer> agreeing(const List& extensions)
{
	return agreed<P>(extensions)();
}


template <class P>
Seen seenWith(const List& extensions, const std::vector<TestFrame>& frames)
	/// What the frames do, at every split.
{
	const auto make = agreed<P>(extensions);
	return feed(make, make()->allIncoming(frames));
}


TestFrame tagged(int opcode, const Bytes& payload, int rsv)
{
	return TestFrame(opcode, payload).reserved(rsv);
}


List three()
{
	return {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2), tagging("c")};
}


Seen answered(const Head& request, const Options& options)
{
	const auto make = [&] {
		auto server = std::make_unique<Server>(UNOPENED, options);
		(*server)->start();
		return server;
	};
	return feed(make, request.bytes());
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverExtensionTest)


BOOST_AUTO_TEST_CASE(serverAnswersWhatItKnowsInItsOrder)
{
	const Seen seen = answered(Head::request().add(HEADER, "x-other, c; q=1").add(HEADER, "b, a"), knowing(three()));
	BOOST_TEST(seen.state == State::OPEN);
	BOOST_TEST(fieldOf(seen.output, HEADER) == "a, b, c");
	BOOST_TEST(fieldOf(answered(Head::request(), knowing(three())).output, HEADER) == "");
	BOOST_TEST(fieldOf(answered(Head::request().add(HEADER, "x-other"), knowing(three())).output, HEADER) == "");
}


BOOST_AUTO_TEST_CASE(clientOffersAllBehindItsOwnHeaders)
{
	Client client(UNOPENED, knowing(three()));
	client->setHeader("X-Mine", "1");
	client->start();
	const std::string head = client.output().string();
	BOOST_TEST(head.ends_with("X-Mine: 1\r\nSec-WebSocket-Extensions: a, b, c\r\n\r\n"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(negotiatedTellsNamesAndParameters, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	a->response = {{"x"}, {"y", "1"}};
	const Head head = std::is_same_v<P, Server> ? Head::request().add(HEADER, "a; x") : Head::response().add(HEADER, "a; x; y=1");
	P peer(head, knowing({a}));
	const auto list = peer->negotiated();
	BOOST_TEST(list.size() == 1u);
	BOOST_TEST(list.at(0).name == "a");
	BOOST_CHECK(list.at(0).params == a->response);
	BOOST_TEST(P()->negotiated().empty());
	BOOST_TEST(P(UNOPENED, knowing({a}))->negotiated().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(addedExtensionComesBehindThoseOfTheOptions, P, Roles)
{
	P peer(UNOPENED, knowing({tagging("a", Rsv::RSV1)}));
	BOOST_TEST(peer->addExtension(tagging("b", Rsv::RSV2)));
	BOOST_CHECK_THROW(peer->addExtension(tagging("a")), Poco::ExistsException);
	BOOST_CHECK_THROW(peer->addExtension(nullptr), Poco::InvalidArgumentException);
	BOOST_TEST(peer->options().extensions.size() == 1u);
	peer->start();
	if (std::is_same_v<P, Server>) peer.receive(Head::request().add(HEADER, "b, a").bytes());
	BOOST_TEST(fieldOf(peer.output(), HEADER) == "a, b");
	BOOST_TEST(!peer->addExtension(tagging("c")));
}


BOOST_AUTO_TEST_CASE(draftsHaveNoExtensions)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	BOOST_TEST(!server->addExtension(tagging("a")));
	BOOST_TEST(Server(UNOPENED, Head::request().parsed())->addExtension(tagging("a")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesPassThroughAllAndBackInReverse, P, Roles)
{
	const Seen seen = seenWith<P>(three(), {tagged(TEXT, "c(b(a(Hello)))", 6), tagged(BINARY, "c(x)", 0)});
	BOOST_TEST(seen.events == (Events{text("Hello"), binary("x")}));

	const auto peer = agreeing<P>(three());
	peer->driver().text("Hello");
	BOOST_TEST(peer->output() == peer->outgoing(tagged(TEXT, "c(b(a(Hello)))", 6)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(fragmentsAndControlFramesKeepTheirPlaces, P, Roles)
{
	const Seen seen = seenWith<P>(three(), {tagged(TEXT, "c(b(a(H", 6).unfinished(), TestFrame(PING, "p"), TestFrame(CONTINUATION, "allo").unfinished(), TestFrame(CONTINUATION, ")))"), TestFrame(TEXT, "c(x)")});
	BOOST_TEST(seen.events == (Events{ping("p"), text("Hallo"), text("x")}));
	BOOST_TEST(TestFrame::read(seen.output).at(0).payload == "p");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput49ReservedBitsBelongToWhoClaimsThem, P, Roles)
{
	const List one = {tagging("a", Rsv::RSV1)};
	const std::vector<std::vector<TestFrame>> wrong = {
		{tagged(TEXT, "x", 2)}, {tagged(BINARY, "x", 1)}, {tagged(TEXT, "x", 6)}, {tagged(PING, "x", 4)}, {tagged(CLOSE, "", 4)},
		{tagged(TEXT, "a(", 4).unfinished(), tagged(CONTINUATION, "x)", 4)}};
	for (const auto& frames: wrong) BOOST_TEST(seenWith<P>(one, frames).events == failed(Error::RESERVED_BITS, 1002));
	BOOST_TEST(seenWith<P>({}, {tagged(TEXT, "a(x)", 4)}).events == failed(Error::RESERVED_BITS, 1002));
	BOOST_TEST(seenWith<P>(one, {tagged(TEXT, "a(x)", 4), TestFrame(TEXT, "y")}).events == (Events{text("x"), text("y")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41TextIsCheckedWhenItIsDecoded, P, Roles)
{
	const List one = {tagging("a", Rsv::RSV1)};
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
	P peer(Head(head).add(HEADER, "a"), options);
	peer.receive(tagged(BINARY, "a(xx)", 4));
	BOOST_TEST(peer.events() == Events{binary("xx")});
	peer.receive(tagged(BINARY, "a(xxx)", 4));
	BOOST_TEST(peer.events() == failed(Error::MESSAGE_TOO_LONG, 1009));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(decodedMessageStaysWhileMoreIsSent, P, Roles)
{
	const auto peer = agreeing<P>(three());
	peer->onMessageView = [&](Message& message) {
		for (int i = 0; i < 3; ++i) peer->driver().send(message);
	};
	peer->receive(tagged(TEXT, "c(b(a(Hello)))", 6));
	BOOST_TEST(peer->events() == Events{text("Hello")});
	BOOST_TEST(peer->output() == peer->allOutgoing(std::vector(3, tagged(TEXT, "c(b(a(Hello)))", 6))));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(decodedMessageCanBeTaken, P, Roles)
{
	const auto peer = agreeing<P>(three());
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
	Server server(UNOPENED, Head::request().add(HEADER, "a").parsed(), knowing({tagging("a", Rsv::RSV1)}));
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
	struct Echo: P
	{
		using P::P;
		void onMessage(Message& message) override { (*this)->send(message); }
	};
	const Head head = std::is_same_v<P, Server> ? Head::request() : Head::response();
	Echo echo(Head(head).add(HEADER, "a, b"), knowing({tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2)}));
	const Bytes input = echo.incoming(tagged(TEXT, Bytes("b(a(" + std::string(1000, 'x') + "))"), 6)).bytes();
	std::string buffer;
	const auto play = [&] {
		buffer.assign(input);
		echo->receive(std::span<char>(buffer));
		echo->consume(echo->bufferedAmount());
	};
	for (int i = 0; i < 3; ++i) play();
	const AllocationCounter counter;
	for (int i = 0; i < 100; ++i) play();
	BOOST_TEST(counter.count() == 0u);
}


BOOST_AUTO_TEST_CASE(badInput18MalformedHeaderIsRefusedAlsoWithoutExtensions)
{
	for (const std::string bad: {"a,", ";", "a; =1", "a; x=\"", "a b", "a; x=\"y z\""})
	{
		const Seen seen = answered(Head::request().add(HEADER, bad), {});
		BOOST_TEST(seen.output.string().starts_with("HTTP/1.1 400 Bad Request\r\n"));
		BOOST_TEST(seen.events.last() == closed(1002, WHY));
		BOOST_TEST(seen.events.count(Event::OPENED) == 0u);
	}
	BOOST_TEST(answered(Head::request().add(HEADER, ""), knowing(three())).state == State::OPEN);
}


BOOST_AUTO_TEST_CASE(badInput53ServerDeclinesWhatConflicts)
{
	const List conflicting = {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV1), tagging("c", Rsv::RSV2)};
	BOOST_TEST(fieldOf(answered(Head::request().add(HEADER, "c, b, a"), knowing(conflicting)).output, HEADER) == "a, c");
	BOOST_TEST(fieldOf(answered(Head::request().add(HEADER, "c, b"), knowing(conflicting)).output, HEADER) == "b, c");
}


BOOST_AUTO_TEST_CASE(badInput54ServerWhoseExtensionThrowsAnswers500)
{
	const auto a = tagging("a", Rsv::RSV1);
	a->accepts = [](const ExtensionParams&) -> bool { throw std::runtime_error("oops"); };
	const Seen seen = answered(Head::request().add(HEADER, "a"), knowing({a}));
	BOOST_TEST(seen.output.string().starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
	BOOST_TEST(seen.events.last() == closed(1011, WHY));
}


BOOST_AUTO_TEST_CASE(badInput54ExtensionsPutNothingElseInTheHeader)
{
	const auto a = tagging("a", Rsv::RSV1);
	a->response = {{"x\r\nX-Evil: 1"}};
	a->offers = {{{"x", "1\r\n"}}};
	const Seen seen = answered(Head::request().add(HEADER, "a"), knowing({a}));
	BOOST_TEST(seen.output.string().find("X-Evil") == std::string::npos);
	BOOST_TEST(seen.state == State::CLOSED);

	Client client(UNOPENED, knowing({a}));
	BOOST_TEST(!client->start());
	BOOST_TEST(client.events() == failed(Error::EXTENSION_FAILED, 1011));
	BOOST_TEST(client.output().empty());
}


BOOST_AUTO_TEST_CASE(badInput26ClientFailsWithTheReason)
{
	const auto why = [](const std::string& answer, const List& known) {
		Client client(UNOPENED, knowing(known));
		client->start();
		client.output();
		client.receive(Head::response().add(HEADER, answer).bytes());
		BOOST_TEST(client.events().last() == closed(1010, WHY));
		BOOST_TEST(client.output().empty());
		return client.failure().message;
	};
	const std::string text = "unacceptable choice of extensions by the server: ";
	BOOST_TEST(why("x", three()) == text + "'x' was not offered");
	BOOST_TEST(why("a, a", three()) == text + "'a' is there twice");
	BOOST_TEST(why("a,", three()) == text + "malformed: a,");
	BOOST_TEST(why("a, b", {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV1)}) == text + "'b' uses a reserved bit that another one has");
	const auto strict = tagging("a", Rsv::RSV1);
	strict->accepts = [](const ExtensionParams& params) { return params.empty(); };
	BOOST_TEST(why("a; y=2", {strict}) == text + "unacceptable parameters: a; y=2");
	BOOST_TEST(why("a; y=" + std::string(100, '2'), {strict}) == text + "unacceptable parameters: a; y=" + std::string(70, '2') + "...");
	strict->accepts = [](const ExtensionParams&) -> bool { throw std::runtime_error("oops \n" + std::string(100, 'x')); };
	BOOST_TEST(why("a", {strict}) == text + "'a' oops ?" + std::string(69, 'x') + "...");
}


BOOST_AUTO_TEST_SUITE_END()
