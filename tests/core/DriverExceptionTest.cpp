//
// DriverExceptionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


void throwSomething(int number)
{
	if (number % 2 == 0) throw std::runtime_error("thrown by a listener");
	throw number;
}


bool throws(const std::function<void()>& call)
{
	try
	{
		call();
		return false;
	}
	catch (const std::runtime_error&)
	{
		return true;
	}
	catch (int)
	{
		return true;
	}
}


Seen seenBy(Peer& peer)
{
	const Events events = peer.events();
	const Bytes output = peer.output();
	return {events, output, peer.state(), peer->finished()};
}


void throwIn(Peer& peer, Event::Kind kind)
{
	peer.onEvent = [&peer, kind](const Event& event) {
		if (event.kind == kind) throw 42;
	};
}


template <class P>
std::unique_ptr<P> started()
{
	auto peer = std::make_unique<P>(UNOPENED);
	(*peer)->start();
	return peer;
}


template <class P>
Bytes conversation(const std::vector<TestFrame>& last)
{
	P peer;
	Bytes input = (std::is_same_v<P, Client> ? Head::response() : Head::request()).bytes();
	input += peer.allIncoming({TestFrame(TEXT, "one"), TestFrame(PING, "two"), TestFrame(BINARY, "th").unfinished(), TestFrame(PONG, "x"), TestFrame(CONTINUATION, "ree")});
	return input + peer.allIncoming(last);
}


template <class P>
Seen withEveryEventThrowing(const Bytes& input, std::size_t cut)
	/// What is seen when each event throws once and each exception is followed by receive({}).
{
	const auto peer = started<P>();
	int number = 0;
	std::size_t thrown = 0;
	peer->onEvent = [&](const Event&) { throwSomething(number++); };
	for (const Bytes& piece: {input.first(cut), input.from(cut)})
	{
		if (!throws([&] { peer->receive(piece); })) continue;
		++thrown;
		while (throws([&] { peer->goOn(); })) ++thrown;
	}
	BOOST_TEST(thrown > 0u);
	return seenBy(*peer);
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverExceptionTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56ListenerThatThrowsInEveryEventLosesNothing, P, Roles)
{
	for (const TestFrame& last: {TestFrame(TEXT, "last"), TestFrame::close(1000, "bye"), TestFrame(3)})
	{
		const Bytes input = conversation<P>({last, TestFrame(TEXT, "behind")});
		const auto quiet = started<P>();
		quiet->receive(input);
		const Seen expected = seenBy(*quiet);
		for (std::size_t cut = 0; cut < input.size(); ++cut)
		{
			const Seen seen = withEveryEventThrowing<P>(input, cut);
			if (seen != expected) BOOST_ERROR("cut at " << cut << ": " << seen << ", expected " << expected);
		}
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56UnreadTailWaitsForTheNextBytes, P, Roles)
{
	P peer;
	peer.onEvent = [&](const Event& event) { if (event.payload == "one") throw 42; };
	BOOST_CHECK_THROW(peer.receive(peer.incoming(TestFrame(TEXT, "one")).bytes() + peer.incoming(TestFrame(TEXT, "two")).bytes().first(3)), int);
	BOOST_TEST(peer.events() == Events{text("one")});
	peer.receive(peer.incoming(TestFrame(TEXT, "two")).bytes().from(3));
	BOOST_TEST(peer.events() == Events{text("two")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56SendingWorksAfterAnException, P, Roles)
{
	P peer;
	throwIn(peer, Event::TEXT_MESSAGE);
	BOOST_CHECK_THROW(peer.receive(TestFrame(TEXT, "x")), int);
	BOOST_TEST(peer->close(CloseCode::INTERNAL_ERROR));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame::close(1011)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56ErrorThatThrowsIsStillFollowedByClose, P, Roles)
{
	P peer;
	throwIn(peer, Event::FAILED);
	BOOST_CHECK_THROW(peer.receive(TestFrame(3)), int);
	BOOST_TEST(peer.events() == failed(Error::UNKNOWN_OPCODE, 1002));
	BOOST_TEST(peer.isClosed());
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame::close(1002, peer.failure().message)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56ReceiveEndThatThrowsHasEnded, P, Roles)
{
	P peer;
	throwIn(peer, Event::CLOSED);
	BOOST_CHECK_THROW(peer->receiveEnd(), int);
	BOOST_TEST(peer.isClosed());
	peer->receiveEnd();
	BOOST_TEST(peer.events() == Events{closed(1006)});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56ReceiveEndDeliversWhatAnExceptionLeft, P, Roles)
{
	P peer;
	throwIn(peer, Event::TEXT_MESSAGE);
	BOOST_CHECK_THROW(peer.receiveAll({TestFrame(TEXT, "1"), TestFrame(TEXT, "2"), TestFrame(TEXT, "3")}), int);
	BOOST_CHECK_THROW(peer->receiveEnd(), int);
	BOOST_TEST(peer.events() == (Events{text("1"), text("2"), text("3"), closed(1006)}));
	BOOST_TEST(peer.isClosed());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56CloseThatThrowsHasClosed, P, Roles)
{
	P peer(UNOPENED);
	throwIn(peer, Event::CLOSED);
	BOOST_CHECK_THROW(peer->close(), int);
	BOOST_TEST(peer.isClosed());
	BOOST_TEST(!peer->close());
	BOOST_TEST(peer.events() == Events{closed(1000)});
}


BOOST_AUTO_TEST_CASE(badInput56StartThatThrowsHasStarted)
{
	Server server(UNOPENED, Head::request().parsed());
	server.receive(TestFrame(TEXT, "early"));
	throwIn(server, Event::OPENED);
	BOOST_CHECK_THROW(server->start(), int);
	BOOST_TEST(server.isOpen());
	BOOST_TEST(server.output().first(12) == "HTTP/1.1 101");
	BOOST_TEST(!server->start());
	server.goOn();
	BOOST_TEST(server.events() == (Events{open(), text("early")}));
}


BOOST_AUTO_TEST_CASE(badInput56StartThatThrowsInAnEarlyMessageKeepsTheRest)
{
	Server server(UNOPENED, Head::request().parsed());
	server.receive(TestFrame(TEXT, "one"));
	server.receive(TestFrame(BINARY, "two"));
	throwIn(server, Event::TEXT_MESSAGE);
	BOOST_CHECK_THROW(server->start(), int);
	BOOST_TEST(server.events() == (Events{open(), text("one")}));
	server.goOn();
	BOOST_TEST(server.events() == Events{binary("two")});
}


BOOST_AUTO_TEST_CASE(badInput56RejectThatThrowsHasRejected)
{
	for (const Event::Kind kind: {Event::FAILED, Event::CLOSED})
	{
		Server server(UNOPENED, Head::request().parsed());
		throwIn(server, kind);
		BOOST_CHECK_THROW(server->reject(404), int);
		BOOST_TEST(server.events() == failed(Error::REFUSED, 1002));
		BOOST_TEST(server.output().first(12) == "HTTP/1.1 404");
		BOOST_TEST(!server->reject(404));
		BOOST_TEST(server->finished());
	}
}


BOOST_AUTO_TEST_CASE(badInput56OnConnectThatThrowsIsNotCalledAgain)
{
	Server server(UNOPENED);
	throwIn(server, Event::CONNECT);
	BOOST_CHECK_THROW(server.receive(Head::request().bytes() + server.incoming(TestFrame(TEXT, "x")).bytes()), int);
	server.goOn();
	BOOST_TEST(server.events() == Events{connect("/chat")});
	BOOST_TEST(server->start());
	BOOST_TEST(server.events() == (Events{open(), text("x")}));
}


BOOST_AUTO_TEST_CASE(badInput56StartThatIsDueFollowsAnOnConnectThatThrew)
{
	Server server(UNOPENED);
	server->start();
	throwIn(server, Event::CONNECT);
	BOOST_CHECK_THROW(server.receive(Head::request().bytes()), int);
	BOOST_TEST(server.output().empty());
	server.goOn();
	BOOST_TEST(server.events() == (Events{connect("/chat"), open()}));
	BOOST_TEST(server.output().first(12) == "HTTP/1.1 101");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56PingCallbacksThatThrowLoseNothing, P, Roles)
{
	P peer;
	std::string done;
	for (const char* name: {"a", "b"})
	{
		peer->ping(name, [&done, name](bool answered) {
			done.append(name).append(answered ? "+" : "-");
			throw 42;
		});
	}
	BOOST_CHECK_THROW(peer.receiveAll({TestFrame(PONG, "a"), TestFrame(TEXT, "x")}), int);
	BOOST_TEST(done == "a+");
	peer.goOn();
	BOOST_CHECK_THROW(peer.receive(TestFrame::close(1000)), int);
	BOOST_TEST(done == "a+b-");
	BOOST_TEST(peer.events() == (Events{pong("a"), text("x"), closed(1000)}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56TheFirstOfSeveralExceptionsLeaves, P, Roles)
{
	P peer;
	peer.onEvent = [](const Event& event) {
		if (event.kind == Event::FAILED) throw 42;
		throw std::runtime_error("second");
	};
	BOOST_CHECK_THROW(peer.receive(TestFrame(3)), int);
	BOOST_TEST(peer.events() == failed(Error::UNKNOWN_OPCODE, 1002));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(goingOnWithNothingLeftDoesNothing, P, Roles)
{
	P peer;
	peer.goOn();
	BOOST_TEST(peer.events().empty());
	P unopened(UNOPENED);
	unopened.goOn();
	BOOST_TEST(unopened.events().empty());
}


BOOST_AUTO_TEST_SUITE_END()
