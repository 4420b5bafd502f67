//
// DriverReentrancyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


struct Call
	/// What a listener may call, and what it returns in which state.
{
	const char* name;
	std::function<bool(Driver&)> make;
	bool connecting;
	bool open;
	bool closed;
};


bool receiveFrames(Driver& driver)
{
	std::string bytes = "89 80 37fa213d 89 00"_hex.string();
	driver.receive(std::span<char>(bytes));
	return true;
}


const Call CALLS[] =
	{
		{"text", [](Driver& driver) { return driver.text("Hello"); }, true, true, false},
		{"binary", [](Driver& driver) { return driver.binary("Hello"); }, true, true, false},
		{"send", [](Driver& driver) { return driver.send(Opcode::TEXT, std::string(70000, 'x')); }, true, true, false},
		{"ping", [](Driver& driver) { return driver.ping("Hello"); }, true, true, false},
		{"pong", [](Driver& driver) { return driver.pong("Hello"); }, true, true, false},
		{"setHeader", [](Driver& driver) { return driver.setHeader("X-Late", "1"); }, true, false, false},
		{"releaseIdle", [](Driver& driver) { driver.releaseIdle(); return true; }, true, true, true},
		{"consume", [](Driver& driver) { driver.consume(driver.bufferedAmount()); return true; }, true, true, true},
		{"receive", receiveFrames, true, true, true},
		{"receive nothing", [](Driver& driver) { driver.receive(std::span<char>()); return true; }, true, true, true},
		{"receiveEnd", [](Driver& driver) { driver.receiveEnd(); return true; }, true, true, true}};


struct Scene
	/// How to make an event happen, with more behind it.
{
	Event::Kind kind;
	std::function<std::unique_ptr<Peer>()> make;
	std::function<void(Peer&)> act;
};


template <class P>
std::unique_ptr<Peer> opened()
{
	return std::make_unique<P>();
}


template <class P>
std::unique_ptr<Peer> unopened()
{
	auto peer = std::make_unique<P>(UNOPENED);
	(*peer)->start();
	peer->output();
	return peer;
}


void handshake(Peer& peer)
{
	const bool client = dynamic_cast<Client*>(&peer) != nullptr;
	peer.receive((client ? Head::response() : Head::request()).bytes() + peer.incoming(TestFrame(TEXT, "behind")).bytes());
}


template <class P>
std::vector<Scene> scenes()
{
	const TestFrame behind(TEXT, "behind");
	return {
		{Event::OPENED, unopened<P>, handshake},
		{Event::TEXT_MESSAGE, opened<P>, [=](Peer& peer) { peer.receiveAll({TestFrame(TEXT, "x"), behind}); }},
		{Event::BINARY_MESSAGE, opened<P>, [=](Peer& peer) { peer.receiveAll({TestFrame(BINARY).unfinished(), TestFrame(CONTINUATION), behind}); }},
		{Event::PINGED, opened<P>, [=](Peer& peer) { peer.receiveAll({TestFrame(PING, "x"), behind}); }},
		{Event::PONGED, opened<P>, [=](Peer& peer) { peer.receiveAll({TestFrame(PONG, "x"), behind}); }},
		{Event::FAILED, opened<P>, [=](Peer& peer) { peer.receiveAll({TestFrame(3), behind}); }},
		{Event::CLOSED, opened<P>, [=](Peer& peer) { peer.receiveAll({TestFrame::close(1000), behind}); }},
		{Event::CLOSED, opened<P>, [](Peer& peer) { peer->receiveEnd(); }},
		{Event::CLOSED, unopened<P>, [](Peer& peer) { peer->close(); }}};
}


std::vector<Scene> serverScenes()
{
	const auto given = [] { return std::make_unique<Server>(UNOPENED, Head::request().parsed()); };
	const auto bad = [] { return std::make_unique<Server>(UNOPENED, Head("POST / HTTP/1.1").parsed()); };
	return {
		{Event::CONNECT, unopened<Server>, handshake},
		{Event::OPENED, given, [](Peer& peer) { peer->start(); }},
		{Event::FAILED, bad, [](Peer& peer) { peer->start(); }},
		{Event::CLOSED, given, [](Peer& peer) { static_cast<Server&>(peer)->reject(404); }}};
}


Events play(const Scene& scene, const std::function<void(Driver&)>& inEvent)
{
	const auto peer = scene.make();
	bool called = false;
	peer->onEvent = [&](const Event& event) {
		if (event.kind != scene.kind || called) return;
		called = true;
		inEvent(peer->driver());
	};
	scene.act(*peer);
	BOOST_TEST(called);
	return peer->events();
}


void check(const Scene& scene, const Call& call)
	/// The call returns what it should, and what is heard is the same as without it.
{
	BOOST_TEST_INFO_SCOPE(call.name << " in event " << scene.kind);
	const Events heard = play(scene, [&](Driver& driver) {
		const State state = driver.state();
		const bool expected = state == State::CONNECTING ? call.connecting : state == State::OPEN ? call.open
																								  : call.closed;
		BOOST_TEST(call.make(driver) == expected);
		BOOST_CHECK(driver.state() == state);
	});
	BOOST_TEST(heard == play(scene, [](Driver&) {}));
}


void checkClose(const Scene& scene)
{
	BOOST_TEST_INFO_SCOPE("close in event " << scene.kind);
	const Events heard = play(scene, [](Driver& driver) {
		const bool possible = driver.state() != State::CLOSED;
		BOOST_TEST(driver.close(CloseCode::GOING_AWAY) == possible);
		BOOST_TEST(!driver.close());
	});
	const Events otherwise = play(scene, [](Driver&) {});
	if (scene.kind == Event::FAILED || scene.kind == Event::CLOSED) BOOST_TEST(heard == otherwise);
	else if (scene.kind == Event::CONNECT) BOOST_TEST(heard == otherwise.upTo(scene.kind) + Events{closed(1001)});
	else BOOST_TEST(heard == otherwise.upTo(scene.kind));
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverReentrancyTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput55EveryCallInEveryEventIsDefined, P, Roles)
{
	for (const Scene& scene: scenes<P>())
	{
		for (const Call& call: CALLS) check(scene, call);
	}
}


BOOST_AUTO_TEST_CASE(badInput55EveryCallInEveryEventOfAServerIsDefined)
{
	for (const Scene& scene: serverScenes())
	{
		for (const Call& call: CALLS) check(scene, call);
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput55CloseInEveryEventDropsWhatFollows, P, Roles)
{
	for (const Scene& scene: scenes<P>()) checkClose(scene);
}


BOOST_AUTO_TEST_CASE(badInput55CloseInEveryEventOfAServerDropsWhatFollows)
{
	for (const Scene& scene: serverScenes()) checkClose(scene);
}


BOOST_AUTO_TEST_CASE(badInput55RejectAndReleaseRequestInEveryEventAreDefined)
{
	for (const auto& list: {scenes<Server>(), serverScenes()})
	{
		for (const Scene& scene: list)
		{
			if (scene.kind == Event::CONNECT) continue;
			const Events heard = play(scene, [](Driver& driver) {
				auto& server = static_cast<ServerDriver&>(driver);
				BOOST_TEST(!server.reject(404));
				server.releaseRequest();
				BOOST_TEST(server.request().headers.empty());
			});
			BOOST_TEST(heard == play(scene, [](Driver&) {}));
		}
	}
}


BOOST_AUTO_TEST_CASE(rejectInOnConnectIsHeardWithinIt)
{
	const Events heard = play(serverScenes().front(), [](Driver& driver) {
		auto& server = static_cast<ServerDriver&>(driver);
		BOOST_TEST(server.reject(404));
		server.releaseRequest();
	});
	BOOST_TEST(heard == Events{connect("/chat")} + failed(Error::REFUSED, 1002));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput55CallsInAPingCallbackAreDefined, P, Roles)
{
	for (const Call& call: CALLS)
	{
		for (const bool answered: {true, false})
		{
			BOOST_TEST_INFO_SCOPE(call.name);
			P peer;
			int calls = 0;
			peer->ping("a", [&](bool result) {
				++calls;
				BOOST_TEST(result == answered);
				BOOST_TEST(call.make(peer.driver()) == (answered ? call.open : call.closed));
			});
			peer.receiveAll({answered ? TestFrame(PONG, "a") : TestFrame::close(1000), TestFrame(TEXT, "behind")});
			BOOST_TEST(calls == 1);
			BOOST_TEST(peer.events() == (answered ? Events{pong("a"), text("behind")} : Events{closed(1000)}));
		}
	}
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
