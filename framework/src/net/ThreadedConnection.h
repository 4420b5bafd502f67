//
// ThreadedConnection.h
//
// Serves a connection on a thread of its own.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ThreadedConnection_INCLUDED
#define WS_Net_ThreadedConnection_INCLUDED


#include "Deadline.h"
#include "Mailbox.h"
#include "Transport.h"
#include "WS/Net/WebSocketConnection.h"
#include "Wakeup.h"
#include <memory>
#include <span>


namespace WS {
namespace Net {


class ThreadedConnection
	/// Serves a connection on the calling thread. Waits for the socket and the mailbox, reads once what is there,
	/// and writes once what it caused: three system calls for each message that comes alone. While messages follow
	/// each other and there is no handle that could post, it waits in the read instead, which makes two (not over TLS).
	/// Once the connection has a relay, that takes over.
{
public:
	ThreadedConnection(Transport& transport, std::shared_ptr<const Endpoint> endpoint, Request request, const Poco::Net::SocketAddress& peer, std::shared_ptr<Wakeup> wakeup, std::shared_ptr<Mailbox> mailbox);
		/// The transport is open; a plain one on a blocking socket with a receive timeout.

	void run(std::span<char> received);
		/// Returns when the connection has ended. received is what was read behind the request's head.

private:
	void relay();
	bool turn();
	bool write();
	bool read();
	bool readSoon();
	bool take(Transport::Result result, std::size_t size);
	void readRest();
	void linger();
	bool wait(bool reading, bool writing);
	void limitTime();
	std::size_t bufferedAmount();
	bool expired() const;
	Deadline deadline() const;

	Transport& _transport;
	SocketIO _socket;
	const bool _plain;
	const ConnectionSettings& _settings;
	const std::size_t _highWater;
	const std::shared_ptr<Wakeup> _wakeup;
	const std::shared_ptr<Mailbox> _mailbox;
	WebSocketConnection _connection;
	const std::unique_ptr<char[]> _buffer;
	bool _busy = false;
	bool _peerEnded = false;
	Deadline _closeBy = NEVER;
	Deadline _sendBy = NEVER;
	Deadline _cutAt = NEVER;
};


} } // namespace WS::Net


#endif // WS_Net_ThreadedConnection_INCLUDED
