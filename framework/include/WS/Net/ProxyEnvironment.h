//
// ProxyEnvironment.h
//
// The proxy that the environment asks for.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ProxyEnvironment_INCLUDED
#define WS_Net_ProxyEnvironment_INCLUDED


#include "WS/WS.h"
#include <Poco/URI.h>
#include <optional>


namespace WS {
namespace Net {


WS_API std::optional<Poco::URI> proxyFromEnvironment(const Poco::URI& uri);
	/// The proxy for a WebSocket URI, as curl and others find it: http_proxy for ws, https_proxy or HTTPS_PROXY for wss, else
	/// all_proxy or ALL_PROXY. The first that is set counts, lower case first; an empty one means no proxy.
	/// HTTP_PROXY is not looked at: the client of a CGI program can set it. "host:3128" is "http://host:3128";
	/// https, socks5 and socks5h are the other schemes.
	///
	/// no_proxy or NO_PROXY lists, with commas or blanks between them, what is connected to directly: "*", a name with
	/// all names under it ("example.com", ".example.com" or "*.example.com"), an address, a range such
	/// as 10.0.0.0/8, each with or without a port.
	///
	/// Malformed: Poco::SyntaxException with the variable's name, and without its value, which may hold a password.


} } // namespace WS::Net


#endif // WS_Net_ProxyEnvironment_INCLUDED
