//
// TimerWheelTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/TimerWheel.h"
#include <boost/test/unit_test.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>


using namespace WS::Net;
using namespace std::chrono_literals;


namespace {


constexpr auto STEP = 16ms;
const Deadline START = Deadline() + 1000s;


struct Alarm: Timer
{
	void expired() override
	{
		++count;
		if (then) then();
	}

	int count = 0;
	std::function<void()> then;
};


struct Wheel: TimerWheel
	/// At START, and moved on by hand.
{
	Wheel(): TimerWheel(START) {}

	std::size_t after(Clock::duration time) { return advance(START + time); }
};


} // namespace


BOOST_AUTO_TEST_SUITE(TimerWheelTest)


BOOST_AUTO_TEST_CASE(timersExpireOnceAndNotBeforeTheirTime)
{
	for (const auto time: {1ms, 16ms, 17ms, 1000ms, 1024ms, 20000ms, 65536ms, 70000ms, 5000000ms})
	{
		Wheel wheel;
		Alarm alarm;
		wheel.start(alarm, START + time);
		BOOST_TEST(wheel.after(time - 1ms) == 0u);
		BOOST_TEST(wheel.after(time + STEP) == 1u);
		BOOST_TEST(wheel.after(time + 3h) == 0u);
		BOOST_TEST(alarm.count == 1);
		BOOST_TEST(!alarm.isRunning());
	}
}


BOOST_AUTO_TEST_CASE(whatIsDueAlreadyExpiresAtTheNextStep)
{
	Wheel wheel;
	Alarm alarm;
	wheel.after(10s);
	wheel.start(alarm, START);
	BOOST_TEST(alarm.count == 0);
	BOOST_TEST(wheel.after(10s + STEP) == 1u);
}


BOOST_AUTO_TEST_CASE(aTimerThatIsStartedAgainHasTheLaterDeadlineOnly)
{
	Wheel wheel;
	Alarm alarm;
	wheel.start(alarm, START + 1s);
	wheel.start(alarm, START + 3s);
	BOOST_TEST(wheel.size() == 1u);
	BOOST_TEST(wheel.after(2s) == 0u);
	wheel.start(alarm, NEVER);
	BOOST_TEST(wheel.size() == 0u);
	BOOST_TEST(wheel.after(10s) == 0u);
}


BOOST_AUTO_TEST_CASE(aTimerThatIsDestroyedDoesNotExpire)
{
	Wheel wheel;
	auto alarm = std::make_unique<Alarm>();
	wheel.start(*alarm, START + 1s);
	alarm.reset();
	BOOST_TEST(wheel.size() == 0u);
	BOOST_TEST(wheel.after(2s) == 0u);
}


BOOST_AUTO_TEST_CASE(thoseOfOneStepExpireTogetherFromWhicheverWheel)
{
	const auto turn = 64 * STEP;                // then a slot of the second wheel is emptied
	Wheel wheel;
	Alarm early, late;
	wheel.start(early, START + turn);           // a whole turn ahead: in the second wheel
	wheel.after(500ms);
	wheel.start(late, START + turn);            // in the first
	BOOST_TEST(wheel.after(turn + STEP) == 2u);
	BOOST_TEST(wheel.size() == 0u);
}


BOOST_AUTO_TEST_CASE(timersMayStartStopAndDestroyOthersAndThemselves)
{
	Wheel wheel;
	Alarm again, stopped;
	auto destroyed = std::make_unique<Alarm>();
	auto destroying = std::make_unique<Alarm>();
	again.then = [&] {
		if (again.count == 1) wheel.start(again, START + 2s);
		stopped.stop();
		destroyed.reset();
	};
	destroying->then = [&] { destroying.reset(); };
	for (Alarm* alarm: {&again, &stopped, destroyed.get(), destroying.get()}) wheel.start(*alarm, START + 1s);
	BOOST_TEST(wheel.after(1500ms) == 2u);
	BOOST_TEST(stopped.count == 0);
	BOOST_TEST(!destroying);
	BOOST_TEST(wheel.after(2500ms) == 1u);
}


BOOST_AUTO_TEST_CASE(whatATimerThrowsKeepsTheOthersForTheNextCall)
{
	Wheel wheel;
	Alarm throwing, other;
	throwing.then = [] { throw std::runtime_error("oops"); };
	wheel.start(throwing, START + 1s);
	wheel.start(other, START + 1s);
	BOOST_CHECK_THROW(wheel.after(2s), std::runtime_error);
	BOOST_TEST(wheel.after(2s) == 1u);
	BOOST_TEST(other.count == 1);
}


BOOST_AUTO_TEST_CASE(nextIsNeverLaterThanWhatExpires)
{
	std::mt19937 random(7);
	Wheel wheel;
	std::deque<Alarm> alarms(200);
	Clock::duration now{};
	std::size_t expired = 0;
	for (auto& alarm: alarms) wheel.start(alarm, START + std::chrono::milliseconds(random() % 5000000 >> random() % 20));
	BOOST_TEST((Wheel().next() == NEVER));
	while (wheel.size() > 0)
	{
		const auto next = wheel.next();
		BOOST_TEST_REQUIRE((next > START + now));
		Deadline first = NEVER;
		for (const auto& alarm: alarms) first = alarm.isRunning() ? std::min(first, alarm.deadline()) : first;
		BOOST_TEST_REQUIRE((next <= std::max(first, START + now) + STEP));
		now = next - START;
		expired += wheel.advance(next);
	}
	BOOST_TEST(expired == alarms.size());
}


BOOST_AUTO_TEST_CASE(manyTimersExpireWithinAStep)
{
	std::mt19937 random(8);
	Wheel wheel;
	Clock::duration now{};
	struct Judged: Alarm
	{
		void expired() override { late = *clock - (deadline() - START); }
		const Clock::duration* clock = nullptr;
		Clock::duration late = -1h;
	};
	std::deque<Judged> timers(2000);
	for (auto& timer: timers)
	{
		timer.clock = &now;
		wheel.start(timer, START + std::chrono::microseconds(random() % 400000000));
	}
	for (; now < 401s; now += 5ms) wheel.after(now);
	for (const auto& timer: timers) BOOST_TEST_REQUIRE((timer.late >= 0ms && timer.late <= STEP + 5ms));
}


BOOST_AUTO_TEST_SUITE_END()
