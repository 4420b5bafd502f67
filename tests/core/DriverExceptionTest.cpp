//
// DriverExceptionTest.cpp
//
// Whatever the application throws where a driver calls it, in every dialect and role: the state is committed, nothing
// of the input is lost, and the exception leaves the call.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Scenes.h"
#include <boost/test/unit_test.hpp>
#include <limits>
#include <set>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


struct Foreign
	/// Of no type that a library could know.
{
};


constexpr std::size_t EVERY = std::numeric_limits<std::size_t>::max();


enum class Then
	/// What follows a call that threw.
{
	RESUME,
	NEXT                         // step of the scene
};


class Thrower
	/// Plays a scene in which a moment, or each one once, throws.
{
public:
	Thrower(const Scene& scene, std::size_t index, Then then):
		_scene(scene),
		_index(index),
		_then(then),
		_actor(scene.make())
	{
		_actor->onMoment = [this](Moment moment) { meet(moment); };
	}

	Played play()
	{
		for (const Step& step: _scene.steps)
		{
			if (!throws([&] { step(*_actor); })) continue;
			if (_then == Then::NEXT && !_decisionThrew) continue;
			goOn();
		}
		return seenOf(*_actor);
	}

private:
	void meet(Moment moment)
	{
		const std::size_t number = _moments++;
		if (_thrown > 0 && _index != EVERY) return;
		if (number != _index && _index != EVERY) return;
		if (isDecision(moment) && !_decisions.insert(moment).second) return;

		_state = _actor->driver().state();
		_decisionThrew = isDecision(moment);
		if (++_thrown % 2 == 1) throw std::runtime_error("thrown by the application");
		throw Foreign();
	}

	bool throws(const std::function<void()>& call)
	{
		const std::size_t before = _thrown;
		try
		{
			call();
			BOOST_TEST(_thrown == before);
			return false;
		}
		catch (const std::runtime_error&)
		{
		}
		catch (const Foreign&)
		{
		}
		BOOST_TEST(_thrown > before);
		BOOST_CHECK(_actor->driver().state() == _state);
		return true;
	}

	void goOn()
		// A decision is asked again by start(); all else by resume().
	{
		Driver& driver = _actor->driver();
		while (throws([&] { driver.resume(); }) || startThrows())
		{
		}
	}

	bool startThrows()
	{
		Driver& driver = _actor->driver();
		const bool waits = _actor->startsInOnConnect || _decisionThrew;
		return waits && driver.state() == State::CONNECTING && throws([&] { driver.start(); });
	}

	const Scene& _scene;
	std::size_t _index;
	Then _then;
	std::unique_ptr<Actor> _actor;
	std::size_t _moments = 0;
	std::size_t _thrown = 0;
	std::set<Moment> _decisions;             // that threw
	bool _decisionThrew = false;             // the last
	State _state = State::CONNECTING;        // when the last one threw
};


void check(const Scene& scene, const Played& quiet, std::size_t index, Then then)
{
	BOOST_TEST_INFO_SCOPE(scene.name << ", moment " << static_cast<int>(index) << ", then " << static_cast<int>(then));
	const Played seen = Thrower(scene, index, then).play();
	if (seen != quiet) BOOST_ERROR("seen " << seen << ", expected " << quiet);
}


Scene cutAt(const Scene& scene, const Bytes& input, std::size_t cut)
	/// The scene's own steps before the input, then the input in two pieces, then its end.
{
	Scene result = scene;
	result.steps.resize(2);
	for (const Bytes& piece: {input.first(cut), input.from(cut)}) result.steps.push_back([piece](Actor& actor) { actor.receive(piece); });
	result.steps.push_back(scene.steps.back());
	return result;
}


void throwIn(Peer& peer, Event::Kind kind)
{
	peer.onEvent = [kind](const Event& event) {
		if (event.kind == kind) throw 42;
	};
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverExceptionTest)


BOOST_AUTO_TEST_CASE(badInput56EveryMomentOfEveryDialectMayThrow)
{
	for (const Scene& scene: scenes())
	{
		std::vector<Mark> marks;
		const Played quiet = play(scene, &marks);
		for (std::size_t index = 0; index < marks.size(); ++index) check(scene, quiet, index, Then::RESUME);
		check(scene, quiet, EVERY, Then::RESUME);
	}
}


BOOST_AUTO_TEST_CASE(badInput56TheNextCallGoesOnToo)
{
	for (const Scene& scene: scenes())
	{
		const bool isClose = scene.name.find("closed by us") != std::string::npos;       // drops what is unread
		if (scene.make()->startsInOnConnect || isClose) continue;
		std::vector<Mark> marks;
		const Played quiet = play(scene, &marks);
		for (std::size_t index = 0; index < marks.size(); ++index) check(scene, quiet, index, Then::NEXT);
	}
}


BOOST_AUTO_TEST_CASE(badInput56EveryCutOfAnInputWhoseEveryMomentThrows)
{
	for (const Scene& scene: scenes())
	{
		if (!scene.name.ends_with("closed by the peer")) continue;
		const Dialect& dialect = *scene.dialect;
		const Bytes input = dialect.opening + dialect.allIncoming({TestFrame(TEXT, "a"), TestFrame(PING, "b"), TestFrame(BINARY, "c").unfinished(), TestFrame(CONTINUATION, "d"), TestFrame(PONG, "x")}) + dialect.closing;
		for (std::size_t cut = 0; cut < input.size(); ++cut)
		{
			const Scene pieces = cutAt(scene, input, cut);
			check(pieces, play(pieces), EVERY, Then::RESUME);
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


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56ReceiveEndDeliversWhatAnExceptionLeft, P, Roles)
{
	P peer;
	throwIn(peer, Event::TEXT_MESSAGE);
	BOOST_CHECK_THROW(peer.receiveAll({TestFrame(TEXT, "1"), TestFrame(TEXT, "2"), TestFrame(TEXT, "3")}), int);
	BOOST_CHECK_THROW(peer->receiveEnd(), int);
	BOOST_TEST(peer.events() == (Events{text("1"), text("2"), text("3"), closed(1006)}));
	BOOST_TEST(peer.isClosed());
}


BOOST_AUTO_TEST_CASE(badInput56ReceiveEndStartsWhatAnExceptionKeptFromStarting)
{
	for (const Bytes& behind: {Bytes(), TestFrame(TEXT, "behind").masked().bytes()})
	{
		Server server(UNOPENED);
		server->start();
		server.onEvent = [](const Event&) { throw 42; };
		BOOST_CHECK_THROW(server.receive(Head::request().bytes() + behind), int);
		BOOST_CHECK_THROW(server->receiveEnd(), int);
		const Events between = behind.empty() ? Events{} : Events{text("behind")};
		BOOST_TEST(server.events() == (Events{connect("/chat"), open()} + between + Events{closed(1006)}));
	}
}


BOOST_AUTO_TEST_CASE(badInput56WhatIsKeptForADueStartIsNotTooMuch)
{
	Server server(UNOPENED);
	server->start();
	throwIn(server, Event::CONNECT);
	const std::string large(40000, 'x');
	BOOST_CHECK_THROW(server.receive(Head::request().bytes() + server.incoming(TestFrame(BINARY, large)).bytes()), int);
	server.goOn();
	BOOST_TEST(server.events() == (Events{connect("/chat"), open(), binary(large)}));
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


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput56TheFirstOfSeveralExceptionsLeaves, P, Roles)
{
	P peer;
	peer->ping("a", [](bool) { throw std::runtime_error("second"); });
	peer.onEvent = [](const Event& event) {
		if (event.kind == Event::FAILED) throw 42;
		throw std::runtime_error("third");
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
