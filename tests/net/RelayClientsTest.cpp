//
// RelayClientsTest.cpp
//
// Two clients, joined on the thread of the caller.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetRelay.h"
#include "net/NetHost.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Relay;
using Net::WebSocketClient;


using Frames = std::vector<TestFrame>;


} // namespace


BOOST_AUTO_TEST_SUITE(RelayClientsTest)


BOOST_AUTO_TEST_CASE(twoClientsAreJoinedOnTheCallersThread)
{
	Frames gotOne;
	Frames gotTwo;
	std::optional<NetHost> one(NetHost::opened([&](NetSocket& socket) {
		socket.send(TestFrame(TEXT, "from one").bytes());
		gotOne.push_back(nextFrame(socket));
		socket.send(TestFrame::close(4000, "done").bytes());
		gotOne.push_back(nextFrame(socket));
	}));
	std::optional<NetHost> two(NetHost::opened([&](NetSocket& socket) {
		gotTwo.push_back(nextFrame(socket));
		socket.send(TestFrame(TEXT, "from two").bytes());
		gotTwo.push_back(nextFrame(socket));
		socket.send(TestFrame::close(4000, "done").bytes());
	}));
	const auto a = connectedTo(one->uri());
	const auto b = connectedTo(two->uri());
	Relay::run(*a, *b);
	one.reset();
	two.reset();

	BOOST_CHECK((gotOne == Frames{TestFrame(TEXT, "from two"), TestFrame::close(4000, "done")}));
	BOOST_CHECK((gotTwo == Frames{TestFrame(TEXT, "from one"), TestFrame::close(4000, "done")}));
	BOOST_CHECK(a->closeCode() == CloseCode(4000));
	BOOST_CHECK(b->closeCode() == CloseCode(4000));
	BOOST_TEST(b->closeReason() == "done");
	BOOST_TEST(!a->receive().has_value());
	BOOST_TEST(!b->text("too late"));
}


BOOST_AUTO_TEST_CASE(whatBothClientsHadReceivedIsRelayedFirst)
{
	const auto host = [](const char* own, Frames& got) {
		return [own, &got](NetSocket& socket) {
			const auto answer = socket.handshake();
			socket.send(answer + TestFrame(TEXT, own).bytes() + TestFrame(BINARY, own).bytes());
			while (got.size() < 2) got.push_back(nextFrame(socket));
		};
	};
	Frames gotOne;
	Frames gotTwo;
	std::optional<NetHost> one(host("one", gotOne));
	std::optional<NetHost> two(host("two", gotTwo));
	const auto a = connectedTo(one->uri());
	const auto b = connectedTo(two->uri());
	Relay::run(*a, *b);
	one.reset();
	two.reset();
	BOOST_CHECK((gotOne == Frames{TestFrame(TEXT, "two"), TestFrame(BINARY, "two")}));
	BOOST_CHECK((gotTwo == Frames{TestFrame(TEXT, "one"), TestFrame(BINARY, "one")}));
}


BOOST_AUTO_TEST_CASE(muchThatAClientHadReceivedIsRelayedToo)
{
	std::optional<NetHost> one(NetHost::opened([](NetSocket& socket) {
		for (int i = 0; i < 5; ++i) socket.send(TestFrame(BINARY, std::string(MEGABYTE, 'x')).bytes());
		nextFrame(socket);
		socket.readToEnd();
	}));
	std::size_t got = 0;
	std::optional<NetHost> two(NetHost::opened([&](NetSocket& socket) {
		while (got < 5 && nextFrame(socket).payload.size() == MEGABYTE) ++got;
	}));
	const auto a = connectedTo(one->uri());
	const auto b = connectedTo(two->uri());
	a->binary(std::string(20 * MEGABYTE, 'x'));        // reads meanwhile
	Relay::run(*a, *b);
	one.reset();
	two.reset();
	BOOST_TEST(got == 5U);
}


BOOST_AUTO_TEST_CASE(abortEndsARelayOfClients)
{
	NetServer server;
	const auto a = connectedTo(server.uri());
	const auto b = connectedTo(server.uri());
	std::thread other([&] {
		server.journal.until(Event::OPENED, 2);
		a->abort();
	});
	Relay::run(*a, *b);
	other.join();
	BOOST_CHECK(a->closeCode() == CloseCode::ABNORMAL);
	BOOST_CHECK(b->closeCode() == CloseCode::GOING_AWAY);
	BOOST_TEST(server.journal.until(Event::CLOSED, 2).count(Event::FAILED) == 0U);
}


BOOST_AUTO_TEST_CASE(clientsThatHaveEndedEndTheRelay)
{
	NetServer server;
	const auto a = connectedTo(server.uri());
	const auto b = connectedTo(server.uri());
	a->close(CloseCode(4003), "over");
	Relay::run(*a, *b);
	BOOST_CHECK(b->closeCode() == CloseCode(4003));
	Relay::run(*b, *a);
}


BOOST_AUTO_TEST_CASE(aRelayWithinACallbackIsRefused)
{
	NetServer server;
	const auto a = connectedTo(server.uri());
	const auto b = connectedTo(server.uri());
	bool refused = false;
	a->onPong = [&](std::string_view) {
		BOOST_CHECK_THROW(Relay::run(*a, *b), Poco::IllegalStateException);
		refused = true;
	};
	a->ping();
	a->text("x");
	a->receive();
	BOOST_TEST(refused);
	const auto unconnected = std::make_unique<WebSocketClient>(server.uri());
	BOOST_CHECK_THROW(Relay::run(*unconnected, *b), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_SUITE_END()
