//
// Poller.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Poller.h"
#include <Poco/Error.h>
#include <Poco/Exception.h>
#include <algorithm>
#include <cerrno>
#if !defined(WS_POLLER_POLLSET) && defined(__linux__)
	#include <array>
	#include <sys/epoll.h>
	#include <unistd.h>
#else
	#include <Poco/Net/PollSet.h>
	#include <Poco/Net/Socket.h>
	#include <Poco/Net/SocketImpl.h>
	#include <unordered_map>
#endif


namespace WS {
namespace Net {


namespace {


void refuse(const char* what)
{
	throw Poco::IOException(what, Poco::Error::getMessage(errno));
}


} // namespace


#if !defined(WS_POLLER_POLLSET) && defined(__linux__)


struct Poller::Set
{
	Set():
		descriptor(::epoll_create1(EPOLL_CLOEXEC))
	{
		if (descriptor < 0) refuse("epoll_create1");
	}

	~Set() { ::close(descriptor); }

	void control(int operation, int socket, Pollable* pollable, Interest interest) const
	{
		epoll_event event = {};
		event.events = (contains(interest, Interest::READ) ? EPOLLIN : 0u) | (contains(interest, Interest::WRITE) ? EPOLLOUT : 0u);
		event.data.ptr = pollable;
		if (::epoll_ctl(descriptor, operation, socket, &event) != 0) refuse("epoll_ctl");
	}

	template <class Tell>
	void wait(int milliseconds, const std::function<void()>& waited, const Tell& tell)
	{
		const int count = ::epoll_wait(descriptor, events.data(), static_cast<int>(events.size()), milliseconds);
		if (waited) waited();
		for (int i = 0; i < count; ++i)
		{
			const auto what = events[i].events;
			const bool failed = (what & (EPOLLERR | EPOLLHUP)) != 0;
			const auto read = failed || (what & EPOLLIN) ? Interest::READ : Interest::NONE;
			const auto write = failed || (what & EPOLLOUT) ? Interest::WRITE : Interest::NONE;
			tell(static_cast<Pollable*>(events[i].data.ptr), read | write);
		}
	}

	const int descriptor;
	std::array<epoll_event, 256> events;
};


#endif


Poller::Poller():
	_set(std::make_unique<Set>())
{
	_set->control(EPOLL_CTL_ADD, _wakeup.descriptor(), nullptr, Interest::READ);
}


Poller::~Poller() = default;


void Poller::add(int descriptor, Pollable& pollable, Interest interest)
{
	_set->control(EPOLL_CTL_ADD, descriptor, &pollable, interest);
	std::erase(_removed, &pollable);
}


void Poller::change(int descriptor, Pollable& pollable, Interest interest)
{
	_set->control(EPOLL_CTL_MOD, descriptor, &pollable, interest);
}


void Poller::remove(int descriptor, Pollable& pollable)
{
	_set->control(EPOLL_CTL_DEL, descriptor, &pollable, Interest::NONE);
	if (_telling) _removed.push_back(&pollable);
}


std::size_t Poller::wait(int milliseconds, const std::function<void()>& waited)
{
	std::size_t count = 0;
	_removed.clear();
	_telling = true;
	_set->wait(milliseconds, waited, [&](Pollable* pollable, Interest what) {
		if (!pollable) return _wakeup.reset();
		if (std::find(_removed.begin(), _removed.end(), pollable) != _removed.end()) return;
		++count;
		pollable->ready(what);
	});
	_telling = false;
	return count;
}


void Poller::wake() noexcept
{
	_wakeup.signal();
}


} } // namespace WS::Net
