//
// RelayWayTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/RelayWay.h"
#include "support/AllocationCounter.h"
#include "support/Hixie.h"
#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::RelayWay;


const std::size_t HIGH_WATER = 100000;


template <class Side>
struct Joined: Side
	/// A peer whose events go another way.
{
	using Side::Side;

	void onMessage(Message& message) override { way->onMessage(message); }
	void onError(const Failure& failure) override { way->onError(failure); }
	void onClose(CloseCode code, std::string_view reason) override { way->onClose(code, reason); }

	RelayWay* way = nullptr;
};


struct Fixture
	/// A server and a client that are joined, as in a gateway.
{
	Joined<Server> server{with(&Options::outputHighWater, HIGH_WATER)};
	Joined<Client> client{with(&Options::outputHighWater, HIGH_WATER)};
	RelayWay up{server.driver(), client.driver(), CloseCode::GOING_AWAY};
	RelayWay down{client.driver(), server.driver(), CloseCode::BAD_GATEWAY};

	Fixture()
	{
		server.way = &up;
		client.way = &down;
	}
};


} // namespace


BOOST_AUTO_TEST_SUITE(RelayWayTest)


BOOST_FIXTURE_TEST_CASE(messagesOfBothKindsPassBothWays, Fixture)
{
	server.receiveAll({TestFrame(TEXT, "text"), TestFrame(BINARY, "\xff")});
	BOOST_TEST(client.output() == client.allOutgoing({TestFrame(TEXT, "text"), TestFrame(BINARY, "\xff")}));
	client.receiveAll({TestFrame(BINARY), TestFrame(TEXT, "text")});
	BOOST_TEST(server.output() == server.allOutgoing({TestFrame(BINARY), TestFrame(TEXT, "text")}));
}


BOOST_FIXTURE_TEST_CASE(pingsAndPongsStay, Fixture)
{
	server.receive(TestFrame(PING, "p"));
	server.receive(TestFrame(PONG, "p"));
	BOOST_TEST(client.output() == "");
	BOOST_TEST(server.output() == server.outgoing(TestFrame(PONG, "p")));
}


BOOST_FIXTURE_TEST_CASE(aWayIsOpenUntilTheOtherOutputIsAboveItsMark, Fixture)
{
	server.receive(TestFrame(BINARY, std::string(HIGH_WATER - 14, 'x')));
	BOOST_TEST(client->bufferedAmount() == HIGH_WATER);
	BOOST_TEST(up.isOpen());
	server.receive(TestFrame(BINARY));
	BOOST_TEST(!up.isOpen());
	BOOST_TEST(down.isOpen());
	client->consume(6);
	BOOST_TEST(up.isOpen());
}


BOOST_FIXTURE_TEST_CASE(aWayToWhatIsClosingIsOpen, Fixture)
{
	server.receive(TestFrame(BINARY, std::string(2 * HIGH_WATER, 'x')));
	BOOST_TEST(!up.isOpen());
	client->close();
	BOOST_TEST(up.isOpen());
	server.receive(TestFrame(TEXT, "too late"));
	BOOST_TEST(server.isOpen());
}


BOOST_FIXTURE_TEST_CASE(aWayFromWhatIsClosingIsOpenForTheAnswer, Fixture)
{
	server.receive(TestFrame(BINARY, std::string(2 * HIGH_WATER, 'x')));
	BOOST_TEST(!up.isOpen());
	server->close(CloseCode(4002));
	BOOST_TEST(up.isOpen());
	const auto before = client->bufferedAmount();
	server.receive(TestFrame(BINARY, "too late"));
	BOOST_TEST(client->bufferedAmount() == before);
	BOOST_TEST(client.isOpen());
}


BOOST_AUTO_TEST_CASE(aWayToWhatIsConnectingIsNotOpen)
{
	Client client;
	Server server(UNOPENED);
	const RelayWay way(client.driver(), server.driver(), CloseCode::BAD_GATEWAY);
	BOOST_TEST(!way.isOpen());
}


BOOST_FIXTURE_TEST_CASE(assembledMessagesAreMovedAndNotCopied, Fixture)
{
	const std::string payload(1000000, 'x');
	auto frame = server.incoming(TestFrame(BINARY, payload)).bytes().string();
	const std::span<char> bytes(frame);
	server->receive(bytes.first(600000));

	AllocationCounter counter;
	server->receive(bytes.subspan(600000));
	BOOST_TEST(client->bufferedAmount() == payload.size() + 14);
	BOOST_TEST(counter.bytes() < 1500000U);        // where the message is assembled
}


BOOST_FIXTURE_TEST_CASE(smallMessagesTakeNoAllocationOfTheirOwn, Fixture)
{
	const auto frame = server.incoming(TestFrame(BINARY, std::string(1000, 'x'))).bytes().string();
	std::string read;
	for (int i = 0; i < 50; ++i) read += frame;
	AllocationCounter counter;
	server.driver().receive(std::span<char>(read));
	BOOST_TEST(counter.count() < 15U);
}


BOOST_AUTO_TEST_CASE(codesAndReasonsPass)
{
	for (const int code: {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999})
	{
		Fixture a;
		a.server.receive(TestFrame::close(code, "Grüße"));
		BOOST_TEST(a.client.output() == a.client.outgoing(TestFrame::close(code, "Grüße")));
		Fixture b;
		b.client.receive(TestFrame::close(code, std::string(123, 'r')));
		BOOST_TEST(b.server.output() == b.server.outgoing(TestFrame::close(code, std::string(123, 'r'))));
	}
}


BOOST_FIXTURE_TEST_CASE(aCloseWithoutACodeIsSentAsOne, Fixture)
{
	server.receive(TestFrame(CLOSE));
	BOOST_TEST(client.output() == client.outgoing(TestFrame(CLOSE)));
}


BOOST_FIXTURE_TEST_CASE(theOthersAnswerToARelayedCloseChangesNothing, Fixture)
{
	server.receive(TestFrame::close(4001));
	BOOST_TEST(server.output() == server.outgoing(TestFrame::close(4001)));
	client.receive(TestFrame::close(4001));
	BOOST_TEST(server.output() == "");
	BOOST_TEST(client.isClosed());
	BOOST_TEST(server.isClosed());
}


BOOST_FIXTURE_TEST_CASE(closesThatMeetEndBoth, Fixture)
{
	server.receive(TestFrame::close(4001));
	client.receive(TestFrame::close(4002));
	BOOST_TEST(server.output() == server.outgoing(TestFrame::close(4001)));
	BOOST_TEST(client.output() == client.outgoing(TestFrame::close(4001)));
	BOOST_TEST(client.isClosed());
	BOOST_TEST(server.isClosed());
}


BOOST_FIXTURE_TEST_CASE(aLostClientIsAGoingAway, Fixture)
{
	server->receiveEnd();
	BOOST_TEST(client.output() == client.outgoing(TestFrame::close(1001, "the other end was lost")));
}


BOOST_FIXTURE_TEST_CASE(aLostServerIsABadGateway, Fixture)
{
	client->receiveEnd();
	BOOST_TEST(server.output() == server.outgoing(TestFrame::close(1014, "the other end was lost")));
}


BOOST_FIXTURE_TEST_CASE(aFailureIsNotBlamedOnTheOther, Fixture)
{
	server.receive(TestFrame(3));
	BOOST_TEST(client.output() == client.outgoing(TestFrame::close(1001, "the other end failed")));
}


BOOST_FIXTURE_TEST_CASE(aFailedServerIsABadGateway, Fixture)
{
	client.receive(TestFrame(3));
	BOOST_TEST(server.output() == server.outgoing(TestFrame::close(1014, "the other end failed")));
}


BOOST_AUTO_TEST_CASE(whatTheOtherCannotBeSentEndsBoth)
{
	Hixie75Server draft;
	Joined<Client> client;
	RelayWay way(client.driver(), draft.driver(), CloseCode::BAD_GATEWAY);
	client.way = &way;

	client.receive(TestFrame(BINARY, "x"));
	BOOST_TEST(client.output() == client.outgoing(TestFrame::close(1003, "the other end cannot be sent this kind of message")));
	BOOST_TEST(draft.isClosed());
}


BOOST_AUTO_TEST_CASE(badInput60MuchPassesWithBoundedMemory)
{
	for (const std::size_t size: {1000, 65000, 1000000})
	{
		Fixture relay;
		const auto frame = relay.server.incoming(TestFrame(BINARY, std::string(size, 'x'))).bytes().string();
		std::string read(65536, '\0');
		const std::size_t total = 64 * 1024 * 1024 / frame.size() * frame.size();
		std::size_t sent = 0;
		std::size_t arrived = 0;
		std::ptrdiff_t most = 0;

		AllocationCounter counter;
		while (sent < total || relay.client->bufferedAmount() > 0)
		{
			while (sent < total && relay.up.isOpen())
			{
				const auto n = frame.copy(read.data(), read.size(), sent % frame.size());
				relay.server.driver().receive(std::span<char>(read).first(n));
				sent += n;
				most = std::max(most, counter.live());
			}
			const auto taken = std::min<std::size_t>(30000, relay.client->bufferedAmount());      // the reader is slow
			relay.client->consume(taken);
			arrived += taken;
		}
		BOOST_TEST(arrived == total);
		BOOST_TEST(most < static_cast<std::ptrdiff_t>(HIGH_WATER + 300000 + 3 * size));
	}
}


BOOST_AUTO_TEST_SUITE_END()
