//
// Poller.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Poller.h"
#if defined(WS_POLLER_POLLSET)
	#include "PocoPollSet.h"
#else
	#include "EpollSet.h"
#endif


namespace WS {
namespace Net {


#if defined(WS_POLLER_POLLSET)
struct Poller::Set: PocoPollSet
#else
struct Poller::Set: EpollSet
#endif
{
};


Poller::Poller():
	_set(std::make_unique<Set>())
{
	_set->add(_wakeup.descriptor(), nullptr, Interest::READ);
}


Poller::~Poller() = default;


void Poller::add(int descriptor, Pollable& pollable, Interest interest)
{
	_set->add(descriptor, &pollable, interest);
}


void Poller::change(int descriptor, Pollable& pollable, Interest interest)
{
	_set->change(descriptor, &pollable, interest);
}


void Poller::remove(int descriptor, Pollable& pollable)
{
	_set->remove(descriptor);
	for (auto& found: _found)
		if (found.pollable == &pollable) found.what = Interest::NONE;
}


std::size_t Poller::wait(int milliseconds, const std::function<void()>& waited)
{
	_found = _set->wait(milliseconds);
	if (waited) waited();

	std::size_t count = 0;
	for (const auto& [pollable, what]: _found)
	{
		if (!pollable) _wakeup.reset();
		else if (what != Interest::NONE)
		{
			++count;
			pollable->ready(what);
		}
	}
	_found = {};
	return count;
}


void Poller::wake() noexcept
{
	_wakeup.signal();
}


} } // namespace WS::Net
