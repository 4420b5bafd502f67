//
// LoopClients.h
//
// The library's own clients, over TLS and without.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef LoopClients_INCLUDED
#define LoopClients_INCLUDED


#include "WS/Net/EventLoop.h"
#include <Poco/URI.h>
#include <cstddef>
#include <random>
#include <string>
#include <vector>


namespace Soak {


class LoopClients
	/// Clients on one event loop: each talks for a while, closes its connection, cuts it, or falls silent first, and connects
	/// again.
{
public:
	LoopClients(const std::vector<Poco::URI>& servers, std::size_t count, unsigned seed);
		/// As many for each server.

	LoopClients(const LoopClients&) = delete;
	LoopClients& operator = (const LoopClients&) = delete;

	void run();
		/// Throws std::runtime_error when the server does what it must not.

private:
	class Talk;

	void connect(const Poco::URI& server);
	void fail(const std::string& what);
	std::size_t below(std::size_t limit);

	WS::Net::EventLoop _loop;
	WS::Net::ClientOptions _options;
	std::mt19937 _random;
	std::string _failure;
};


} // namespace Soak


#endif // LoopClients_INCLUDED
