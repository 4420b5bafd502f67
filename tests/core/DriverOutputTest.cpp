//
// DriverOutputTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <Poco/Exception.h>
#include <array>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr std::size_t LARGE = 64 * 1024;


} // namespace


BOOST_AUTO_TEST_SUITE(DriverOutputTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(allThatOneReceiveProvokesIsOnePiece, P, Roles)
{
	P peer;
	peer.onMessageView = [&](Message& message) { peer->send(message); };
	Bytes input, expected;
	for (int i = 0; i < 50; ++i)
	{
		input += peer.incoming(TestFrame(TEXT, "Hello")).bytes() + peer.incoming(TestFrame(PING, "x")).bytes();
		expected += peer.outgoing(TestFrame(TEXT, "Hello")) + peer.outgoing(TestFrame(PONG, "x"));
	}
	peer.receive(input);
	BOOST_TEST(Bytes(peer->output()) == expected);
	BOOST_TEST(peer->bufferedAmount() == expected.size());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(partialWritesAreTheNormalCase, P, Roles)
{
	P peer;
	peer->text("Hello");
	const Bytes frame = peer.outgoing(TestFrame(TEXT, "Hello"));
	for (std::size_t written = 0; written < frame.size(); ++written)
	{
		BOOST_TEST(Bytes(peer->output()) == frame.from(written));
		BOOST_TEST(peer->bufferedAmount() == frame.size() - written);
		peer->consume(1);
	}
	BOOST_TEST(peer->output().empty());
	BOOST_TEST(peer->bufferedAmount() == 0u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(outputGoesOnWhereAPartialWriteEnded, P, Roles)
{
	P peer;
	peer->text("one");
	peer->consume(3);
	peer->text("two");
	BOOST_TEST(Bytes(peer->output()) == peer.outgoing(TestFrame(TEXT, "one")).from(3) + peer.outgoing(TestFrame(TEXT, "two")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(consumingMoreThanWaitsThrowsAndChangesNothing, P, Roles)
{
	P peer;
	BOOST_CHECK_THROW(peer->consume(1), Poco::InvalidArgumentException);
	peer->text("one");
	const std::size_t size = peer->bufferedAmount();
	BOOST_CHECK_THROW(peer->consume(size + 1), Poco::InvalidArgumentException);
	BOOST_TEST(peer->bufferedAmount() == size);
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, "one")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(largeOwnedPayloadLeavesUncopied, P, Roles)
{
	P peer;
	std::string payload(LARGE, 'x');
	const char* const memory = payload.data();
	peer->text("before");
	BOOST_TEST(peer->send(Opcode::BINARY, std::move(payload)));
	peer->text("after");

	std::array<std::string_view, 8> pieces;
	const std::size_t count = peer->output(pieces);

	BOOST_TEST(count == 3u);
	BOOST_CHECK(pieces[1].data() == memory);
	BOOST_TEST(pieces[1].size() == LARGE);
	BOOST_TEST(peer.output() == peer.allOutgoing({TestFrame(TEXT, "before"), TestFrame(BINARY, repeated("x", LARGE)), TestFrame(TEXT, "after")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(smallOwnedPayloadJoinsTheOthers, P, Roles)
{
	P peer;
	peer->text("before");
	peer->send(Opcode::BINARY, std::string(1000, 'x'));
	BOOST_TEST(peer->output().size() == peer->bufferedAmount());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(piecesAreGivenInOrderUpToTheRoomThereIs, P, Roles)
{
	P peer;
	for (int i = 0; i < 4; ++i) peer->send(Opcode::BINARY, std::string(LARGE, static_cast<char>('a' + i)));
	std::array<std::string_view, 3> three;
	BOOST_TEST(peer->output(three) == 3u);
	BOOST_CHECK(three[0].data() == peer->output().data());
	BOOST_TEST(peer->output(std::span<std::string_view>()) == 0u);

	peer->consume(three[0].size() + 1);

	BOOST_TEST(peer->output(three) == 3u);
	BOOST_TEST(three[0].size() == LARGE - 1);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(anyConsumptionOfPiecesGivesTheSameBytes, P, Roles)
{
	for (std::size_t step: {1u, 7u, 1000u, 65535u, 65536u, 65537u, 200000u})
	{
		P peer;
		for (int i = 0; i < 3; ++i)
		{
			peer->text("small");
			peer->send(Opcode::BINARY, std::string(LARGE + 1, 'x'));
		}
		const Bytes expected = repeated(peer.outgoing(TestFrame(TEXT, "small")) + peer.outgoing(TestFrame(BINARY, repeated("x", LARGE + 1))), 3);
		Bytes written;
		while (peer->bufferedAmount() > 0)
		{
			std::array<std::string_view, 4> pieces;
			std::string gathered;
			const std::size_t count = peer->output(pieces);
			for (std::size_t i = 0; i < count; ++i) gathered += pieces[i];
			gathered.resize(std::min(gathered.size(), step));
			written += gathered;
			peer->consume(gathered.size());
		}
		BOOST_TEST(written == expected);
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(sendOfAnotherOpcodeThrows, P, Roles)
{
	P peer;
	for (const Opcode opcode: {Opcode::CONTINUATION, Opcode::CLOSE, Opcode::PING, Opcode::PONG, Opcode(3)})
	{
		std::string payload = "x";
		BOOST_CHECK_THROW(peer->send(opcode, std::move(payload)), Poco::InvalidArgumentException);
		BOOST_TEST(payload == "x");
	}
	BOOST_TEST(peer.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(controlPayloadsHave125BytesAtMost, P, Roles)
{
	P peer;
	BOOST_TEST(!peer->ping(repeated("x", 126), [](bool) { BOOST_ERROR("called"); }));
	BOOST_TEST(!peer->pong(repeated("x", 126)));
	BOOST_TEST(peer.output().empty());
	BOOST_TEST(peer->ping(repeated("x", 125)));
	BOOST_TEST(peer->pong(repeated("x", 125)));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(PING, repeated("x", 125))) + peer.outgoing(TestFrame(PONG, repeated("x", 125))));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(failureComesBehindWhatWasSentBefore, P, Roles)
{
	P peer;
	peer->text("before");
	peer.receive(TestFrame(PING, "x").reserved(1));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, "before")) + peer.outgoing(TestFrame::close(1002, peer.failure().message)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(idleConnectionHoldsNoBufferOfThePool, P, Roles)
{
	Options options;
	options.buffers = std::make_shared<BufferPool>();
	P peer(options);
	const std::size_t idle = options.buffers->size();
	peer->text(repeated("x", 1000));
	peer.receive(TestFrame(BINARY, repeated("y", 1000)).unfinished());
	peer.output();
	peer.receive(TestFrame(CONTINUATION, repeated("z", 1000)));
	BOOST_TEST(options.buffers->size() >= std::max<std::size_t>(idle, 1));
	const std::size_t returned = options.buffers->size();
	peer->releaseIdle();
	BOOST_TEST(options.buffers->size() == returned);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(releaseIdleLosesNothing, P, Roles)
{
	Options options;
	options.buffers = std::make_shared<BufferPool>();
	for (const Options& used: {Options(), options})
	{
		P peer(used);
		peer->text("waits");
		peer.receive(TestFrame(TEXT, "Hel").unfinished());
		peer->releaseIdle();
		peer.receive(peer.incoming(TestFrame(CONTINUATION, "lo")).bytes().first(1));
		peer->releaseIdle();
		peer.receive(peer.incoming(TestFrame(CONTINUATION, "lo")).bytes().from(1));
		peer->releaseIdle();
		BOOST_TEST(peer.events() == Events{text("Hello")});
		BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, "waits")));
		peer->releaseIdle();
		BOOST_TEST(peer->text("more"));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(connectionsShareAPool, P, Roles)
{
	Options options;
	options.buffers = std::make_shared<BufferPool>();
	P first(options), second(options);
	for (int i = 0; i < 3; ++i)
	{
		first->text(repeated("a", 500));
		second->text(repeated("b", 500));
		BOOST_TEST(first.output() == first.outgoing(TestFrame(TEXT, repeated("a", 500))));
		BOOST_TEST(second.output() == second.outgoing(TestFrame(TEXT, repeated("b", 500))));
	}
}


BOOST_AUTO_TEST_SUITE_END()
