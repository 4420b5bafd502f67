//
// DriverMemoryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/AllocationCounter.h"
#include "support/Peer.h"
#include <boost/test/unit_test.hpp>
#include <new>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr std::size_t LARGE = 4 * 1024 * 1024;


struct Quiet: Listener
	/// Notes what happened, without allocating.
{
	void onMessage(Message& message) override { sum = sum * 31 + message.payload.size(), ++messages; }
	void onClose(CloseCode, std::string_view) override { ++closes; }

	std::size_t sum = 0;
	std::size_t messages = 0;
	int closes = 0;
};


template <class Call>
bool survives(Call&& call)
	/// False: std::bad_alloc left the call.
{
	try
	{
		call();
		return true;
	}
	catch (const std::bad_alloc&)
	{
		return false;
	}
}


std::vector<std::string> reads()
	/// A request, then messages whole, in fragments and cut, a ping, and a close.
{
	const Server server;
	const auto frames = server.allIncoming({
		TestFrame(TEXT, "Hello"),
		TestFrame(BINARY, std::string(600, 'a')).unfinished(),
		TestFrame(PING, std::string(100, 'p')),
		TestFrame(CONTINUATION, std::string(100, 'b')),
		TestFrame(TEXT, std::string(300, 'c')),
		TestFrame::close(1000),
	});
	const std::string all = (Head::request().bytes() + frames).string();
	std::vector<std::string> pieces;
	for (std::size_t i = 0; i < all.size(); i += 97) pieces.push_back(all.substr(i, 97));
	return pieces;
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverMemoryTest)


BOOST_AUTO_TEST_CASE(idleConnectionDoesNotPinWhatItHasSent)
{
	Server server;
	AllocationCounter counter;
	server->binary(std::string(LARGE, 'x'));
	server->consume(server->bufferedAmount());
	server->releaseIdle();
	BOOST_TEST(counter.live() < 4096);
}


BOOST_AUTO_TEST_CASE(closedConnectionDoesNotPinHalfAMessage)
{
	Server server;
	const Bytes half = server.incoming(TestFrame(BINARY, std::string(LARGE, 'x')).unfinished()).bytes();
	AllocationCounter counter;
	server.receive(half);
	server.receive(TestFrame::close(1000));
	server->consume(server->bufferedAmount());
	server->releaseIdle();
	BOOST_TEST(counter.live() < 4096);
}


BOOST_AUTO_TEST_CASE(releasedRequestAndClearedHeadersGiveTheirMemoryBack)
{
	Server server(Head::request().set("X-Large", std::string(6000, 'x')));
	AllocationCounter counter;
	server->releaseRequest();
	BOOST_TEST(counter.live() <= -6000);

	Headers headers;
	headers.add("X-Large", std::string(10000, 'x'));
	headers.clear();
	BOOST_TEST(counter.live() <= -6000);
}


BOOST_AUTO_TEST_CASE(badInput59AFailedAllocationEndsTheConnectionWithoutAHole)
{
	const auto script = reads();
	for (std::size_t index = 0;; ++index)
	{
		Quiet seen;
		ServerDriver driver(seen);
		driver.start();
		auto pieces = script;
		AllocationCounter counter;
		counter.failAt(index);
		std::size_t failures = 0;
		for (auto& piece: pieces) failures += survives([&] { driver.receive(std::span<char>(piece)); }) ? 0 : 1;
		failures += survives([&] { driver.receiveEnd(); }) ? 0 : 1;
		const bool failed = counter.hasFailed();

		BOOST_TEST_INFO_SCOPE("allocation " << index);
		BOOST_TEST(failures == (failed ? 1u : 0u));
		BOOST_TEST(seen.closes == 1);
		BOOST_TEST((driver.state() == State::CLOSED));
		if (!failed)
		{
			BOOST_TEST(seen.messages == 3u);
			BOOST_TEST(index > 10u);
			break;
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput59AFailedAllocationWritesNoHalfFrame)
{
	for (std::size_t index = 0;; ++index)
	{
		Client client;
		std::string payload(100000, 'x');
		bool failed = false;
		{
			AllocationCounter counter;
			counter.failAt(index);
			const bool survived = survives([&] { client->send(Opcode::BINARY, std::move(payload)); });
			failed = counter.hasFailed();
			BOOST_TEST(survived == !failed);
		}
		if (!failed) break;
		BOOST_TEST(payload == std::string(100000, 'x'));
		BOOST_TEST(client.output() == ""_hex);
	}
}


BOOST_AUTO_TEST_SUITE_END()
