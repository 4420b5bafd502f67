//
// PollerTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Poller.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include "support/AllocationCounter.h"
#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <deque>
#include <functional>
#include <memory>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>


using namespace WS::Net;
using WS::Test::NetSocket;


namespace {


const int SOON = WS::Test::PATIENCE * 1000;


struct End: Pollable
	/// One end of a pair of sockets that are connected with each other.
{
	explicit End(int descriptor): descriptor(descriptor) {}
	~End() { close(); }

	void ready(Interest what) override
	{
		told.push_back(what);
		if (then) then();
	}

	void write(const std::string& bytes) const { BOOST_REQUIRE(::send(descriptor, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size())); }

	void fill() const
	{
		const std::string bytes(1000000, 'x');
		while (::send(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT) > 0)
			;
	}

	void close()
	{
		if (descriptor >= 0) ::close(descriptor);
		descriptor = -1;
	}

	bool wasTold(Interest what) const { return told == std::vector{what}; }

	int descriptor;
	std::vector<Interest> told;
	std::function<void()> then;
};


struct Pair
{
	Pair(): Pair(made()) {}
	explicit Pair(std::pair<int, int> descriptors): own(descriptors.first), peer(descriptors.second) {}

	static std::pair<int, int> made()
	{
		int ends[2];
		BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
		return {ends[0], ends[1]};
	}

	End own;
	End peer;
};


struct Fixture
{
	void add(End& end, Interest interest) { poller.add(end.descriptor, end, interest); }
	void change(End& end, Interest interest) { poller.change(end.descriptor, end, interest); }
	void remove(End& end) { poller.remove(end.descriptor, end); }

	std::size_t tell() { return poller.wait(0); }
		/// Of what is ready already.

	Poller poller;
	Pair pair;
	End& own = pair.own;
	End& peer = pair.peer;
};


constexpr auto BOTH = Interest::READ | Interest::WRITE;


} // namespace


BOOST_FIXTURE_TEST_SUITE(PollerTest, Fixture)


BOOST_AUTO_TEST_CASE(tellsOfInput)
{
	add(own, Interest::READ);
	BOOST_TEST(tell() == 0U);
	peer.write("Hello");
	BOOST_TEST(poller.wait(SOON) == 1U);
	BOOST_CHECK(own.wasTold(Interest::READ));
}


BOOST_AUTO_TEST_CASE(tellsAgainWhileThereIsInput)
{
	add(own, Interest::READ);
	peer.write("Hello");
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(tell() == 1U);
}


BOOST_AUTO_TEST_CASE(tellsOfRoomForOutput)
{
	own.fill();
	add(own, Interest::WRITE);
	BOOST_TEST(tell() == 0U);
	std::vector<char> buffer(10000000);
	while (::recv(peer.descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT) > 0)
		;
	BOOST_TEST(poller.wait(SOON) == 1U);
	BOOST_CHECK(own.wasTold(Interest::WRITE));
}


BOOST_AUTO_TEST_CASE(tellsOfBothAtOnce)
{
	add(own, BOTH);
	peer.write("Hello");
	BOOST_TEST(tell() == 1U);
	BOOST_CHECK(own.wasTold(BOTH));
}


BOOST_AUTO_TEST_CASE(tellsWhatIsAskedForNow)
{
	peer.write("Hello");
	add(own, Interest::WRITE);
	change(own, Interest::READ);         // before the first wait
	tell();
	BOOST_CHECK(own.wasTold(Interest::READ));
	change(own, Interest::WRITE);
	tell();
	BOOST_CHECK((own.told == std::vector{Interest::READ, Interest::WRITE}));
	change(own, Interest::NONE);
	BOOST_TEST(tell() == 0U);
}


BOOST_AUTO_TEST_CASE(changesWhatItTellsWithinReady)
{
	add(own, BOTH);
	own.then = [this] { change(own, Interest::NONE); };
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(tell() == 0U);
}


BOOST_AUTO_TEST_CASE(aSocketThatWasRemovedIsNotTold)
{
	add(own, BOTH);
	remove(own);
	BOOST_TEST(tell() == 0U);
}


BOOST_AUTO_TEST_CASE(whatIsRemovedWhileAnotherIsToldIsNotToldInTheSameWait)
{
	const auto removeOther = [this](End& other) { return [this, &other] { remove(other); }; };
	own.then = removeOther(peer);
	peer.then = removeOther(own);
	add(own, Interest::WRITE);
	add(peer, Interest::WRITE);
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(own.told.size() + peer.told.size() == 1U);
}


BOOST_AUTO_TEST_CASE(whatIsDestroyedWhileAnotherIsToldIsNotTold)
{
	auto first = std::make_unique<End>(::dup(own.descriptor));
	auto second = std::make_unique<End>(::dup(own.descriptor));
	const auto destroy = [this](std::unique_ptr<End>& end) { return [&] { remove(*end); end.reset(); }; };
	first->then = destroy(second);
	second->then = destroy(first);
	add(*first, Interest::WRITE);
	add(*second, Interest::WRITE);
	BOOST_TEST(tell() == 1U);
	BOOST_CHECK(!first != !second);
}


#if !defined(WS_POLLER_POLLSET)


BOOST_AUTO_TEST_CASE(badInput59RemovingWithinReadyNeedsNoMemory)
{
	bool hasFailed = true;
	own.then = [&] {
		WS::Test::AllocationCounter counter;
		counter.failAt(0);
		remove(own);
		hasFailed = counter.hasFailed();
	};
	add(own, Interest::WRITE);
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(!hasFailed);
}


#endif


BOOST_AUTO_TEST_CASE(removesItselfWithinReady)
{
	own.then = [this] { remove(own); };
	add(own, Interest::WRITE);
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(tell() == 0U);
}


BOOST_AUTO_TEST_CASE(whatIsRemovedAndAddedAgainIsToldByTheNextWait)
	// The new socket of a pollable is not ready because the old one was.
{
	Pair other;
	const auto exchange = [&](End& end) { return [&] { remove(end); end.told.clear(); add(end, Interest::WRITE); }; };
	own.then = exchange(other.own);
	other.own.then = exchange(own);
	add(own, Interest::WRITE);
	add(other.own, Interest::WRITE);
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(own.told.size() + other.own.told.size() == 1U);
}


BOOST_AUTO_TEST_CASE(whatIsAddedWithinReadyIsToldByTheNextWait)
{
	own.then = [this] { if (own.told.size() == 1) add(peer, Interest::WRITE); };
	add(own, Interest::WRITE);
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(tell() == 2U);
}


BOOST_AUTO_TEST_CASE(aNewSocketWithTheDescriptorOfAClosedOneIsItsOwn)
{
	Pair other;
	add(own, Interest::WRITE);
	tell();
	remove(own);
	BOOST_REQUIRE(::dup2(other.own.descriptor, own.descriptor) == own.descriptor);           // closes the old one
	End next(own.descriptor);
	own.descriptor = -1;
	add(next, Interest::READ);
	BOOST_TEST(tell() == 0U);
	change(next, Interest::WRITE);
	BOOST_TEST(tell() == 1U);
	BOOST_TEST(own.told.size() == 1U);
	remove(next);
}


BOOST_AUTO_TEST_CASE(badInput64AResetIsToldAsBoth)
{
	for (const auto interest: {Interest::READ, Interest::WRITE, Interest::NONE})
	{
		Poco::Net::ServerSocket listening(Poco::Net::SocketAddress("127.0.0.1", 0));
		NetSocket client(listening.address());
		const auto accepted = listening.acceptConnection();
		End end(::dup(accepted.impl()->sockfd()));
		add(end, interest);
		tell();
		end.told.clear();
		client.reset();
		do poller.wait(SOON);
		while (!contains(end.told.back(), Interest::READ));
		BOOST_CHECK(end.told.back() == BOTH);
		remove(end);
	}
}


BOOST_AUTO_TEST_CASE(badInput64APeerThatHasClosedIsToldWhateverWasAskedFor)
{
	for (const auto interest: {BOTH, Interest::WRITE, Interest::NONE})
	{
		Pair closed;
		add(closed.own, interest);
		closed.peer.close();
		BOOST_TEST(poller.wait(SOON) == 1U);
		BOOST_CHECK(closed.own.wasTold(BOTH));
		remove(closed.own);
	}
}


BOOST_AUTO_TEST_CASE(aPeerThatHasEndedSendingIsReadable)
{
	add(own, Interest::READ);
	::shutdown(peer.descriptor, SHUT_WR);
	BOOST_TEST(poller.wait(SOON) == 1U);
	BOOST_CHECK(own.wasTold(Interest::READ));
}


BOOST_AUTO_TEST_CASE(aWakeEndsTheNextWaitAndNoOther)
{
	poller.wake();
	poller.wake();
	BOOST_TEST(poller.wait(SOON) == 0U);
	add(own, Interest::READ);
	peer.write("Hello");
	BOOST_TEST(poller.wait(-1) == 1U);
}


BOOST_AUTO_TEST_CASE(aWakeFromAnotherThreadEndsTheWait)
{
	std::thread other([this] { poller.wake(); });
	BOOST_TEST(poller.wait(-1) == 0U);
	other.join();
}


BOOST_AUTO_TEST_CASE(aWakeDoesNotHideSockets)
{
	add(own, Interest::WRITE);
	poller.wake();
	BOOST_TEST(poller.wait(SOON) == 1U);
}


BOOST_AUTO_TEST_CASE(callsWaitedBeforeAnySocketIsTold)
{
	std::size_t toldBefore = 1;
	add(own, Interest::WRITE);
	poller.wait(0, [&] { toldBefore = own.told.size(); });
	BOOST_TEST(toldBefore == 0U);
	BOOST_TEST(own.told.size() == 1U);
}


BOOST_AUTO_TEST_CASE(badInput64ASignalIsNoFailure)
	// Whether it ends the wait is the system's affair.
{
	struct sigaction ignoring = {}, before = {};
	ignoring.sa_handler = [](int) {};
	::sigaction(SIGUSR1, &ignoring, &before);
	add(own, Interest::READ);
	std::atomic<bool> told = false;
	std::thread waiting([&] {
		while (own.told.empty()) poller.wait(SOON);
		told = true;
	});
	for (int i = 0; i < 1000; ++i) ::pthread_kill(waiting.native_handle(), SIGUSR1);
	peer.write("Hello");
	while (!told)
	{
		::pthread_kill(waiting.native_handle(), SIGUSR1);
		std::this_thread::yield();
	}
	waiting.join();
	::sigaction(SIGUSR1, &before, nullptr);
	BOOST_CHECK(own.wasTold(Interest::READ));
}


BOOST_AUTO_TEST_CASE(tellsManySocketsEachOnceInTheEnd)
	// More than are found at a time.
{
	std::deque<End> ends;
	for (int i = 0; i < 600; ++i)
	{
		End& end = ends.emplace_back(::dup(own.descriptor));
		end.then = [this, &end] { remove(end); };
		add(end, Interest::WRITE);
	}
	std::size_t count = 0;
	while (const auto told = tell()) count += told;
	BOOST_TEST(count == 600U);
	for (const auto& end: ends) BOOST_TEST(end.told.size() == 1U);
}


BOOST_AUTO_TEST_CASE(refusesWhatCannotBePolled)
{
	add(own, Interest::READ);
	BOOST_CHECK_THROW(add(own, Interest::READ), Poco::IOException);
	BOOST_CHECK_THROW(change(peer, Interest::READ), Poco::IOException);
	BOOST_CHECK_THROW(remove(peer), Poco::IOException);
	BOOST_CHECK_THROW(poller.add(-1, peer, Interest::READ), Poco::IOException);
}


BOOST_AUTO_TEST_CASE(closesNothingThatItPolls)
{
	{
		Poller other;
		other.add(own.descriptor, own, Interest::READ);
		other.wait(0);
		other.remove(own.descriptor, own);
		other.add(peer.descriptor, peer, Interest::READ);
	}
	peer.write("still");
	char buffer[10];
	BOOST_TEST(::recv(own.descriptor, buffer, sizeof buffer, 0) == 5);
}


BOOST_AUTO_TEST_CASE(badInput64NoDescriptorsLeftIsAnException)
{
	rlimit before = {};
	::getrlimit(RLIMIT_NOFILE, &before);
	const rlimit none = {0, before.rlim_max};
	::setrlimit(RLIMIT_NOFILE, &none);
	BOOST_CHECK_THROW(Poller(), Poco::IOException);
	::setrlimit(RLIMIT_NOFILE, &before);
}


BOOST_AUTO_TEST_SUITE_END()
