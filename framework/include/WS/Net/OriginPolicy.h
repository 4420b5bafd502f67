//
// OriginPolicy.h
//
// Whose pages may connect.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_OriginPolicy_INCLUDED
#define WS_Net_OriginPolicy_INCLUDED


#include "WS/HTTP.h"
#include "WS/Net/TrustedProxies.h"
#include "WS/WS.h"
#include <Poco/Net/IPAddress.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>


namespace WS {
namespace Net {


struct Origin
	/// A web origin (RFC 6454 4), in lower case and with its port filled in.
{
	std::string scheme;
	std::string host;
	std::uint16_t port = 0;
		/// 0 for a scheme that has no default port.

	bool operator == (const Origin&) const = default;
};


class WS_API OriginPolicy
	/// Decides by a request's Origin header (Sec-WebSocket-Origin in hybi-7 and -8) whether the page
	/// that sends it may connect (RFC 6455 10.2). Browsers let any page connect to any server with
	/// the user's cookies, so this check is what keeps foreign pages out. A value.
	///
	/// By default host and port of the origin must be those of the Host header, and a request
	/// without an origin, which no browser sends, is accepted. The scheme is compared where it is
	/// known: over TLS, or as a trusted proxy tells it.
{
public:
	OriginPolicy() = default;
		/// The same as sameHost().

	static OriginPolicy sameHost();
		/// Accepts the origin that the server has itself.

	static OriginPolicy any();
		/// Accepts every origin. For services that do not rely on cookies or the client's address.

	OriginPolicy& allow(const std::string& origin);
		/// Accepts this one too: "https://example.com", "http://localhost:3000", or "null". Scheme, host and
		/// port are compared exactly. Malformed: Poco::InvalidArgumentException.

	OriginPolicy& requireOrigin(bool require = true);
		/// Whether a request without an origin is refused.

	OriginPolicy& trustProxy(const std::string& network);
		/// Believes X-Forwarded-Host and X-Forwarded-Proto (their last element, which the proxy itself
		/// has added) of requests from this address, such as "127.0.0.1", or network, "10.0.0.0/8".
		/// Malformed: Poco::InvalidArgumentException.

	OriginPolicy& trustProxies(const TrustedProxies& proxies);
		/// The same for all of these, and for no others.

	bool accepts(const Request& request, const Poco::Net::IPAddress& peer, bool overTLS) const;
		/// Whether the request, which came from peer, may be served.

	bool secure(const Request& request, const Poco::Net::IPAddress& peer, bool overTLS) const;
		/// Whether the client spoke TLS, to us or to a trusted proxy.

	Poco::Net::IPAddress clientAddress(const Request& request, const Poco::Net::IPAddress& peer) const;
		/// Who has sent the request, as trusted proxies tell it in X-Forwarded-For; see TrustedProxies.

private:
	bool isOwn(const Origin& origin, const Request& request, bool trusted, bool overTLS) const;

	std::vector<Origin> _allowed;
	TrustedProxies _proxies;
	bool _any = false;
	bool _allowNull = false;
	bool _required = false;
};


} } // namespace WS::Net


#endif // WS_Net_OriginPolicy_INCLUDED
