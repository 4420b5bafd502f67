//
// ServerConnection.h
//
// A connection of a server on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ServerConnection_INCLUDED
#define WS_Net_ServerConnection_INCLUDED


#include "LoopLink.h"
#include "Mailbox.h"
#include "ProxyProtocol.h"
#include "WS/Net/WebSocketConnection.h"
#include <cstddef>
#include <memory>
#include <string>


namespace WS {
namespace Net {


class ServerLoop;


class ServerConnection final: public LoopLink
	/// A connection of a server on event loops, from its first byte to its last: awaits the request, finds its endpoint, and
	/// serves it.
{
public:
	ServerConnection(ServerLoop& server, std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer);

	~ServerConnection() override;

	const std::shared_ptr<Mailbox>& mailbox() const { return _mailbox; }
	const Poco::Net::SocketAddress& peerAddress() const { return _connection.peerAddress(); }

	void await(std::shared_ptr<const ProxyProtocol> header, bool refuse);
		/// Reads the request itself. A header: what it says of the client counts. Refuse: answers the request with 503, as
		/// where there are too many of its address.

	void serve(std::shared_ptr<const Endpoint> endpoint, Request request, std::string received);
		/// Somebody else has read the request.

	void cut();

	std::size_t place = 0;
		/// Among the loop's connections.

private:
	ServerConnection(ServerLoop& server, std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer, std::shared_ptr<LoopSignal> signal);

	void received() override;
	void left(const CloseInfo& info) override;
	void answer(const Request& request);
	Deadline openBy() const;

	ServerLoop& _server;
	const std::shared_ptr<Mailbox> _mailbox;
	WebSocketConnection _connection;
	std::shared_ptr<const ProxyProtocol> _header;            // until the request is there
	bool _refuse = false;
};


} } // namespace WS::Net


#endif // WS_Net_ServerConnection_INCLUDED
