//
// RelayLoop.cpp
//
// Runs the two ends of a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "RelayLoop.h"
#include "RelayEnd.h"
#include "RelayWay.h"
#include <algorithm>
#include <poll.h>


namespace WS {
namespace Net {


namespace {


pollfd interest(int descriptor, bool reading, bool writing)
	/// In nothing: poll() is not to look at it, for it would report an error again and again.
{
	pollfd result = {};
	result.fd = reading || writing ? descriptor : -1;
	result.events = static_cast<short>((reading ? POLLIN : 0) | (writing ? POLLOUT : 0));
	return result;
}


} // namespace


RelayLoop::RelayLoop(Side a, Side b, std::span<char> buffer):
	_sides{a, b},
	_buffer(buffer)
{
}


void RelayLoop::run()
{
	while (turn())
		;
}


bool RelayLoop::turn()
	/// False: both ends are over.
{
	for (auto& side: _sides) side.end.turn();
	for (auto& side: _sides) obey(side.end.cutAt());
	if (_sides[0].end.isOver() && _sides[1].end.isOver()) return false;
	if (!_sides[0].end.isDue() && !_sides[1].end.isDue()) wait();
	return true;
}


void RelayLoop::obey(Deadline cutAt)
{
	if (cutAt == NEVER) return;
	const bool passed = cutAt <= Clock::now();
	for (auto& side: _sides)
	{
		if (passed) side.end.cut();
		else if (_cutAt == NEVER) side.end.leave();
	}
	_cutAt = cutAt;
}


void RelayLoop::wait()
{
	pollfd descriptors[4];
	auto deadline = _cutAt;
	for (int i = 0; i < 2; ++i)
	{
		const auto& end = _sides[i].end;
		descriptors[i] = interest(end.descriptor(), mayRead(_sides[i]), end.wantsWrite());
		descriptors[i + 2] = interest(end.wakeupDescriptor(), true, false);
		deadline = std::min(deadline, end.deadline());
	}
	const bool held = holdsInput(_sides[0]) || holdsInput(_sides[1]);
	if (::poll(descriptors, 4, held ? 0 : millisecondsUntil(deadline)) < 0) return;

	for (int i = 0; i < 2; ++i)
	{
		auto& end = _sides[i].end;
		if (descriptors[i + 2].revents != 0) end.onWakeup();
		const bool readable = descriptors[i].revents != 0 && (descriptors[i].events & POLLIN) != 0;
		if (readable || holdsInput(_sides[i])) end.read(_buffer);
	}
}


bool RelayLoop::holdsInput(const Side& side)
	/// What the socket does not tell.
{
	return mayRead(side) && side.end.holdsInput();
}


bool RelayLoop::mayRead(const Side& side)
{
	return side.end.wantsRead() && side.way.isOpen();
}


} } // namespace WS::Net
