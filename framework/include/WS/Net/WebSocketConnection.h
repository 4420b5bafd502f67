//
// WebSocketConnection.h
//
// One live connection of a server's adapter.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_WebSocketConnection_INCLUDED
#define WS_Net_WebSocketConnection_INCLUDED


#include "WS/Net/Channel.h"
#include "WS/Net/Endpoint.h"
#include "WS/ServerDriver.h"
#include <Poco/Net/SocketAddress.h>
#include <memory>
#include <span>
#include <string_view>


namespace WS {
namespace Net {


class Relay;


class WS_API WebSocketConnection final: public Channel
	/// One live connection of a server's adapter, which made it and owns it. See Channel for threads and exceptions.
{
public:
	using Handle = Net::Handle;

	~WebSocketConnection() override;

	ServerDriver& driver();
		/// The driver, to send and to close. Poco::IllegalStateException within the endpoint's
		/// listener function, when there is none yet. On an event loop call it each time anew instead of keeping the reference:
		/// what is sent from elsewhere than the connection's own listener is noticed by that.

	const Request& request() const;
		/// The request; empty after onOpen unless ConnectionSettings::keepRequest is set.

	const Poco::Net::SocketAddress& clientAddress() const;
		/// The client's address, as trusted proxies tell it: in the header of the PROXY protocol
		/// (ServerSettings::proxyProtocol), or in X-Forwarded-For (OriginPolicy::trustProxy), which has no port: 0. Without
		/// one peerAddress().

	bool secure() const;
		/// Whether the client spoke TLS, to us or to a trusted proxy (OriginPolicy::trustProxy).

private:
	friend class Relay;
	friend class ServerConnection;
	friend class ServerRelayEnd;
	friend class ThreadedConnection;

	WebSocketConnection(std::shared_ptr<const Endpoint> endpoint, Request request, const Poco::Net::SocketAddress& peer, bool overTLS, std::shared_ptr<Mailbox> mailbox);
		/// Somebody else has parsed the request.

	WebSocketConnection(std::shared_ptr<const Options> options, const Poco::Net::SocketAddress& peer, bool overTLS, std::shared_ptr<Mailbox> mailbox);
		/// The request is awaited: isRequested() tells when it is there, and open() is given its endpoint then.

	// For the owner; nothing of it throws but std::bad_alloc

	void setClient(const Poco::Net::SocketAddress& client);
		/// What the transport has told.

	void open();
		/// Answers the request.

	bool isRequested() const;
	void open(std::shared_ptr<const Endpoint> endpoint);
		/// Answers the request that was awaited, and goes on with what came behind it.

	void open(std::shared_ptr<const Endpoint> endpoint, Request request, std::span<char> early);
	void respond(const Response& response);
		/// As plain HTTP.

	Driver& currentDriver() override;
	void refuseAfterException() override;
	void build();
	std::shared_ptr<const Options> options() const;
	void refuse(int status, std::string_view body);

	std::shared_ptr<const Endpoint> _endpoint;
	const bool _overTLS;
	bool _secure = false;
	std::unique_ptr<const Poco::Net::SocketAddress> _client;       // none: it is the peer
	Request _request;
	Relay* _relay = nullptr;
	std::unique_ptr<ServerDriver> _driver;
};


} } // namespace WS::Net


#endif // WS_Net_WebSocketConnection_INCLUDED
