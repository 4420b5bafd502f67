//
// Poller.h
//
// Waits for many sockets at once.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Poller_INCLUDED
#define WS_Net_Poller_INCLUDED


#include "Wakeup.h"
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>


namespace WS {
namespace Net {


enum class Interest: std::uint8_t
	/// What to wait for, as a set. Failures of a socket are always told.
{
	NONE = 0,
	READ = 1,
	WRITE = 2
};


constexpr Interest operator | (Interest a, Interest b)
{
	return static_cast<Interest>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}


constexpr bool contains(Interest set, Interest one)
{
	return (static_cast<std::uint8_t>(set) & static_cast<std::uint8_t>(one)) != 0;
}


class Pollable
	/// What a Poller waits for. It is told on the thread that calls Poller::wait(), and may remove itself and others there.
{
public:
	virtual void ready(Interest what) = 0;
		/// Its socket can be read or written, or has failed: then both.

protected:
	~Pollable() = default;
};


struct Found
	/// What a wait has found to be ready. No pollable: the Poller's own wakeup.
{
	Pollable* pollable = nullptr;
	Interest what = Interest::NONE;
};


class Poller
	/// Waits for many sockets, whatever their number, and can be woken from another thread. On Linux epoll and an
	/// eventfd; elsewhere, or with WS_POLLER=pollset, Poco::Net::PollSet. For one thread, but for wake().
{
public:
	Poller();
		/// Throws Poco::IOException when there are no descriptors left.

	~Poller();

	Poller(const Poller&) = delete;
	Poller& operator = (const Poller&) = delete;

	void add(int descriptor, Pollable& pollable, Interest interest);
		/// The pollable lives until it is removed. Added during a wait(), it is told by the next. Throws Poco::IOException.

	void change(int descriptor, Pollable& pollable, Interest interest);

	void remove(int descriptor, Pollable& pollable);
		/// Before the descriptor is closed. It is not told any more, not even of what this wait() has found.

	std::size_t wait(int milliseconds, const std::function<void()>& waited = {});
		/// Tells all that are ready, once each; returns how many. 0: so many milliseconds have passed, a signal came (which
		/// PollSet ignores), or wake() was called. Negative: without an end. waited is called before anything is told.

	void wake() noexcept;
		/// Ends the wait() that is going on, or the next. From any thread.

private:
	struct Set;

	std::unique_ptr<Set> _set;
	Wakeup _wakeup;
	std::span<Found> _found;             // by a wait() that tells; NONE: removed meanwhile
};


} } // namespace WS::Net


#endif // WS_Net_Poller_INCLUDED
