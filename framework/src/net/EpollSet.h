//
// EpollSet.h
//
// The sockets of a Poller, with Linux's epoll.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_EpollSet_INCLUDED
#define WS_Net_EpollSet_INCLUDED


#include "Poller.h"
#include <array>
#include <span>
#include <sys/epoll.h>


namespace WS {
namespace Net {


class EpollSet
	/// What a Poller waits for. Has the same methods as PocoPollSet.
{
public:
	EpollSet();
	~EpollSet();

	EpollSet(const EpollSet&) = delete;
	EpollSet& operator = (const EpollSet&) = delete;

	void add(int descriptor, Pollable* pollable, Interest interest);
	void change(int descriptor, Pollable* pollable, Interest interest);
	void remove(int descriptor);

	std::span<Found> wait(int milliseconds);
		/// Those that are ready, each once; valid until the next call.

private:
	static constexpr std::size_t MOST = 256;             // at a time; the next wait finds the others

	void control(int operation, int descriptor, Pollable* pollable, Interest interest) const;

	const int _descriptor;
	std::array<epoll_event, MOST> _events;
	std::array<Found, MOST> _found;
};


} } // namespace WS::Net


#endif // WS_Net_EpollSet_INCLUDED
