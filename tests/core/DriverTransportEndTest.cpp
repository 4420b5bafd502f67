//
// DriverTransportEndTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


const std::vector<TestFrame> FRAMES[] =
	/// Every kind of frame.
	{
		{TestFrame(TEXT, "Hello")}, {TestFrame(BINARY, "Hello")}, {TestFrame(TEXT)}, {TestFrame(PING, "Hello")}, {TestFrame(PONG, "Hello")},
		{TestFrame(BINARY, repeated("x", 126))}, {TestFrame(BINARY, repeated("x", 65536))},
		{TestFrame(TEXT, "Hel").unfinished(), TestFrame(CONTINUATION, "lo")},
		{TestFrame(TEXT, "Hel").unfinished(), TestFrame(PING, "x"), TestFrame(CONTINUATION, "lo")}};


std::vector<std::size_t> offsets(std::size_t size)
	/// All of a short input; those in and around the headers of a long one.
{
	std::vector<std::size_t> result;
	for (std::size_t offset = 0; offset <= size; ++offset)
	{
		if (offset < 300 || offset + 3 > size) result.push_back(offset);
	}
	return result;
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverTransportEndTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput45EndAtEveryOffsetOfEveryFrameIsOneAbnormalClose, P, Roles)
{
	for (const auto& frames: FRAMES)
	{
		const Bytes input = P().allIncoming(frames);
		for (const std::size_t offset: offsets(input.size()))
		{
			P peer;
			peer.receive(input.first(offset));
			BOOST_TEST(peer.events().count(Event::CLOSED) == 0u);
			peer->receiveEnd();
			if (peer.events() != Events{closed(1006)}) BOOST_ERROR("offset " << offset << " of " << input);
			peer->receiveEnd();
			BOOST_TEST(peer.events().empty());
			BOOST_TEST(peer.isClosed());
		}
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput45EndWithinACloseFrameIsAbnormal, P, Roles)
{
	const Bytes input = P().incoming(TestFrame::close(1000, "bye")).bytes();
	for (std::size_t offset = 0; offset < input.size(); ++offset)
	{
		for (const bool closing: {false, true})
		{
			P peer;
			if (closing) peer->close();
			peer.receive(input.first(offset));
			peer->receiveEnd();
			BOOST_TEST(peer.events() == Events{closed(1006)});
		}
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(endAfterACloseFrameChangesNothing, P, Roles)
{
	P peer;
	peer.receive(TestFrame::close(1000, "bye"));
	peer->receiveEnd();
	BOOST_TEST(peer.events() == Events{closed(1000, "bye")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput62EndBeforeTheHandshakeIsAbnormal, P, Roles)
{
	P peer(UNOPENED);
	peer->receiveEnd();
	BOOST_TEST(peer.events() == Events{closed(1006)});
	BOOST_TEST(!peer->start());
	BOOST_TEST(peer.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(inputAfterTheEndIsDropped, P, Roles)
{
	P peer;
	peer->receiveEnd();
	peer.events();
	peer.receive(TestFrame(TEXT, "late"));
	BOOST_TEST(peer.events().empty());
	BOOST_TEST(!peer->text("late"));
}


BOOST_AUTO_TEST_CASE(endOfARequestThatAwaitsItsAnswerIsAbnormal)
{
	Server server(UNOPENED);
	server.receive(Head::request().bytes());
	server->receiveEnd();
	BOOST_TEST(server.events() == (Events{connect("/chat"), closed(1006)}));
	BOOST_TEST(!server->start());
	BOOST_TEST(!server->reject(403));
	BOOST_TEST(server.output().empty());
}


BOOST_AUTO_TEST_SUITE_END()
