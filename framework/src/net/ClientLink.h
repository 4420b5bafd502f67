//
// ClientLink.h
//
// A client's connection in an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientLink_INCLUDED
#define WS_Net_ClientLink_INCLUDED


#include "LoopLink.h"
#include "WS/Net/ClientConnection.h"
#include <memory>
#include <span>


namespace WS {
namespace Net {


class ClientLink final: public LoopLink
	/// A client's connection in an event loop, from the opening handshake to its last byte.
{
public:
	ClientLink(EventClient& client, std::unique_ptr<Transport> transport);

	~ClientLink() override;

	ClientConnection& connection() { return _connection; }

	void start(std::span<char> early, Deadline openBy);
		/// early: what has been read already.

private:
	ClientLink(EventClient& client, std::unique_ptr<Transport> transport, std::shared_ptr<LoopSignal> signal);

	void received() override;
	void left(const CloseInfo& info) override;

	EventClient& _client;
	const std::shared_ptr<Mailbox> _mailbox;
	ClientConnection _connection;
};


} } // namespace WS::Net


#endif // WS_Net_ClientLink_INCLUDED
