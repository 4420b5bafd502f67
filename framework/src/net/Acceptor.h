//
// Acceptor.h
//
// Accepts connections in an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Acceptor_INCLUDED
#define WS_Net_Acceptor_INCLUDED


#include "Loop.h"
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <functional>
#include <memory>


namespace WS {
namespace Net {


class Acceptor: private Pollable, private Timer
	/// Accepts connections in an event loop. When the process has run out of descriptors or memory, or the socket has failed, it
	/// waits a moment instead of trying again and again; clients wait in the backlog.
{
public:
	using Function = std::function<void(std::shared_ptr<Poco::Net::StreamSocket>, const Poco::Net::SocketAddress&)>;
		/// Nobody else has the socket, so that it can move to another thread.

	Acceptor(Loop& loop, const Poco::Net::ServerSocket& socket, Function accepted);
		/// The socket listens. From the loop's thread from here on; accepted is called there.

	~Acceptor();
		/// Closes the socket: who waits in the backlog is refused.

private:
	void ready(Interest what) override;
	void expired() override;
	bool acceptOne();
	void pause(int error);

	Loop& _loop;
	Poco::Net::ServerSocket _socket;
	const Function _accepted;
	int _error = 0;              // that of the pause; logged once
};


} } // namespace WS::Net


#endif // WS_Net_Acceptor_INCLUDED
