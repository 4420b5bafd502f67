//
// LoopTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Loop.h"
#include "net/NetServer.h"
#include "support/AllocationCounter.h"
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>


using namespace WS::Net;
using namespace std::chrono_literals;


namespace {


struct Alarm: Timer
{
	void expired() override
	{
		if (then) then();
	}

	std::function<void()> then;
};


struct Watcher: Pollable, Disposable
	/// A socket that can be written, or read once input() was called.
{
	explicit Watcher(Loop& loop, Interest interest = Interest::WRITE):
		loop(loop)
	{
		BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
		loop.poller().add(ends[0], *this, interest);
	}

	~Watcher() override
	{
		stop();
		for (const int end: ends) ::close(end);
		if (atEnd) atEnd();
	}

	void ready(Interest) override
	{
		if (then) then();
	}

	void stop()
	{
		if (std::exchange(isPolled, false)) loop.poller().remove(ends[0], *this);
	}

	void input() const { BOOST_REQUIRE(::send(ends[1], "x", 1, 0) == 1); }

	Loop& loop;
	int ends[2];
	bool isPolled = true;
	std::function<void()> then;
	std::function<void()> atEnd;
};


struct Fixture
	/// A loop whose clock is moved by hand.
{
	Deadline time = Deadline() + 1000s;
	std::string order;
	Loop loop{[this] { return time; }};

	void turn() { loop.turn(false); }

	void turnAfter(Clock::duration passed)
	{
		time += passed;
		turn();
	}

	std::function<void()> note(char what)
	{
		return [this, what] { order += what; };
	}

	std::unique_ptr<Watcher> disposable(char what)
	{
		auto watcher = std::make_unique<Watcher>(loop, Interest::NONE);
		watcher->atEnd = note(what);
		return watcher;
	}
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(LoopTest, Fixture)


BOOST_AUTO_TEST_CASE(aTurnThatDoesNotWaitReturnsWithNothingToDo)
{
	Watcher watcher(loop, Interest::READ);
	watcher.then = note('s');
	turn();
	BOOST_TEST(order == "");
}


BOOST_AUTO_TEST_CASE(aTurnCallsWhatWasPostedThenSocketsThenTimers)
{
	Watcher watcher(loop);
	watcher.then = note('s');
	Alarm alarm;
	alarm.then = note('t');
	loop.timers().start(alarm, time + 1s);
	loop.post(note('p'));
	turnAfter(2s);
	BOOST_TEST(order == "pst");
}


BOOST_AUTO_TEST_CASE(timeIsTakenOncePerTurn)
{
	const auto before = loop.now();
	time += 1h;
	BOOST_CHECK(loop.now() == before);
	Deadline told = NEVER;
	Watcher watcher(loop);
	watcher.then = [&] { told = loop.now(); };
	turn();
	BOOST_CHECK(told == before + 1h);
	BOOST_CHECK(loop.now() == before + 1h);
}


BOOST_AUTO_TEST_CASE(timersFollowTheTimeThatIsGiven)
{
	Alarm alarm;
	alarm.then = note('t');
	loop.timers().start(alarm, time + 20s);
	turn();
	turnAfter(19s);
	BOOST_TEST(order == "");
	turnAfter(2s);
	turnAfter(20s);
	BOOST_TEST(order == "t");
}


BOOST_AUTO_TEST_CASE(badInput63AClockThatStepsBackExpiresNothing)
{
	Alarm alarm;
	alarm.then = note('t');
	loop.timers().start(alarm, time + 20s);
	turnAfter(10s);
	turnAfter(-500s);
	BOOST_TEST(order == "");
	turnAfter(511s);
	BOOST_TEST(order == "t");
}


BOOST_AUTO_TEST_CASE(badInput63TimersOfASuspendedProcessExpireAllAtOnce)
{
	Alarm first, second;
	first.then = note('t');
	second.then = note('t');
	loop.timers().start(first, time + 20s);
	loop.timers().start(second, time + 5000s);
	turnAfter(24h);
	BOOST_TEST(order == "tt");
}


BOOST_AUTO_TEST_CASE(aTurnThatWaitsEndsWithTheNextTimer)
	// By a clock that passes it at the second look.
{
	int looks = 0;
	const auto start = time;
	Loop passing([&] { return looks++ == 0 ? start : start + std::chrono::milliseconds(20 * looks); });
	Alarm alarm;
	alarm.then = note('t');
	passing.timers().start(alarm, start + 20ms);
	while (order.empty()) passing.turn();
	BOOST_TEST(order == "t");
}


BOOST_AUTO_TEST_CASE(aTurnThatWaitsEndsWithInput)
{
	Watcher watcher(loop, Interest::READ);
	watcher.then = note('s');
	std::thread other([&] { watcher.input(); });
	loop.turn();
	other.join();
	BOOST_TEST(order == "s");
}


BOOST_AUTO_TEST_CASE(aPostFromAnotherThreadEndsTheWait)
{
	std::thread other([&] {
		loop.post(note('p'));
		loop.post([&] { loop.stop(); });
	});
	loop.run();
	other.join();
	BOOST_TEST(order == "p");
}


BOOST_AUTO_TEST_CASE(whatPostedFunctionsPostWaitsForTheNextTurn)
{
	Watcher watcher(loop);
	watcher.then = note('s');
	loop.post([&] { order += 'a'; loop.post(note('b')); });
	loop.turn();
	BOOST_TEST(order == "as");
	loop.turn();
	BOOST_TEST(order == "asbs");
}


BOOST_AUTO_TEST_CASE(postsOfItsOwnThreadAreNotLeftWaiting)
	// From all that a turn tells, while no other thread wakes it.
{
	Watcher watcher(loop, Interest::READ);
	Alarm alarm;
	watcher.then = [&] {
		watcher.stop();
		loop.post([&] { order += 's'; loop.post([&] { order += 'p'; loop.timers().start(alarm, time); time += 1s; }); });
	};
	alarm.then = [&] { loop.post([&] { order += 't'; loop.stop(); }); };
	watcher.input();
	loop.post([&] { BOOST_TEST(loop.isOwnThread()); });
	loop.run();
	BOOST_TEST(order == "spt");
}


BOOST_AUTO_TEST_CASE(whatIsPostedLastBeforeAStopIsKeptForTheNextRun)
{
	loop.post([&] { loop.stop(); loop.post(note('p')); });
	loop.run();
	BOOST_TEST(order == "");
	loop.post([&] { loop.stop(); });
	loop.run();
	BOOST_TEST(order == "p");
}


BOOST_AUTO_TEST_CASE(aFunctionIsDestroyedWhenItHasBeenCalled)
{
	const auto kept = std::make_shared<int>();
	loop.post([kept] {});
	loop.post([&] { BOOST_TEST(kept.use_count() == 1); });
	turn();
	BOOST_TEST(kept.use_count() == 1);
}


BOOST_AUTO_TEST_CASE(whatATimerThrowsKeepsNeitherTheTurnNorTheOthers)
{
	Alarm throwing, other;
	throwing.then = [] { throw std::runtime_error("oops"); };
	other.then = note('t');
	loop.timers().start(throwing, time + 1s);
	loop.timers().start(other, time + 1s);
	turnAfter(2s);
	turnAfter(1s);
	BOOST_TEST(order == "t");
}


BOOST_AUTO_TEST_CASE(aDisposedObjectLivesUntilTheEndOfTheTurn)
{
	loop.post([&] {
		loop.dispose(disposable('d'));
		order += 'p';
	});
	Watcher watcher(loop);
	watcher.then = note('s');
	turn();
	BOOST_TEST(order == "psd");
}


BOOST_AUTO_TEST_CASE(anObjectDisposesItselfWhileItIsTold)
{
	auto watcher = std::make_unique<Watcher>(loop);
	watcher->atEnd = note('d');
	auto& told = *watcher;
	told.then = [&] {
		told.stop();
		loop.dispose(std::move(watcher));
		told.loop.post(note('p'));       // it is still there
		order += 's';
	};
	turn();
	BOOST_TEST(order == "sd");
	turn();
	BOOST_TEST(order == "sdp");
}


BOOST_AUTO_TEST_CASE(aDisposedObjectIsNotToldAnyMore)
{
	auto first = std::make_unique<Watcher>(loop);
	auto second = std::make_unique<Watcher>(loop);
	const auto disposing = [&](std::unique_ptr<Watcher>& other) {
		return [&] {
			order += 's';
			other->stop();
			loop.dispose(std::move(other));
		};
	};
	first->then = disposing(second);
	second->then = disposing(first);
	turn();
	BOOST_TEST(order == "s");
}


BOOST_AUTO_TEST_CASE(aDisposedObjectMayDisposeOfOthersInItsTurn)
{
	auto outer = disposable('a');
	auto& kept = *outer;
	kept.atEnd = [&] {
		order += 'a';
		for (const char c: {'b', 'c', 'd'}) loop.dispose(disposable(c));
	};
	loop.dispose(std::move(outer));
	loop.dispose(disposable('z'));
	turn();
	BOOST_TEST(order == "azbcd");
}


BOOST_AUTO_TEST_CASE(whatWasDisposedBeforeAStopIsDestroyedWithTheLoop)
{
	{
		Loop stopped;
		auto watcher = std::make_unique<Watcher>(stopped, Interest::NONE);
		watcher->atEnd = note('d');
		stopped.post([&] {
			stopped.dispose(std::move(watcher));
			stopped.stop();
		});
		stopped.run();
	}
	BOOST_TEST(order == "d");
}


BOOST_AUTO_TEST_CASE(whatAnotherThreadsTurnHasDoneIsOverWhenItIsNotWaitedForAnyMore)
{
	Loop shared;
	std::atomic<bool> running = false;
	std::atomic<bool> done = false;
	std::atomic<bool> returned = false;
	std::atomic<bool> over = false;
	shared.post([&] { running = true; });
	std::thread runner([&] { shared.run(); });
	while (!running) std::this_thread::yield();
	shared.post([&] {
		done = true;
		for (int i = 0; i < 20000 && !returned; ++i) std::this_thread::yield();
		over = true;
	});
	shared.runUntil([&] { return done.load(); });
	BOOST_TEST(over);
	returned = true;
	shared.stop();
	runner.join();
}


BOOST_AUTO_TEST_CASE(badInput59DisposingNeedsNoMemory)
{
	auto watcher = disposable('d');
	{
		WS::Test::AllocationCounter counter;
		counter.failAt(0);
		loop.dispose(std::move(watcher));
		BOOST_TEST(!counter.hasFailed());
	}
	turn();
	BOOST_TEST(order == "d");
}


BOOST_AUTO_TEST_CASE(theBufferIsOneForAllReads)
{
	BOOST_TEST(loop.buffer().size() == Loop::BUFFER_SIZE);
	BOOST_TEST(loop.buffer().data() == loop.buffer().data());
	BOOST_TEST(loop.buffers());
}


BOOST_AUTO_TEST_SUITE_END()
