//
// TimerWheel.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "TimerWheel.h"
#include <algorithm>
#include <bit>
#include <utility>


namespace WS {
namespace Net {


//
// TimerLink
//


void TimerLink::unlink()
{
	_next->_previous = _previous;
	_previous->_next = _next;
	_next = _previous = this;
}


void TimerLink::insertBefore(TimerLink& other)
{
	_next = &other;
	_previous = other._previous;
	_previous->_next = this;
	other._previous = this;
}


void TimerLink::takeAll(TimerLink& other)
{
	if (other.isAlone()) return;
	_previous->_next = other._next;
	other._next->_previous = _previous;
	_previous = other._previous;
	_previous->_next = this;
	other._next = other._previous = &other;
}


//
// Timer
//


void Timer::stop()
{
	if (!_wheel) return;
	unlink();
	--_wheel->_size;
	_wheel = nullptr;
}


//
// TimerWheel
//


TimerWheel::TimerWheel(Deadline now):
	_origin(now)
{
}


TimerWheel::Tick TimerWheel::tickOf(Deadline deadline) const
	// The first step that is not before the deadline.
{
	const auto after = deadline - _origin;
	return after <= Deadline::duration::zero() ? 0 : static_cast<Tick>((after - std::chrono::nanoseconds(1)) / STEP) + 1;
}


void TimerWheel::start(Timer& timer, Deadline deadline)
{
	timer.stop();
	timer._deadline = deadline;
	if (deadline == NEVER) return;
	timer._wheel = this;
	++_size;
	put(timer);
}


void TimerWheel::put(Timer& timer)
	// In the finest wheel that reaches so far; what is due goes to the next step.
{
	const Tick tick = std::clamp(tickOf(timer._deadline), _now + 1, _now + MOST - 1);
	std::size_t level = 0;
	while (tick - _now >= Tick(1) << BITS * (level + 1)) ++level;
	Wheel& wheel = _wheels[level];
	const std::size_t slot = slotOf(tick, level);
	timer.insertBefore(wheel.slots[slot]);
	wheel.used |= std::uint64_t(1) << slot;
}


std::size_t TimerWheel::advance(Deadline now)
{
	std::size_t count = tell();          // what an exception has left
	const auto until = static_cast<Tick>(std::max(now - _origin, Deadline::duration::zero()) / STEP);
	while (_now < until)
	{
		if (_size == 0)
		{
			_now = until;
			break;
		}
		++_now;
		for (std::size_t level = LEVELS - 1; level > 0; --level)
		{
			if (_now % (Tick(1) << BITS * level) == 0) cascade(level);
		}
		takeSlot(0, _due);
		count += tell();
	}
	return count;
}


void TimerWheel::takeSlot(std::size_t level, TimerLink& taken)
{
	Wheel& wheel = _wheels[level];
	const std::size_t slot = slotOf(_now, level);
	wheel.used &= ~(std::uint64_t(1) << slot);
	taken.takeAll(wheel.slots[slot]);
}


void TimerWheel::cascade(std::size_t level)
	// The slot's timers move to finer wheels; those of this very step are due.
{
	TimerLink taken;
	takeSlot(level, taken);
	while (!taken.isAlone())
	{
		auto& timer = static_cast<Timer&>(*taken.next());
		timer.unlink();
		if (tickOf(timer._deadline) <= _now) timer.insertBefore(_due);
		else put(timer);
	}
}


std::size_t TimerWheel::tell()
{
	std::size_t count = 0;
	while (!_due.isAlone())
	{
		auto& timer = static_cast<Timer&>(*_due.next());
		timer.stop();
		++count;
		timer.expired();
	}
	return count;
}


Deadline TimerWheel::next() const
{
	if (_size == 0) return NEVER;
	if (!_due.isAlone()) return _origin;
	Tick first = MOST + _now;
	for (std::size_t level = 0; level < LEVELS; ++level)
	{
		if (_wheels[level].used == 0) continue;
		const Tick turn = _now >> BITS * level;                  // the slot of now is taken; it stands for a turn later
		const auto ahead = std::rotr(_wheels[level].used, static_cast<int>((turn + 1) % SLOTS));
		first = std::min(first, (turn + 1 + static_cast<Tick>(std::countr_zero(ahead))) << BITS * level);
	}
	return _origin + first * STEP;
}


} } // namespace WS::Net
