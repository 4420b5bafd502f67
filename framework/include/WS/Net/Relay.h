//
// Relay.h
//
// Joins two live connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Relay_INCLUDED
#define WS_Net_Relay_INCLUDED


#include "WS/Listener.h"
#include "WS/WS.h"
#include <memory>
#include <string_view>


namespace WS {
namespace Net {


class RelayWay;
class ServerRelayEnd;
class WebSocketClient;
class WebSocketConnection;


class WS_API Relay: public Listener
	/// Joins two live connections: each message of one is sent on the other, in both directions, in order, text as
	/// text and binary as binary. As the listener of a server's connection it makes a gateway:
	///
	///     factory->route("/", [](WS::Net::WebSocketConnection& connection, const WS::Request&)
	///     {
	///         auto upstream = std::make_unique<WS::Net::WebSocketClient>(Poco::URI("ws://upstream:8080/"));
	///         upstream->connect();
	///         return std::make_unique<WS::Net::Relay>(connection, std::move(upstream));
	///     });
	///
	/// One thread moves both directions, and neither can hold up the other. While the output of one connection is
	/// above its Options::outputHighWater, the other is not read, so that its peer has to wait. That bounds the memory
	/// for each direction: the mark, a read of 64 KiB, and up to four times a message (Options::maxLength), when
	/// one is leaving and the next one coming in.
	/// A peer that takes not a byte for its send timeout is cut.
	///
	/// Messages are relayed whole, however they were fragmented. Pings are answered here and not relayed; those of
	/// a peer that is not read are answered later. Subprotocols and extensions are each connection's own.
	///
	/// The code and reason with which one peer closes are sent to the other; of a close without a code becomes one
	/// without a code. A peer that is lost, or breaks the protocol, is nothing that the other one did or
	/// has to know in detail: a server's client is told BAD_GATEWAY (1014) when that happens to the
	/// client's server behind it, everybody else GOING_AWAY (1001). A message that the other connection
	/// has no means to send (binary to a draft of 2010) ends both with UNSUPPORTED_DATA (1003). What a
	/// callback throws is logged through the logger "WS.Net", and ends both with INTERNAL_ERROR (1011).
{
public:
	Relay(WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client);
		/// Joins them, the client being connected: in the endpoint's listener function, or from a listener later on,
		/// which then has to hand on its onMessage, onError and onClose. The connection's thread runs
		/// the relay behind that call, and until both connections have ended; the relay has to live as long
		/// as the connection. What the client has received before is relayed first. When the server
		/// stops, both are closed, and what has not ended after the grace is cut.
		///
		/// No client: Poco::NullPointerException. A client that has not been connected, and a second relay of one
		/// connection: Poco::IllegalStateException.

	Relay(const Relay&) = delete;
	Relay& operator = (const Relay&) = delete;

	~Relay() override;

	static void run(WebSocketClient& a, WebSocketClient& b);
		/// Joins two clients, which are connected, on the calling thread. Returns when both have ended; their
		/// closeCode() and closeReason() tell why. WebSocketClient::abort() of either makes an
		/// end from any thread. Their callbacks are called as long as it runs.
		///
		/// Not connected, or called from a callback: Poco::IllegalStateException. The same client twice:
		/// Poco::InvalidArgumentException.

	void onMessage(Message& message) override;
	void onError(const Failure& failure) override;
	void onClose(CloseCode code, std::string_view reason) override;

private:
	friend class ThreadedConnection;

	void run(ServerRelayEnd& end);
	RelayWay& toClient();

	WebSocketConnection& _connection;
	const std::unique_ptr<WebSocketClient> _client;
	std::unique_ptr<RelayWay> _toClient;
};


} } // namespace WS::Net


#endif // WS_Net_Relay_INCLUDED
