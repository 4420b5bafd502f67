//
// ClientConnection.h
//
// One connection of a client on an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientConnection_INCLUDED
#define WS_Net_ClientConnection_INCLUDED


#include "WS/ClientDriver.h"
#include "WS/Net/Channel.h"
#include "WS/Net/ClientOptions.h"
#include <Poco/Timespan.h>
#include <memory>
#include <optional>


namespace WS {
namespace Net {


class EventClient;


class WS_API ClientConnection final: public Channel
	/// One connection of a client on an event loop, or an attempt that came to nothing. The loop owns it. See Channel for
	/// threads and exceptions.
{
public:
	~ClientConnection() override;

	ClientDriver& driver();
		/// The driver, to send and to close; closing is also the end of reconnecting. Call it each time anew instead of keeping
		/// the reference: what is sent from elsewhere than the connection's own listener is noticed by that.

	const Poco::URI& uri() const;
		/// Where it is connected to, which redirects may have changed.

	const Response& response() const;
		/// As ClientDriver::response().

	const Response& proxyResponse() const;
		/// An HTTP proxy's answer; status 0: none.

	bool secure() const;
		/// Whether the server is spoken to through TLS.

	std::optional<Poco::Timespan> retryIn() const;
		/// Within ConnectionListener::onEnd(): after what time the client connects again. None: it has given up, or was to try
		/// but once.

private:
	class Events;
	friend class ClientLink;
	friend class EventClient;

	ClientConnection(EventClient& client, const Poco::Net::SocketAddress& peer, bool secure, std::shared_ptr<Mailbox> mailbox);

	ClientConnection(EventClient& client, std::shared_ptr<Mailbox> mailbox);
		/// Of an attempt that came to nothing.

	// For the owner

	void start(std::span<char> early);
	bool isRedirected() const;
		/// Its answer is a redirect which is followed: then nobody is told of it.

	Driver& currentDriver() override;
	void refuseAfterException() override;
	void ended(CloseInfo& info) override;
	void makeListener();

	EventClient& _client;
	const Poco::URI _uri;
	const bool _secure;
	bool _hasListener = false;
	std::unique_ptr<Events> _events;
	std::unique_ptr<ClientDriver> _driver;
};


} } // namespace WS::Net


#endif // WS_Net_ClientConnection_INCLUDED
