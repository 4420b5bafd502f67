//
// EventLoopTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/EventLoop.h"
#include <Poco/Exception.h>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>


using WS::Net::EventLoop;


BOOST_AUTO_TEST_SUITE(EventLoopTest)


BOOST_AUTO_TEST_CASE(callsWhatWasPostedInOrder)
{
	EventLoop loop;
	std::string order;
	loop.post([&] { order += 'a'; });
	loop.post([&] { loop.post([&] { order += 'c'; loop.stop(); }); });
	loop.post([&] { order += 'b'; });
	loop.run();
	BOOST_TEST(order == "abc");
}


BOOST_AUTO_TEST_CASE(stopBeforeRunEndsItAtOnce)
{
	EventLoop loop;
	bool called = false;
	loop.stop();
	loop.post([&] { called = true; });
	loop.run();
	BOOST_TEST(!called);
	loop.post([&] { loop.stop(); });
	loop.run();
	BOOST_TEST(called);
}


BOOST_AUTO_TEST_CASE(knowsItsOwnThread)
{
	EventLoop loop;
	bool within = false;
	loop.post([&] { within = loop.isOwnThread(); loop.stop(); });
	BOOST_TEST(!loop.isOwnThread());
	loop.run();
	BOOST_TEST(within);
	BOOST_TEST(!loop.isOwnThread());
}


BOOST_AUTO_TEST_CASE(runsOnceAtATime)
{
	EventLoop loop;
	loop.post([&] {
		BOOST_CHECK_THROW(loop.run(), Poco::IllegalStateException);
		loop.stop();
	});
	loop.run();
	BOOST_CHECK_THROW(loop.post({}), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(whatAFunctionThrowsEndsNothing)
{
	EventLoop loop;
	loop.post([] { throw std::runtime_error("oops"); });
	loop.post([] { throw 1; });
	loop.post([&] { loop.stop(); });
	BOOST_CHECK_NO_THROW(loop.run());
}


BOOST_AUTO_TEST_CASE(manyThreadsPost)
{
	EventLoop loop;
	std::size_t count = 0;               // changed on the loop's thread only
	std::thread runner([&] { loop.run(); });
	std::vector<std::thread> threads;
	for (int i = 0; i < 4; ++i) threads.emplace_back([&] {
		for (int n = 0; n < 10000; ++n) loop.post([&] { if (++count == 40000) loop.stop(); });
	});
	for (auto& thread: threads) thread.join();
	runner.join();
	BOOST_TEST(count == 40000u);
}


BOOST_AUTO_TEST_CASE(badInput64ABrokenPipeIsNoSignalWhileALoopRuns)
	// As Poco's own sockets with TLS would have it.
{
	EventLoop loop;
	int ends[2];
	BOOST_REQUIRE(::pipe(ends) == 0);
	::close(ends[0]);
	ssize_t written = 0;
	loop.post([&] {
		written = ::write(ends[1], "x", 1);
		loop.stop();
	});
	std::thread unprotected([&] {
		sigset_t signals;
		sigemptyset(&signals);
		sigaddset(&signals, SIGPIPE);
		pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
		loop.run();
	});
	unprotected.join();
	::close(ends[1]);
	BOOST_TEST(written == -1);
}


BOOST_AUTO_TEST_SUITE_END()
