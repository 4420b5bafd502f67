//
// DriverReentrancyTest.cpp
//
// Every public call in every place where a driver calls its application, in every dialect and role: what it returns,
// and what it does to the events and to the output, byte for byte.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Scenes.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <algorithm>


using namespace WS;
using namespace WS::Test;


namespace {


enum class Effect
{
	NOTHING,
	FRAME,                       // joins the output, at once or when the connection opens
	HEADER,                      // joins the response
	START,
	CLOSE,
	REJECT,
	RESPOND
};


struct Call
{
	const char* name;
	Effect effect;
	std::function<bool(Actor&)> make;
	TestFrame frame = TestFrame(TEXT);
};


constexpr std::string_view HEADER_LINE = "X-Late: 1\r\n";


bool throwsInvalidArgument(const std::function<void()>& call)
{
	try
	{
		call();
		return false;
	}
	catch (const Poco::InvalidArgumentException&)
	{
		return true;
	}
}


bool receiveFrames(Actor& actor)
	// To be ignored: neither the view nor a copy is taken.
{
	actor.receive("89 80 37fa213d 00 61 ff"_hex);
	return true;
}


bool factsAgree(Actor& actor)
{
	Driver& driver = actor.driver();
	std::string_view pieces[4];
	std::size_t size = 0;
	const std::size_t count = driver.output(pieces);
	for (std::size_t i = 0; i < count; ++i) size += pieces[i].size();
	const bool waits = driver.bufferedAmount() > 0;
	return size <= driver.bufferedAmount() && (count > 0) == waits && driver.output().empty() != waits
		&& (!driver.finished() || driver.state() == State::CLOSED);
}


bool refusesWhatIsMalformed(Actor& actor)
{
	Driver& driver = actor.driver();
	ServerDriver* server = actor.server();
	return throwsInvalidArgument([&] { driver.setHeader("X", "a\r\nb"); })
		&& throwsInvalidArgument([&] { driver.send(Message(Opcode::PING, std::string_view("x"))); })
		&& throwsInvalidArgument([&] { driver.consume(driver.bufferedAmount() + 1); })
		&& (!server || throwsInvalidArgument([&] { server->reject(200); }))
		&& (!server || throwsInvalidArgument([&] { server->respond(101); }))
		&& !driver.text("\xff") && !driver.ping(std::string(126, 'x')) && !driver.pong(std::string(126, 'x'))
		&& !driver.close(CloseCode::ABNORMAL) && !driver.close(CloseCode::NORMAL, "\xff") && !driver.setHeader("Upgrade", "x");
}


const std::vector<Call>& calls()
{
	static const std::string LONG(70000, 'x');
	static const std::vector<Call> ALL = {
		{"text", Effect::FRAME, [](Actor& actor) { return actor.driver().text("called"); }, TestFrame(TEXT, "called")},
		{"binary", Effect::FRAME, [](Actor& actor) { return actor.driver().binary("called"); }, TestFrame(BINARY, "called")},
		{"binary of std::byte", Effect::FRAME, [](Actor& actor) { return actor.driver().binary(std::as_bytes(std::span("called", 6))); }, TestFrame(BINARY, "called")},
		{"send(Message)", Effect::FRAME, [](Actor& actor) { return actor.driver().send(Message(Opcode::TEXT, std::string_view("called"))); }, TestFrame(TEXT, "called")},
		{"send by move", Effect::FRAME, [](Actor& actor) { return actor.driver().send(Opcode::TEXT, std::string(LONG)); }, TestFrame(TEXT, LONG)},
		{"ping", Effect::FRAME, [](Actor& actor) { return actor.driver().ping("called"); }, TestFrame(PING, "called")},
		{"pong", Effect::FRAME, [](Actor& actor) { return actor.driver().pong("called"); }, TestFrame(PONG, "called")},
		{"setHeader", Effect::HEADER, [](Actor& actor) { return actor.driver().setHeader("X-Late", "1"); }},
		{"start", Effect::START, [](Actor& actor) { return actor.driver().start(); }},
		{"close", Effect::CLOSE, [](Actor& actor) { return actor.driver().close(CloseCode::GOING_AWAY, "called"); }},
		{"reject", Effect::REJECT, [](Actor& actor) { return actor.server() && actor.server()->reject(404, "called"); }},
		{"respond", Effect::RESPOND, [](Actor& actor) { return actor.server() && actor.server()->respond(404, "called"); }},
		{"receive", Effect::NOTHING, receiveFrames},
		{"receive nothing", Effect::NOTHING, [](Actor& actor) { actor.receive({}); return true; }},
		{"receive of std::byte", Effect::NOTHING, [](Actor& actor) { actor.driver().receive(std::span<std::byte>()); return true; }},
		{"resume", Effect::NOTHING, [](Actor& actor) { actor.driver().resume(); return true; }},
		{"receiveEnd", Effect::NOTHING, [](Actor& actor) { actor.driver().receiveEnd(); return true; }},
		{"consume", Effect::NOTHING, [](Actor& actor) { actor.drain(); return true; }},
		{"releaseIdle", Effect::NOTHING, [](Actor& actor) { actor.driver().releaseIdle(); return true; }},
		{"releaseRequest", Effect::NOTHING, [](Actor& actor) { if (actor.server()) actor.server()->releaseRequest(); return true; }},
		{"facts", Effect::NOTHING, factsAgree},
		{"malformed calls", Effect::NOTHING, refusesWhatIsMalformed}};
	return ALL;
}


struct Pair
	/// One call in one moment of a scene.
{
	const Scene& scene;
	const Call& call;
	const Played& quiet;
	const std::vector<Mark>& marks;
	std::size_t index;

	const Mark& mark() const { return marks[index]; }
	bool isConnecting() const { return mark().state == State::CONNECTING; }
	bool isOpen() const { return mark().state == State::OPEN; }
	bool opens() const { return quiet.events.count(Event::OPENED) > 0; }
};


bool expectedResult(const Pair& pair)
{
	const bool isServer = pair.scene.dialect->isServer;
	switch (pair.call.effect)
	{
	case Effect::NOTHING:
		return true;
	case Effect::FRAME:
		return (pair.isConnecting() || pair.isOpen()) && (!pair.scene.dialect->isHixie || pair.call.frame.opcode == TEXT);
	case Effect::HEADER:
		return pair.isConnecting() && pair.mark().moment != Moment::DECORATE_RESPONSE;
	case Effect::START:
		return pair.mark().moment == Moment::ON_CONNECT;
	case Effect::CLOSE:
		return pair.isConnecting() || pair.isOpen();
	case Effect::REJECT:
	case Effect::RESPOND:
		return isServer && pair.isConnecting();
	}
	return false;
}


Events firstOf(const Events& events, std::size_t count)
{
	Events result;
	for (std::size_t i = 0; i < count; ++i) result.add(events[i]);
	return result;
}


Played ended(const Pair& pair, const Events& ending, const Bytes& output)
	/// The scene ends at the mark. Pings that wait for an answer hear of it.
{
	std::string pings = pair.quiet.pings;
	std::replace(pings.begin() + static_cast<std::ptrdiff_t>(pair.mark().pings), pings.end(), '+', '-');
	return {firstOf(pair.quiet.events, pair.mark().events) + ending, pair.quiet.output.first(pair.mark().written) + output, pings, State::CLOSED, true};
}


Played closing(const Pair& pair)
	/// Messages are not wanted any more; pings are answered until the other end closes.
{
	Played result = pair.quiet;
	result.events = firstOf(pair.quiet.events, pair.mark().events);
	for (std::size_t i = pair.mark().events; i < pair.quiet.events.size(); ++i)
	{
		const Event& event = pair.quiet.events[i];
		if (event.kind != Event::TEXT_MESSAGE && event.kind != Event::BINARY_MESSAGE) result.events.add(event);
	}
	const Dialect& dialect = *pair.scene.dialect;
	result.output = pair.quiet.output.first(pair.mark().written) + dialect.outgoing(TestFrame::close(1001, "called"));
	for (const TestFrame& frame: TestFrame::read(pair.quiet.output.from(pair.mark().written)))
	{
		if (frame.opcode == PONG) result.output += frame.bytes();
	}
	return result;
}


Played closed(const Pair& pair)
{
	const Dialect& dialect = *pair.scene.dialect;
	const Events without = {Test::closed(1005)};
	if (pair.isConnecting()) return ended(pair, dialect.isHixie ? without : Events{Test::closed(1001, "called")}, {});
	return dialect.isHixie ? ended(pair, without, dialect.closing) : closing(pair);
}


Bytes withFrame(const Pair& pair)
	/// Before the connection opens it waits behind what was queued earlier.
{
	std::size_t position = pair.mark().written;
	if (pair.isConnecting())
	{
		if (!pair.opens()) return pair.quiet.output;
		const auto isOpen = [](const Mark& mark) { return mark.moment == Moment::ON_OPEN; };
		position = std::find_if(pair.marks.begin(), pair.marks.end(), isOpen)->written;
	}
	return pair.quiet.output.first(position) + pair.scene.dialect->outgoing(pair.call.frame) + pair.quiet.output.from(position);
}


Played predicted(const Pair& pair)
{
	static const Bytes ANSWER = Head("HTTP/1.1 404 Not Found").add("Content-Type", "text/plain").add("Content-Length", "6").add("Connection", "close").bytes() + "called";
	Played result = pair.quiet;
	if (!expectedResult(pair)) return result;
	switch (pair.call.effect)
	{
	case Effect::FRAME:
		result.output = withFrame(pair);
		return result;
	case Effect::CLOSE:
		return closed(pair);
	case Effect::REJECT:
		return ended(pair, failed(Error::REFUSED, 1002), ANSWER);
	case Effect::RESPOND:
		return ended(pair, {Test::closed(1000)}, ANSWER);
	default:
		return result;
	}
}


void takeHeaderLine(const Pair& pair, Played& seen)
	/// Where among the headers it stands is the dialect's.
{
	std::string output = seen.output.string();
	const auto position = output.find(HEADER_LINE);
	BOOST_TEST((position != std::string::npos) == (expectedResult(pair) && pair.opens()));
	if (position == std::string::npos) return;
	output.erase(position, HEADER_LINE.size());
	seen.output = output;
}


Played playWith(const Pair& pair)
{
	const auto actor = pair.scene.make();
	std::size_t moments = 0;
	actor->onMoment = [&](Moment moment) {
		if (isDecision(moment) && actor->driver().state() == State::CLOSED) BOOST_ERROR("asked after the end");
		if (moments++ != pair.index) return;
		if (pair.call.make(*actor) != expectedResult(pair)) BOOST_ERROR("it returned " << !expectedResult(pair));
	};
	for (const Step& step: pair.scene.steps) step(*actor);
	Played seen = seenOf(*actor);
	if (pair.call.effect == Effect::HEADER) takeHeaderLine(pair, seen);
	return seen;
}


bool isStartInsteadOfAnother(const Pair& pair)
	/// A request that the scene answers otherwise: no quiet scene tells what comes then.
{
	return pair.call.effect == Effect::START && pair.mark().moment == Moment::ON_CONNECT && !pair.opens();
}


void check(const Pair& pair)
{
	if (isStartInsteadOfAnother(pair)) return;
	BOOST_TEST_INFO_SCOPE(pair.call.name << " in " << pair.mark().moment << ", moment " << pair.index << " of " << pair.scene.name);
	const Played seen = playWith(pair);
	const Played expected = predicted(pair);
	if (seen != expected) BOOST_ERROR("seen " << seen << ", expected " << expected);
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverReentrancyTest)


BOOST_AUTO_TEST_CASE(badInput55EveryCallInEveryMomentOfEveryDialectIsDefined)
{
	std::size_t pairs = 0;
	for (const Scene& scene: scenes())
	{
		std::vector<Mark> marks;
		const Played quiet = play(scene, &marks);
		for (const Call& call: calls())
		{
			for (std::size_t index = 0; index < marks.size(); ++index, ++pairs) check({scene, call, quiet, marks, index});
		}
	}
	BOOST_TEST_MESSAGE(pairs << " pairs");
	BOOST_TEST(pairs > 10000u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(sendingInOnMessageIsWrittenInOrder, P, Roles)
{
	P peer;
	peer.onEvent = [&](const Event& event) {
		if (event.kind == Event::TEXT_MESSAGE) peer->text("re: " + event.payload.string());
	};
	peer.receiveAll({TestFrame(TEXT, "a"), TestFrame(PING, "b"), TestFrame(TEXT, "c")});
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, "re: a")) + peer.outgoing(TestFrame(PONG, "b")) + peer.outgoing(TestFrame(TEXT, "re: c")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pongIsWrittenBeforeOnPing, P, Roles)
{
	P peer;
	Bytes seen;
	peer.onEvent = [&](const Event&) { seen = peer->output(); };
	peer.receive(TestFrame(PING, "a"));
	BOOST_TEST(seen == peer.outgoing(TestFrame(PONG, "a")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeFrameIsWrittenBeforeOnErrorAndOnClose, P, Roles)
{
	P peer;
	std::vector<std::size_t> amounts;
	peer.onEvent = [&](const Event&) {
		amounts.push_back(peer->bufferedAmount());
		BOOST_TEST(peer.isClosed());
	};
	peer.receive(TestFrame(3));
	BOOST_TEST(amounts.size() == 2u);
	BOOST_TEST((amounts[0] > 4 && amounts[0] == amounts[1]));
}


BOOST_AUTO_TEST_SUITE_END()
