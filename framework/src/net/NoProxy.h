//
// NoProxy.h
//
// Which hosts are connected to without a proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_NoProxy_INCLUDED
#define WS_Net_NoProxy_INCLUDED


#include <cstdint>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


bool isExempt(std::string_view list, const std::string& host, std::uint16_t port);
	/// Whether a list as in no_proxy names the host; see proxyFromEnvironment(). An entry with a malformed port, address
	/// or range: Poco::SyntaxException.


} } // namespace WS::Net


#endif // WS_Net_NoProxy_INCLUDED
