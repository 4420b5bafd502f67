//
// DriverCloseTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(DriverCloseTest)


BOOST_AUTO_TEST_CASE(serverAnswersCloseWithItsCodeAndReason)
{
	const Seen seen = feed(make<Server>(), "88 85 37fa213d 3412434452"_hex);

	BOOST_TEST(seen.events == Events{closed(1000, "bye")});
	BOOST_TEST(seen.output == "88 05 03e8 627965"_hex);
	BOOST_TEST(seen.state == State::CLOSED);
	BOOST_TEST(seen.finished);
}


BOOST_AUTO_TEST_CASE(clientAnswersCloseWithItsCodeAndReasonMasked)
{
	const Seen seen = feed(make<Client>(), "88 05 03e9 627965"_hex);

	BOOST_TEST(seen.events == Events{closed(1001, "bye")});
	BOOST_TEST(seen.output == "88 85 37fa213d 3413434452"_hex);
	BOOST_TEST(seen.state == State::CLOSED);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeWithoutACodeIsAnsweredEmptyAndReportedAsNoStatus, P, Roles)
{
	P peer;
	peer.receive(TestFrame(CLOSE));
	BOOST_TEST(peer.events() == Events{closed(1005)});
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(CLOSE)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(everyCodeOfTheRegistryIsAnswered, P, Roles)
{
	for (int code: {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
	{
		P peer;
		peer.receive(TestFrame::close(code, "why"));
		BOOST_TEST(peer.events() == Events{closed(code, "why")});
		BOOST_TEST(peer.output() == peer.outgoing(TestFrame::close(code, "why")));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput42ReasonOf123BytesIsAnswered, P, Roles)
{
	P peer;
	peer.receive(TestFrame::close(1000, repeated("x", 123)));
	BOOST_TEST(peer.events() == Events{closed(1000, repeated("x", 123))});
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame::close(1000, repeated("x", 123))));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput42DataAfterCloseIsIgnored, P, Roles)
{
	P peer;
	const Bytes after = peer.incoming(TestFrame(TEXT, "x")).bytes() + peer.incoming(TestFrame(PING)).bytes() + peer.incoming(TestFrame(3)).bytes()
		+ peer.incoming(TestFrame::close(1001)).bytes();
	const Seen seen = feed(make<P>(), peer.incoming(TestFrame::close(1000)).bytes() + after);
	BOOST_TEST(seen.events == Events{closed(1000)});
	BOOST_TEST(seen.output == peer.outgoing(TestFrame::close(1000)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(ourCloseWaitsForTheAnswer, P, Roles)
{
	P peer;
	BOOST_TEST(peer->close(CloseCode::GOING_AWAY, "bye"));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame::close(1001, "bye")));
	BOOST_TEST(peer.events().empty());
	BOOST_TEST(peer.state() == State::CLOSING);
	BOOST_TEST(!peer->finished());

	peer.receive(TestFrame::close(1001, "bye"));

	BOOST_TEST(peer.events() == Events{closed(1001, "bye")});
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer.state() == State::CLOSED);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeIsNormalByDefault, P, Roles)
{
	P peer;
	peer->close();
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame::close(1000)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeWithoutACodeSendsAnEmptyFrame, P, Roles)
{
	P peer;
	BOOST_TEST(!peer->close(CloseCode::NO_STATUS, "reason"));
	BOOST_TEST(peer->close(CloseCode::NO_STATUS));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(CLOSE)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(thePeersCodeIsReportedNotOurs, P, Roles)
{
	P peer;
	peer->close(CloseCode(4001), "ours");
	peer.receive(TestFrame::close(4002, "theirs"));
	BOOST_TEST(peer.events() == Events{closed(4002, "theirs")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput31CodesAndReasonsThatNoFrameMayCarryAreNotSent, P, Roles)
{
	P peer;
	for (int code: {0, 999, 1004, 1006, 1015, 1016, 2999, 5000, 65535}) BOOST_TEST(!peer->close(CloseCode(code)), code);
	BOOST_TEST(!peer->close(CloseCode::NORMAL, repeated("x", 124)));
	BOOST_TEST(!peer->close(CloseCode::NORMAL, "ff"_hex));
	BOOST_TEST(!peer->close(CloseCode::NORMAL, "e282"_hex));
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer.isOpen());
	BOOST_TEST(peer->close(CloseCode(4999), repeated("x", 123)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput62BothSidesClosingAtOnceEndsWithOneClose, P, Roles)
{
	P peer;
	peer->close(CloseCode::NORMAL, "ours");
	const Seen seen = feed([] {
		auto closing = std::make_unique<P>();
		(*closing)->close(CloseCode::NORMAL, "ours");
		return closing;
	},
		peer.incoming(TestFrame::close(1001, "theirs")).bytes());
	BOOST_TEST(seen.events == Events{closed(1001, "theirs")});
	BOOST_TEST(seen.output == peer.outgoing(TestFrame::close(1000, "ours")));
	BOOST_TEST(seen.state == State::CLOSED);
}


BOOST_AUTO_TEST_CASE(badInput62TwoDriversThatCloseAtOnceBothEnd)
{
	Server server;
	Client client;
	server->close(CloseCode(4001), "server");
	client->close(CloseCode(4002), "client");
	const Bytes fromServer = server.output();
	server.receive(client.output());
	client.receive(fromServer);
	client->receiveEnd();
	BOOST_TEST(server.events() == Events{closed(4002, "client")});
	BOOST_TEST(client.events() == Events{closed(4001, "server")});
	BOOST_TEST((server.output().empty() && client.output().empty()));
	BOOST_TEST((server->finished() && client->finished()));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput62CloseThenLossIsOneClose, P, Roles)
{
	P peer;
	peer->close();
	peer->receiveEnd();
	peer->receiveEnd();
	BOOST_TEST(peer.events() == Events{closed(1006)});
	BOOST_TEST(!peer->close());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput57CloseTwiceIsFalse, P, Roles)
{
	P peer;
	BOOST_TEST(peer->close());
	peer.output();
	BOOST_TEST(!peer->close());
	BOOST_TEST(!peer->close(CloseCode::GOING_AWAY));
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer.events().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(nothingIsSentWhileClosing, P, Roles)
{
	P peer;
	peer->close();
	peer.output();
	BOOST_TEST(!peer->text("x"));
	BOOST_TEST(!peer->binary("x"));
	BOOST_TEST(!peer->send(Opcode::TEXT, std::string("x")));
	BOOST_TEST(!peer->ping());
	BOOST_TEST(!peer->pong());
	BOOST_TEST(peer.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(whileClosingMessagesAreDroppedAndPingsAnswered, P, Roles)
{
	P peer;
	peer->close();
	peer.output();
	peer.receive(TestFrame(TEXT, "dropped"));
	peer.receive(TestFrame(BINARY, "drop").unfinished());
	peer.receive(TestFrame(PING, "x"));
	peer.receive(TestFrame(CONTINUATION, "ped"));
	peer.receive(TestFrame(PONG, "y"));
	BOOST_TEST(peer.events() == (Events{ping("x"), pong("y")}));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(PONG, "x")));
	BOOST_TEST(peer.state() == State::CLOSING);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(errorWhileClosingSendsNoSecondCloseFrame, P, Roles)
{
	P peer;
	peer->close();
	peer.output();
	peer.receive(TestFrame(3));
	BOOST_TEST(peer.events() == failed(Error::UNKNOWN_OPCODE, 1002));
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer.state() == State::CLOSED);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(textThatIsNoUTF8IsAnErrorWhileClosingToo, P, Roles)
{
	P peer;
	peer->close();
	peer.receive(TestFrame(TEXT, "ff"_hex));
	BOOST_TEST(peer.events() == failed(Error::INVALID_UTF8, 1007));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(closeWhileConnectingEndsAtOnce, P, Roles)
{
	P peer(UNOPENED);
	BOOST_TEST(peer->close(CloseCode::GOING_AWAY, "never mind"));
	BOOST_TEST(peer.events() == Events{closed(1001, "never mind")});
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer.isClosed());
	BOOST_TEST(peer->finished());
	BOOST_TEST(!peer->start());
}


BOOST_AUTO_TEST_CASE(clientClosedAfterItsRequestIgnoresTheResponse)
{
	Client client(UNOPENED);
	client->start();
	client->close();
	client.receive(Head::response().bytes());
	BOOST_TEST(client.events() == Events{closed(1000)});
}


BOOST_AUTO_TEST_CASE(serverIsFinishedWhenItsAnswerIsWritten)
{
	Server server;
	server.receive(TestFrame::close(1000));
	BOOST_TEST(!server->finished());
	server->consume(server->bufferedAmount());
	BOOST_TEST(server->finished());
}


BOOST_AUTO_TEST_CASE(clientIsFinishedWhenTheServerEndsTheTransport)
{
	for (const bool ours: {false, true})
	{
		Client client;
		if (ours) client->close();
		client.receive(TestFrame::close(1000));
		client.output();
		BOOST_TEST(client.isClosed());
		BOOST_TEST(!client->finished());
		client->receiveEnd();
		BOOST_TEST(client->finished());
		BOOST_TEST(client.events() == Events{closed(1000)});
	}
}


BOOST_AUTO_TEST_CASE(clientThatFailedIsFinishedWhenAllIsWritten)
{
	Client client;
	client.receive(TestFrame(3));
	BOOST_TEST(!client->finished());
	client.output();
	BOOST_TEST(client->finished());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(openConnectionIsNotFinished, P, Roles)
{
	BOOST_TEST(!P()->finished());
	BOOST_TEST(!P(UNOPENED)->finished());
}


BOOST_AUTO_TEST_SUITE_END()
