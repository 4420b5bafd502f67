//
// Handle.h
//
// What other threads use of a connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Handle_INCLUDED
#define WS_Net_Handle_INCLUDED


#include "WS/Frame.h"
#include <compare>
#include <cstddef>
#include <memory>
#include <string>


namespace WS {
namespace Net {


class Mailbox;


class WS_API Handle
	/// Sends to a connection from any thread, and may outlive it. Nothing here waits for the network: what
	/// is sent is queued for the connection's own thread. A value; it compares equal to the
	/// other handles of the same connection and can be a key of std::map and std::set.
{
public:
	Handle() = default;
		/// The handle of no connection: dead.

	bool text(std::string payload, SendOptions options = {}) const;
	bool binary(std::string payload, SendOptions options = {}) const;
	bool ping(std::string payload = {}) const;
		/// Queues a message. False: the connection is closing or gone, too much is queued
		/// (ConnectionSettings::maxQueued), or a ping has over 125 bytes. A text that is not UTF-8 is
		/// dropped when its turn comes, and logged.

	bool close(CloseCode code = CloseCode::NORMAL, std::string reason = {}) const;
		/// Begins the closing handshake behind what is queued. False: the connection is closing or gone,
		/// not isSendable(code) and not NO_STATUS, or the reason has over 123 bytes.

	void abort() const;
		/// Cuts the connection without a closing handshake.

	bool alive() const;
		/// Whether the connection is there and not closing. True can be outdated when it is returned.

	std::size_t bufferedAmount() const;
		/// Bytes that wait in the queue and in the output; 0 for a dead handle.

	friend bool operator == (const Handle&, const Handle&) = default;
	friend std::strong_ordering operator <=> (const Handle&, const Handle&) = default;

private:
	friend class Channel;
	friend class LiveConnections;

	explicit Handle(std::shared_ptr<Mailbox> mailbox);

	std::shared_ptr<Mailbox> _mailbox;
};


} } // namespace WS::Net


#endif // WS_Net_Handle_INCLUDED
