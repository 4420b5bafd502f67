//
// PocoPollSet.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PocoPollSet.h"
#include <Poco/Exception.h>
#include <Poco/Net/SocketImpl.h>
#include <limits>
#include <string>


namespace WS {
namespace Net {


namespace {


int modeOf(Interest interest)
{
	using Poco::Net::PollSet;
	return PollSet::POLL_ERROR | (contains(interest, Interest::READ) ? PollSet::POLL_READ : 0) | (contains(interest, Interest::WRITE) ? PollSet::POLL_WRITE : 0);
}


Interest interestOf(int mode)
{
	using Poco::Net::PollSet;
	const bool failed = (mode & PollSet::POLL_ERROR) != 0;
	const auto read = failed || (mode & PollSet::POLL_READ) ? Interest::READ : Interest::NONE;
	const auto write = failed || (mode & PollSet::POLL_WRITE) ? Interest::WRITE : Interest::NONE;
	return read | write;
}


} // namespace


class PocoPollSet::Watched: public Poco::Net::SocketImpl
	/// A descriptor that is somebody else's, as Poco wants to have it.
{
public:
	Watched(int descriptor, Pollable* pollable, std::uint64_t waits):
		SocketImpl(descriptor),
		pollable(pollable),
		addedAt(waits)
	{
	}

	Pollable* pollable;
	Interest interest = Interest::NONE;
	const std::uint64_t addedAt;

protected:
	~Watched() override { reset(); }             // so that it is not closed
};


struct PocoPollSet::WatchedSocket: Poco::Net::Socket
{
	explicit WatchedSocket(Watched* watched): Socket(watched) {}
};


PocoPollSet::Watched& PocoPollSet::watched(int descriptor) const
{
	const auto found = _sockets.find(descriptor);
	if (found == _sockets.end()) throw Poco::IOException("not polled", std::to_string(descriptor));
	return static_cast<Watched&>(*found->second.impl());
}


void PocoPollSet::add(int descriptor, Pollable* pollable, Interest interest)
{
	if (_sockets.contains(descriptor)) throw Poco::IOException("polled already", std::to_string(descriptor));

	const WatchedSocket socket(new Watched(descriptor, pollable, _waits));
	put(socket, interest);
	_sockets.emplace(descriptor, socket);
}


void PocoPollSet::change(int descriptor, Pollable* pollable, Interest interest)
{
	auto& socket = watched(descriptor);
	socket.pollable = pollable;
	put(_sockets.at(descriptor), interest);
}


void PocoPollSet::put(const Poco::Net::Socket& socket, Interest interest)
	// Where PollSet uses poll(), what was added becomes known to update() with the next wait only; until then it is added
	// once more. What was removed since the last wait is still known, and has to be updated for a new socket with the
	// same descriptor.
{
	auto& watched = static_cast<Watched&>(*socket.impl());
	if (watched.addedAt == _waits) _set.add(socket, modeOf(interest));
	_set.update(socket, modeOf(interest));
	watched.interest = interest;
}


void PocoPollSet::remove(int descriptor)
{
	watched(descriptor);
	_set.remove(_sockets.at(descriptor));
	_sockets.erase(descriptor);
}


std::span<Found> PocoPollSet::wait(int milliseconds)
	// Without an end: not all of PollSet's ways take a negative time.
{
	if (milliseconds < 0) milliseconds = std::numeric_limits<int>::max();
	auto modes = _set.poll(Poco::Timespan(Poco::Timespan::TimeDiff(milliseconds) * Poco::Timespan::MILLISECONDS));
	++_waits;
	addHungUp(modes);

	_found.clear();
	for (const auto& [socket, mode]: modes) _found.push_back({static_cast<Watched&>(*socket.impl()).pollable, interestOf(mode)});
	return _found;
}


void PocoPollSet::addHungUp(Poco::Net::PollSet::SocketModeMap& modes)
	// PollSet wakes up for POLLHUP without telling of it, and would again at once. A socket that is waited for to be read
	// is readable then, unless it listens; the others are asked, and all if nothing else was found.
{
	const bool all = modes.empty();
	_asked.clear();
	for (const auto& [descriptor, socket]: _sockets)
		if (all || !contains(static_cast<const Watched&>(*socket.impl()).interest, Interest::READ)) _asked.push_back({descriptor, 0, 0});
	if (::poll(_asked.data(), static_cast<nfds_t>(_asked.size()), 0) <= 0) return;

	for (const auto& polled: _asked)
		if (polled.revents != 0) modes[_sockets.at(polled.fd)] |= Poco::Net::PollSet::POLL_ERROR;
}


} } // namespace WS::Net
