//
// ClientDriver.h
//
// The client's end of a connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ClientDriver_INCLUDED
#define WS_ClientDriver_INCLUDED


#include "WS/Driver.h"
#include "WS/HTTP.h"
#include <Poco/URI.h>
#include <memory>


namespace WS {


class ClientHandshake;


class WS_API ClientDriver: public Driver
	/// The client's end of a connection, over any byte stream. Speaks RFC 6455.
{
public:
	ClientDriver(Listener& listener, const Poco::URI& uri, Options options = {});
	ClientDriver(Listener& listener, const Poco::URI& uri, std::shared_ptr<const Options> options);
		/// uri: ws or wss, a host, no fragment (RFC 6455 3), else Poco::SyntaxException.
		/// A user in it becomes an Authorization header with Basic credentials (RFC 7617),
		/// unless setHeader() sets one. Connecting to the host, and TLS, are the transport's. Poco::URI
		/// decodes the path: an encoded slash in it is sent as a plain one, an empty fragment is not seen.

	~ClientDriver() override;

	const Response& response() const;
		/// The server's answer; status 0 before it has arrived. One with another status than 101 fails the
		/// connection when its body is there too, or Options::maxResponseBody of it, or the transport has
		/// ended: until then state() is CONNECTING.

private:
	friend class Proxy;
	friend class Socks5;

	std::unique_ptr<ClientHandshake> _handshake;
};


} // namespace WS


#endif // WS_ClientDriver_INCLUDED
