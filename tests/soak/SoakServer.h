//
// SoakServer.h
//
// The server that is put to the test.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef SoakServer_INCLUDED
#define SoakServer_INCLUDED


#include "WS/Net/WebSocketServer.h"
#include <Poco/Net/SocketAddress.h>
#include <atomic>
#include <cstddef>
#include <cstdint>


namespace Soak {


class SoakServer
	/// An echo on two loops, with and without TLS, on free ports and with timeouts so short that clients run into them.
{
public:
	SoakServer();

	SoakServer(const SoakServer&) = delete;
	SoakServer& operator = (const SoakServer&) = delete;

	const Poco::Net::SocketAddress& address() const { return _address; }
	const Poco::Net::SocketAddress& addressOverTLS() const { return _addressOverTLS; }

	void sendNews();
		/// A text to everybody, from the caller's thread.

	std::uint64_t opened() const { return _opened; }
		/// Connections so far.

	WS::Net::WebSocketServer server;

private:
	WS::Net::Endpoint makeEndpoint();

	Poco::Net::SocketAddress _address;
	Poco::Net::SocketAddress _addressOverTLS;
	std::atomic<std::uint64_t> _opened{0};
};


void startAndStop(std::size_t turn);
	/// A server of its own, with clients that are at different points of their lives when it ends, each turn in another way.


} // namespace Soak


#endif // SoakServer_INCLUDED
