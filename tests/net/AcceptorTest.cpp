//
// AcceptorTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Acceptor.h"
#include "net/NetLog.h"
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <memory>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>


using namespace WS::Test;
using namespace std::chrono_literals;
using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;


namespace {


class NoDescriptors
	/// The process has run out of descriptors as long as this exists.
{
public:
	NoDescriptors()
	{
		::getrlimit(RLIMIT_NOFILE, &_before);
		const int next = ::dup(0);
		::close(next);
		const rlimit none = {static_cast<rlim_t>(next), _before.rlim_max};
		::setrlimit(RLIMIT_NOFILE, &none);
	}

	~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &_before); }

private:
	rlimit _before;
};


struct Fixture
{
	WS::Net::Deadline time = WS::Net::Deadline() + 1000s;
	WS::Net::Loop loop{[this] { return time; }};
	Poco::Net::ServerSocket listening{SocketAddress("127.0.0.1", 0)};
	std::vector<StreamSocket> accepted;
	std::unique_ptr<WS::Net::Acceptor> acceptor;
	NetLog log;

	Fixture()
	{
		const auto keep = [this](const std::shared_ptr<StreamSocket>& socket, const SocketAddress&) { accepted.push_back(*socket); };
		acceptor = std::make_unique<WS::Net::Acceptor>(loop, listening, keep);
		loop.turn(false);
	}

	std::size_t turnAfter(std::chrono::milliseconds passed)
	{
		time += passed;
		return loop.turn(false);
	}
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(AcceptorTest, Fixture)


BOOST_AUTO_TEST_CASE(acceptsAllThatWaitInOneTurn)
{
	std::vector<StreamSocket> clients;
	for (int i = 0; i < 10; ++i) clients.emplace_back(listening.address());
	loop.turn();
	BOOST_TEST(accepted.size() == 10U);
}


BOOST_AUTO_TEST_CASE(badInput64WithoutDescriptorsAcceptingPauses)
{
	const StreamSocket client(listening.address());
	{
		const NoDescriptors none;
		BOOST_TEST(loop.turn() == 1U);
		for (int i = 0; i < 9; ++i) BOOST_TEST(turnAfter(10ms) == 0U);
		BOOST_TEST(turnAfter(40ms) == 1U);           // once more
		loop.turn();
		BOOST_TEST(accepted.empty());
		BOOST_TEST(log.lines().size() == 1U);
	}
	turnAfter(200ms);
	loop.turn();
	BOOST_TEST(accepted.size() == 1U);
}


BOOST_AUTO_TEST_CASE(badInput64ASocketThatHasFailedDoesNotSpin)
{
	::shutdown(listening.impl()->sockfd(), SHUT_RDWR);
	std::size_t told = 0;
	for (int i = 0; i < 100; ++i) told += turnAfter(10ms);
	BOOST_TEST(told <= 21U);
	BOOST_TEST(log.lines().size() == 1U);
}


BOOST_AUTO_TEST_CASE(badInput64APausedAcceptorCanGo)
{
	const StreamSocket client(listening.address());
	{
		const NoDescriptors none;
		loop.turn();
		acceptor.reset();
	}
	BOOST_TEST(turnAfter(200ms) == 0U);
}


BOOST_AUTO_TEST_SUITE_END()
