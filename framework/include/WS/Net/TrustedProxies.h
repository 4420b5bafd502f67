//
// TrustedProxies.h
//
// Whose word is taken for a client's address.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_TrustedProxies_INCLUDED
#define WS_Net_TrustedProxies_INCLUDED


#include "WS/HTTP.h"
#include "WS/WS.h"
#include <Poco/Net/IPAddress.h>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class WS_API TrustedProxies
	/// The addresses from which a server's own proxies connect. Only what they say of a request is believed: everybody can
	/// send X-Forwarded-For. None at first. A value.
{
public:
	TrustedProxies& add(const std::string& network);
		/// Trusts an address, such as "127.0.0.1" or "fd00::1", or all of a network, "10.0.0.0/8".
		/// Malformed: Poco::InvalidArgumentException.

	bool empty() const;

	bool trusts(const Poco::Net::IPAddress& peer) const;
		/// Whether the address is that of a proxy, also as a socket for both families sees it, "::ffff:10.0.0.1".

	Poco::Net::IPAddress clientAddress(const Request& request, const Poco::Net::IPAddress& peer) const;
		/// Who has sent the request that came from peer. Each proxy appends to X-Forwarded-For where it got the request from:
		/// while an address is trusted, the element before it is believed. What is no address ends that. So a client that
		/// sends the header itself achieves nothing. An IPv4 address is one, however it was written.

private:
	struct Network
	{
		Poco::Net::IPAddress address;
		unsigned prefix;
	};

	std::vector<Network> _networks;
};


} } // namespace WS::Net


#endif // WS_Net_TrustedProxies_INCLUDED
