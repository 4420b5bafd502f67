//
// HTTP.h
//
// The request and the response of an opening handshake.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_HTTP_INCLUDED
#define WS_HTTP_INCLUDED


#include "WS/Headers.h"
#include <string>


namespace WS {


struct Request
	/// The head of an HTTP request. A value: it owns its bytes.
{
	std::string method;
	std::string target;
		/// As it was sent: percent-encoded, unresolved, usually "/path?query".
	std::string version = "HTTP/1.1";
	Headers headers;
	bool secure = false;
		/// Whether the client is known to speak TLS. Not of the head itself: the adapters set it.
};


struct Response
	/// An HTTP response. A value: it owns its bytes.
{
	int status = 0;
		/// 0: none has arrived.
	std::string reason;
	Headers headers;
	std::string body = {};
		/// Of a refused handshake, for a person to read: at most Options::maxResponseBody of it, without the transfer
		/// coding. Empty if its length was malformed.
};


WS_API bool isWebSocket(const Request& request);
	/// Whether the request asks for an upgrade to WebSocket: method GET, Upgrade has
	/// the element websocket and Connection the element upgrade, in any case
	/// (RFC 6455 4.2.1). Nothing else is judged; Driver::start() does that.


WS_API bool isSecureRequest(const Request& request, bool overTLS);
	/// Whether the client spoke TLS: to us (overTLS, Request::secure), or to a proxy in front that says so in
	/// X-Forwarded-Proto, X-Forwarded-Scheme, X-Forwarded-SSL or HTTPS. These headers
	/// can be forged: remove them before the call unless a trusted proxy sent the request.


} // namespace WS


#endif // WS_HTTP_INCLUDED
