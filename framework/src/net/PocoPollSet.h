//
// PocoPollSet.h
//
// The sockets of a Poller, where there is no epoll.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_PocoPollSet_INCLUDED
#define WS_Net_PocoPollSet_INCLUDED


#include "Poller.h"
#include <Poco/Net/PollSet.h>
#include <Poco/Net/Socket.h>
#include <cstdint>
#include <poll.h>
#include <span>
#include <unordered_map>
#include <vector>


namespace WS {
namespace Net {


class PocoPollSet
	/// What a Poller waits for. Has the same methods as EpollSet, but costs more: Poco::Net::PollSet returns a map, and
	/// loses some of what it has been told and of what it finds (as of Poco 1.11).
{
public:
	void add(int descriptor, Pollable* pollable, Interest interest);
	void change(int descriptor, Pollable* pollable, Interest interest);
	void remove(int descriptor);

	std::span<Found> wait(int milliseconds);
		/// Those that are ready, each once; valid until the next call. A signal does not end it.

private:
	class Watched;
	struct WatchedSocket;

	Watched& watched(int descriptor) const;
	void put(const Poco::Net::Socket& socket, Interest interest);
	void addHungUp(Poco::Net::PollSet::SocketModeMap& modes);

	Poco::Net::PollSet _set;
	std::unordered_map<int, Poco::Net::Socket> _sockets;
	std::uint64_t _waits = 0;
	std::vector<pollfd> _asked;
	std::vector<Found> _found;
};


} } // namespace WS::Net


#endif // WS_Net_PocoPollSet_INCLUDED
