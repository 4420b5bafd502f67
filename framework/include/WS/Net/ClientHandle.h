//
// ClientHandle.h
//
// A client on an event loop, for any thread.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientHandle_INCLUDED
#define WS_Net_ClientHandle_INCLUDED


#include "WS/Net/Handle.h"
#include <memory>
#include <string>


namespace WS {
namespace Net {


class ClientState;


class WS_API ClientHandle
	/// A client on an event loop, whichever of its connections is there: what EventLoop::connect() returns. A value; can be used
	/// on any thread, and outlive client and loop. Nothing here waits for the network.
{
public:
	ClientHandle() = default;
		/// Of no client: over.

	bool text(std::string payload, SendOptions options = {}) const;
	bool binary(std::string payload, SendOptions options = {}) const;
	bool ping(std::string payload = {}) const;
		/// As Handle, to the connection that is open. False as well: none is.

	bool close(CloseCode code = CloseCode::NORMAL, std::string reason = {}) const;
		/// Begins the closing handshake behind what is queued, or ends the attempt to connect, and is the end of
		/// reconnecting. False: it is over or closing, or as Handle::close().

	void abort() const;
		/// The same without a closing handshake.

	bool isConnected() const;
		/// Whether a connection is open. True can be outdated when it is returned.

	bool isOver() const;
		/// There is no connection, and there will be none.

	Handle connection() const;
		/// Of the connection that is open, else a dead one. It does not go over to the next.

private:
	friend class EventClient;

	explicit ClientHandle(std::shared_ptr<ClientState> state);

	std::shared_ptr<ClientState> _state;
};


} } // namespace WS::Net


#endif // WS_Net_ClientHandle_INCLUDED
