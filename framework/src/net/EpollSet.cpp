//
// EpollSet.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "EpollSet.h"
#include <Poco/Error.h>
#include <Poco/Exception.h>
#include <cerrno>
#include <unistd.h>


namespace WS {
namespace Net {


namespace {


void refuse(const char* what)
{
	throw Poco::IOException(what, Poco::Error::getMessage(errno));
}


} // namespace


EpollSet::EpollSet():
	_descriptor(::epoll_create1(EPOLL_CLOEXEC))
{
	if (_descriptor < 0) refuse("epoll_create1");
}


EpollSet::~EpollSet()
{
	::close(_descriptor);
}


void EpollSet::add(int descriptor, Pollable* pollable, Interest interest)
{
	control(EPOLL_CTL_ADD, descriptor, pollable, interest);
}


void EpollSet::change(int descriptor, Pollable* pollable, Interest interest)
{
	control(EPOLL_CTL_MOD, descriptor, pollable, interest);
}


void EpollSet::remove(int descriptor)
{
	control(EPOLL_CTL_DEL, descriptor, nullptr, Interest::NONE);
}


void EpollSet::control(int operation, int descriptor, Pollable* pollable, Interest interest) const
{
	epoll_event event = {};
	event.events = (contains(interest, Interest::READ) ? EPOLLIN : 0u) | (contains(interest, Interest::WRITE) ? EPOLLOUT : 0u);
	event.data.ptr = pollable;
	if (::epoll_ctl(_descriptor, operation, descriptor, &event) != 0) refuse("epoll_ctl");
}


std::span<Found> EpollSet::wait(int milliseconds)
{
	const int count = ::epoll_wait(_descriptor, _events.data(), static_cast<int>(MOST), milliseconds);
	if (count <= 0) return {};            // a signal at most

	const std::span<const epoll_event> events(_events.data(), static_cast<std::size_t>(count));
	for (std::size_t i = 0; i < events.size(); ++i)
	{
		const bool failed = (events[i].events & (EPOLLERR | EPOLLHUP)) != 0;
		const auto read = failed || (events[i].events & EPOLLIN) ? Interest::READ : Interest::NONE;
		const auto write = failed || (events[i].events & EPOLLOUT) ? Interest::WRITE : Interest::NONE;
		_found[i] = {static_cast<Pollable*>(events[i].data.ptr), read | write};
	}
	return {_found.data(), events.size()};
}


} } // namespace WS::Net
