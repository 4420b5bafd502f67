//
// WebSocketConnection.h
//
// One live connection of a server's adapter.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_WebSocketConnection_INCLUDED
#define WS_Net_WebSocketConnection_INCLUDED


#include "WS/Net/Endpoint.h"
#include "WS/ServerDriver.h"
#include <Poco/Net/SocketAddress.h>
#include <compare>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>


namespace WS {
namespace Net {


class Mailbox;
class Relay;
struct Mail;


class WS_API WebSocketConnection
	/// One live connection of a server's adapter, which made it and owns it. It belongs to the
	/// adapter's thread that serves it, on which its listener is called; other threads use a Handle.
	///
	/// What a listener throws is caught, logged through the logger "WS.Net", and ends the
	/// connection with INTERNAL_ERROR (1011).
{
public:
	class Handle;

	WebSocketConnection(const WebSocketConnection&) = delete;
	WebSocketConnection& operator = (const WebSocketConnection&) = delete;

	~WebSocketConnection();

	ServerDriver& driver();
		/// The driver, to send and to close. Poco::IllegalStateException within the endpoint's
		/// listener function, when there is none yet.

	const Request& request() const;
		/// The request; empty after onOpen unless ConnectionSettings::keepRequest is set.

	Handle handle() const;
		/// What other threads use, and what may be kept when the connection is gone.

	const Poco::Net::SocketAddress& peerAddress() const;
		/// Who is at the other end of the transport, which may be a proxy.

	bool secure() const;
		/// Whether the client spoke TLS, to us or to a trusted proxy (OriginPolicy::trustProxy).

private:
	friend class Relay;
	friend class ServerRelayEnd;
	friend class ThreadedConnection;

	WebSocketConnection(std::shared_ptr<const Endpoint> endpoint, Request request, const Poco::Net::SocketAddress& peer, bool overTLS, std::shared_ptr<Mailbox> mailbox);

	// For the owner; nothing of it throws but std::bad_alloc

	void open();
	bool receive(std::span<char> bytes);
	void receiveEnd();
	void takeMail();

	void build();
	std::shared_ptr<const Options> options() const;
	void refuse(int status, std::string_view body);
	void send(Mail& mail);
	template <class Call>
	bool call(const Call& call);
	void closeAfterException();

	const std::shared_ptr<const Endpoint> _endpoint;
	const std::shared_ptr<Mailbox> _mailbox;
	const Poco::Net::SocketAddress _peer;
	const bool _overTLS;
	const bool _secure;
	Request _request;
	Relay* _relay = nullptr;
	std::unique_ptr<Listener> _listener;
	std::unique_ptr<ServerDriver> _driver;
};


class WS_API WebSocketConnection::Handle
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

	bool alive() const;
		/// Whether the connection is there and not closing. True can be outdated when it is returned.

	std::size_t bufferedAmount() const;
		/// Bytes that wait in the queue and in the output; 0 for a dead handle.

	friend bool operator == (const Handle&, const Handle&) = default;
	friend std::strong_ordering operator <=> (const Handle&, const Handle&) = default;

private:
	friend class WebSocketConnection;
	friend class LiveConnections;

	explicit Handle(std::shared_ptr<Mailbox> mailbox);

	std::shared_ptr<Mailbox> _mailbox;
};


} } // namespace WS::Net


#endif // WS_Net_WebSocketConnection_INCLUDED
