//
// DriverAllocationTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/AllocationCounter.h"
#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


template <class P>
class Echo
	/// A driver that echoes, and a transport that allocates nothing.
{
public:
	explicit Echo(bool pooled):
		_peer(options(pooled))
	{
		_peer.onMessageView = nullptr;
	}

	void receive(std::string_view bytes)
	{
		_buffer.assign(bytes);
		_peer->receive(std::span<char>(_buffer));
		while (_peer->bufferedAmount() > 0) _peer->consume(_peer->output().size());
	}

	P& peer() { return _peer; }

private:
	struct Quiet: P
	{
		using P::P;

		void onMessage(Message& message) override
		{
			if (this->isOpen()) (*this)->send(message);
		}

		void onPing(std::string_view) override {}
		void onPong(std::string_view) override {}
	};

	static Options options(bool pooled)
	{
		Options options;
		if (pooled) options.buffers = std::make_shared<BufferPool>();
		return options;
	}

	Quiet _peer;
	std::string _buffer = std::string(1 << 20, ' ');
};


template <class P>
std::size_t allocationsOf(const std::vector<std::vector<TestFrame>>& reads, bool pooled, std::size_t times)
	/// What it costs to receive and echo these reads, times over, once everything is warm.
{
	Echo<P> echo(pooled);
	std::vector<std::string> inputs;
	for (const auto& frames: reads) inputs.push_back(echo.peer().allIncoming(frames).string());
	const auto play = [&] {
		for (const std::string& input: inputs) echo.receive(input);
	};
	for (int i = 0; i < 3; ++i) play();

	const AllocationCounter counter;
	for (std::size_t i = 0; i < times; ++i) play();
	return counter.count();
}


template <class P>
void allocatesNothing(const std::vector<std::vector<TestFrame>>& reads)
{
	for (const bool pooled: {false, true}) BOOST_TEST((allocationsOf<P>(reads, pooled, 1000) == 0u), (pooled ? "with" : "without") << " a pool");
}


template <class P>
std::size_t bytesFor(const Bytes& input, const Options& options)
{
	P peer(options);
	std::string buffer = input.string();
	const AllocationCounter counter;
	peer->receive(std::span<char>(buffer));
	return counter.bytes();
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverAllocationTest)


BOOST_AUTO_TEST_CASE(counterCounts)
{
	const AllocationCounter counter;
	std::make_unique<char[]>(1000);
	BOOST_TEST(counter.count() >= 1u);
	BOOST_TEST(counter.bytes() >= 1000u);
	BOOST_TEST(counter.largest() >= 1000u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(wholeFramesAreEchoedWithoutAllocation, P, Roles)
{
	allocatesNothing<P>({{TestFrame(BINARY, repeated("x", 64))}});
	allocatesNothing<P>({{TestFrame(TEXT, repeated("x", 1024))}});
	allocatesNothing<P>({{TestFrame(TEXT, repeated("\xc3\xa4", 512))}});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pingsAreAnsweredWithoutAllocation, P, Roles)
{
	allocatesNothing<P>({{TestFrame(PING, "Hello")}});
	allocatesNothing<P>({{TestFrame(PING, repeated("x", 125))}});
	allocatesNothing<P>({{TestFrame(PONG, repeated("x", 125))}});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(manyFramesInOneReadNeedNoAllocation, P, Roles)
{
	allocatesNothing<P>({std::vector(32, TestFrame(BINARY, repeated("x", 64)))});
	allocatesNothing<P>({{TestFrame(TEXT, "a"), TestFrame(PING, "b"), TestFrame(BINARY, repeated("c", 500)), TestFrame(PONG)}});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(fragmentedMessageNeedsOneAllocationAtMost, P, Roles)
{
	const TestFrame first = TestFrame(TEXT, repeated("a", 300)).unfinished();
	const TestFrame middle = TestFrame(CONTINUATION, repeated("b", 300)).unfinished();
	const TestFrame last(CONTINUATION, repeated("c", 300));
	for (const bool pooled: {false, true})
	{
		BOOST_TEST((allocationsOf<P>({{first, middle, last}}, pooled, 100) <= 100u));
		BOOST_TEST((allocationsOf<P>({{first}, {middle}, {last}}, pooled, 100) <= 100u));
		BOOST_TEST((allocationsOf<P>({{first}, {TestFrame(PING, "x"), middle}, {middle, last}}, pooled, 100) <= 100u));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(sendingNeedsNoAllocation, P, Roles)
{
	for (const bool pooled: {false, true})
	{
		Options options;
		if (pooled) options.buffers = std::make_shared<BufferPool>();
		P peer(options);
		const std::string payload(1024, 'x');
		const auto play = [&] {
			peer->text(payload);
			peer->binary(payload);
			peer->ping("Hello");
			peer->consume(peer->bufferedAmount());
		};
		for (int i = 0; i < 3; ++i) play();
		const AllocationCounter counter;
		for (int i = 0; i < 1000; ++i) play();
		BOOST_TEST(counter.count() == 0u);
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput35AnnouncedLengthsAllocateNothing, P, Roles)
{
	const Bytes payload = "ten bytes.";
	for (const std::uint64_t length: {0x3ffffffull, 0x4000000ull, 1ull << 62})
	{
		const Bytes input = P().incoming(TestFrame(BINARY, payload).announcing(length)).bytes();
		BOOST_TEST(bytesFor<P>(input, {}) < 4096u);
		BOOST_TEST(bytesFor<P>(input, with(&Options::maxLength, UNLIMITED)) < 4096u);
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput35MemoryOfAMessageFollowsWhatHasArrived, P, Roles)
{
	P peer;
	std::string header = peer.incoming(TestFrame(BINARY).announcing(0x3ffffff)).bytes().string();
	std::string piece(10000, 'x');
	peer->receive(std::span<char>(header));
	const AllocationCounter counter;
	for (int i = 0; i < 20; ++i) peer->receive(std::span<char>(piece));
	BOOST_TEST(counter.largest() <= 2 * 20 * piece.size() + 65536);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput40MemoryOfEmptyFragmentsIsBounded, P, Roles)
{
	P peer;
	std::string begin = peer.incoming(TestFrame(BINARY).unfinished()).bytes().string();
	std::string fragment = peer.incoming(TestFrame(CONTINUATION).unfinished()).bytes().string();
	peer->receive(std::span<char>(begin));
	const AllocationCounter counter;
	for (int i = 0; i < 100000; ++i) peer->receive(std::span<char>(fragment));
	BOOST_TEST(counter.count() == 0u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesThatNobodyWillHearAreNotCollected, P, Roles)
{
	P peer;
	peer->close();
	const Bytes fragment = peer.allIncoming({TestFrame(CONTINUATION, repeated("x", 1000)).unfinished()});
	peer.receive(TestFrame(TEXT).unfinished());
	std::string bytes;
	bytes.reserve(fragment.size());
	const AllocationCounter counter;
	for (int i = 0; i < 1000; ++i)
	{
		bytes.assign(fragment.view());
		peer->receive(std::span<char>(bytes));
	}
	BOOST_TEST(counter.count() == 0u);
}


BOOST_AUTO_TEST_CASE(badInput03MemoryOfAHeadIsBounded)
{
	Server server(UNOPENED);
	std::string piece = "x";
	const AllocationCounter counter;
	for (int i = 0; i < 20000; ++i) server->receive(std::span<char>(piece));
	BOOST_TEST(counter.bytes() < 100000u);
}


BOOST_AUTO_TEST_CASE(badInput17MemoryOfInputBeforeStartIsBounded)
{
	Server server(UNOPENED, Head::request().parsed());
	std::string piece(1000, 'x');
	const AllocationCounter counter;
	for (int i = 0; i < 1000; ++i) server->receive(std::span<char>(piece));
	BOOST_TEST(counter.largest() < 50000u);
	BOOST_TEST(server.isClosed());
}


BOOST_AUTO_TEST_SUITE_END()
