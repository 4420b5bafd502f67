//
// TimerWheel.h
//
// Timers of many connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_TimerWheel_INCLUDED
#define WS_Net_TimerWheel_INCLUDED


#include "Deadline.h"
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>


namespace WS {
namespace Net {


class TimerWheel;


class TimerLink
	/// A place in a ring; alone it is a ring of its own.
{
public:
	TimerLink() = default;
	TimerLink(const TimerLink&) = delete;
	TimerLink& operator = (const TimerLink&) = delete;

	bool isAlone() const { return _next == this; }
	TimerLink* next() const { return _next; }

	void unlink();
	void insertBefore(TimerLink& other);
		/// Alone before.

	void takeAll(TimerLink& other);
		/// The others of that ring, behind those that are here.

private:
	TimerLink* _next = this;
	TimerLink* _previous = this;
};


class Timer: private TimerLink
	/// Something that is due at a time. Neither copied nor moved: the wheel links it. The wheel outlives it while it runs;
	/// destroying it takes it out.
{
public:
	Timer() = default;

	virtual ~Timer() { stop(); }

	void stop();
		/// It is not due any more.

	bool isRunning() const { return _wheel != nullptr; }

	Deadline deadline() const { return _deadline; }
		/// The last that was set.

protected:
	virtual void expired() = 0;
		/// The deadline has passed. The timer does not run any more, and may be started again or destroyed.

private:
	friend class TimerWheel;

	TimerWheel* _wheel = nullptr;
	Deadline _deadline = NEVER;
};


class TimerWheel
	/// Any number of timers, each started and stopped in constant time: three wheels of 64 slots, the first in steps of
	/// 16 milliseconds, each of the others a slot for a whole turn of the one before. Timers expire up to a step late,
	/// never early, and in no order within a step. The time is the caller's, so that deadlines are tested without waiting.
{
public:
	explicit TimerWheel(Deadline now);

	TimerWheel(const TimerWheel&) = delete;
	TimerWheel& operator = (const TimerWheel&) = delete;

	void start(Timer& timer, Deadline deadline);
		/// Also one that is running: it has this deadline then. NEVER stops it.

	std::size_t advance(Deadline now);
		/// Tells the timers that have expired by now; returns how many. They may start, stop and destroy any timer. What
		/// one of them throws leaves the call; the next call tells the others.

	Deadline next() const;
		/// Nothing expires before: how long a loop may sleep. NEVER: no timer is running.

	std::size_t size() const { return _size; }
		/// Timers that are running.

private:
	friend class Timer;

	using Tick = std::uint64_t;

	static constexpr std::chrono::milliseconds STEP{16};
	static constexpr unsigned BITS = 6;
	static constexpr std::size_t SLOTS = 1 << BITS;
	static constexpr std::size_t LEVELS = 3;
	static constexpr Tick MOST = Tick(1) << BITS * LEVELS;           // over an hour: what is later starts once more

	struct Wheel
	{
		std::array<TimerLink, SLOTS> slots;
		std::uint64_t used = 0;          // a bit for each slot that may hold timers
	};

	static std::size_t slotOf(Tick tick, std::size_t level) { return static_cast<std::size_t>(tick >> BITS * level) % SLOTS; }

	Tick tickOf(Deadline deadline) const;
	void put(Timer& timer);
	void takeSlot(std::size_t level, TimerLink& taken);
	void cascade(std::size_t level);
	std::size_t tell();

	const Deadline _origin;
	Tick _now = 0;                       // steps since the origin, all told
	std::size_t _size = 0;
	std::array<Wheel, LEVELS> _wheels;
	TimerLink _due;
};


} } // namespace WS::Net


#endif // WS_Net_TimerWheel_INCLUDED
