//
// ClientOptions.h
//
// How a client on an event loop connects.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientOptions_INCLUDED
#define WS_Net_ClientOptions_INCLUDED


#include "WS/Headers.h"
#include "WS/Net/ConnectionSettings.h"
#include "WS/Net/ReconnectPolicy.h"
#include "WS/Net/TLS.h"
#include <Poco/Timespan.h>
#include <Poco/URI.h>
#include <functional>
#include <memory>
#include <optional>


namespace WS {


class ClientDriver;
class Listener;
struct Options;


namespace Net {


class ClientConnection;


using ClientListenerFunction = std::function<std::unique_ptr<Listener>(ClientConnection& connection)>;
	/// Makes the listener of a connection, on the loop's thread, when it is known whether the attempt to connect has
	/// succeeded: each attempt has its own, so that reconnecting begins with nothing left of before. The connection may be kept
	/// by reference; it outlives the listener. Best a ConnectionListener: only its onEnd() hears of an attempt that
	/// did not get as far as the handshake.


using ClientDriverFunction = std::function<std::unique_ptr<ClientDriver>(Listener& listener, const Poco::URI& uri, std::shared_ptr<const Options> options)>;
	/// Makes the driver of a connection: how an application's own subclass of ClientDriver comes in, or Driver::addExtension().


struct WS_API ClientOptions
	/// How a client on an event loop connects; see EventLoop::connect().
{
	std::shared_ptr<const Options> options;
		/// None: the defaults, with a maxLength of 16 MiB. Without a BufferPool that of the loop is used.

	Headers headers;
		/// For the request.

	ClientDriverFunction driver;
		/// None: a plain ClientDriver.

	Poco::Timespan connectTimeout{10, 0};
		/// Of each attempt in total: the look-up of the host's name, the transport, TLS, a proxy, the opening handshake, and
		/// again all of that for each redirect.

	ClientTLS tls;
		/// For a wss URI. Best complete() where there are many clients, which then share it.

	std::optional<Poco::URI> proxy;
		/// http, https, socks5 or socks5h; see WebSocketClient::setProxy().

	Headers proxyHeaders;
		/// For an HTTP proxy alone.

	ClientTLS proxyTLS;
		/// For an https proxy.

	bool proxyFromEnvironment = false;
		/// Whether, without proxy, the one that the environment has is used; see proxyFromEnvironment().

	unsigned maxRedirects = 0;
		/// How many redirects are followed; see WebSocketClient::setMaxRedirects(). 5 is a good number.

	std::optional<ReconnectPolicy> reconnect;
		/// None: one attempt.

	ConnectionSettings settings;
		/// Once it is connected.

	void check(const Poco::URI& uri) const;
		/// Throws what is wrong with them, as WebSocketClient does, and Poco::InvalidArgumentException for a policy without waits.
};


} } // namespace WS::Net


#endif // WS_Net_ClientOptions_INCLUDED
