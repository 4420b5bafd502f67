//
// DriverQueueTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


void finishHandshake(Server& server)
{
	server->start();
	server.receive(Head::request().bytes());
}


void finishHandshake(Client& client)
{
	client->start();
	client.output();
	client.receive(Head::response().bytes());
}


Bytes behindTheHead(const Bytes& output)
{
	const auto end = output.view().find("\r\n\r\n");
	return end == std::string_view::npos ? output : output.from(end + 4);
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverQueueTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(whatIsSentBeforeOpenFollowsTheHandshakeInOrder, P, Roles)
{
	P peer(UNOPENED);
	BOOST_TEST(peer->text("one"));
	BOOST_TEST(peer->ping("two"));
	BOOST_TEST(peer->binary("three"));
	BOOST_TEST(peer->pong("four"));
	BOOST_TEST(peer->send(Opcode::TEXT, std::string("five")));
	BOOST_TEST(peer.output().empty());

	finishHandshake(peer);

	const Bytes expected = peer.allOutgoing(
		{TestFrame(TEXT, "one"), TestFrame(PING, "two"), TestFrame(BINARY, "three"), TestFrame(PONG, "four"), TestFrame(TEXT, "five")});
	BOOST_TEST(behindTheHead(peer.output()) == expected);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(queueIsWrittenBeforeOnOpen, P, Roles)
{
	P peer(UNOPENED);
	peer->text("queued");
	Bytes seen;
	peer.onEvent = [&](const Event& event) {
		if (event.kind != Event::OPENED) return;
		seen = peer->output();
		peer->text("later");
	};
	finishHandshake(peer);
	BOOST_TEST(behindTheHead(seen) == peer.outgoing(TestFrame(TEXT, "queued")));
	BOOST_TEST(behindTheHead(peer.output()) == peer.outgoing(TestFrame(TEXT, "queued")) + peer.outgoing(TestFrame(TEXT, "later")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(queueIsBounded, P, Roles)
{
	P peer(UNOPENED, with(&Options::maxQueued, 1000));
	BOOST_TEST(!peer->text(repeated("x", 1001)));
	BOOST_TEST(peer->text(repeated("x", 900)));
	BOOST_TEST(!peer->binary(repeated("x", 101)));
	BOOST_TEST(peer->text("still fits"));
	finishHandshake(peer);
	BOOST_TEST(TestFrame::read(behindTheHead(peer.output())).size() == 2u);
	BOOST_TEST(peer->text(repeated("x", 5000)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(queueOfZeroTakesNothing, P, Roles)
{
	P peer(UNOPENED, with(&Options::maxQueued, 0));
	BOOST_TEST(!peer->text(""));
	BOOST_TEST(!peer->ping({}, [](bool) { BOOST_ERROR("called"); }));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(queueTakesWhatIsUnlimited, P, Roles)
{
	P peer(UNOPENED, with(&Options::maxQueued, UNLIMITED));
	BOOST_TEST(peer->text(repeated("x", 2000000)));
	finishHandshake(peer);
	BOOST_TEST(TestFrame::read(behindTheHead(peer.output())).at(0).payload.size() == 2000000u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(oversizedControlFramesAreNotQueued, P, Roles)
{
	P peer(UNOPENED);
	BOOST_TEST(!peer->ping(repeated("x", 126)));
	BOOST_TEST(!peer->pong(repeated("x", 126)));
	BOOST_TEST(peer->ping(repeated("x", 125)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(refusedPayloadIsNotMovedFrom, P, Roles)
{
	P peer(UNOPENED, with(&Options::maxQueued, 10));
	std::string payload(100000, 'x');
	BOOST_TEST(!peer->send(Opcode::BINARY, std::move(payload)));
	BOOST_TEST(payload.size() == 100000u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeWhileConnectingDropsTheQueue, P, Roles)
{
	P peer(UNOPENED);
	peer->text("never");
	BOOST_TEST(peer->close(CloseCode(4000), "gone"));
	BOOST_TEST(peer.events() == Events{closed(4000, "gone")});
	finishHandshake(peer);
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer.events().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pingCallbacksRegisteredBeforeOpenWork, P, Roles)
{
	P peer(UNOPENED);
	std::vector<bool> answers;
	peer->ping("a", [&](bool answered) { answers.push_back(answered); });
	finishHandshake(peer);
	peer.receive(TestFrame(PONG, "a"));
	BOOST_TEST(answers == std::vector<bool>{true}, boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE(refusalDropsTheQueueAndTellsThePings)
{
	Server server(UNOPENED, Head::request().without("Host").parsed());
	std::vector<bool> answers;
	server->text("never");
	server->ping("a", [&](bool answered) { answers.push_back(answered); });
	server->start();
	BOOST_TEST(server.output().view().find("never") == std::string_view::npos);
	BOOST_TEST(answers == std::vector<bool>{false}, boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE(clientsRequestIsWrittenAtStartNotWithTheQueue)
{
	Client client(UNOPENED);
	client->text("queued");
	client->start();
	BOOST_TEST(client.output().string().ends_with("\r\n\r\n"));
}


BOOST_AUTO_TEST_SUITE_END()
