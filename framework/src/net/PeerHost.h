//
// PeerHost.h
//
// The host of a socket's address.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_PeerHost_INCLUDED
#define WS_Net_PeerHost_INCLUDED


#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SocketAddress.h>


namespace WS {
namespace Net {


inline Poco::Net::IPAddress hostOf(const Poco::Net::SocketAddress& address)
	/// 0.0.0.0 for a Unix domain socket, which has none.
{
#if defined(POCO_OS_FAMILY_UNIX)
	if (address.family() == Poco::Net::SocketAddress::UNIX_LOCAL) return {};
#endif
	return address.host();
}


} } // namespace WS::Net


#endif // WS_Net_PeerHost_INCLUDED
