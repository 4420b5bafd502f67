//
// AddressCounts.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "AddressCounts.h"
#include "WS/Options.h"


namespace WS {
namespace Net {


AddressCounts::AddressCounts(std::size_t most, const TrustedProxies& proxies):
	_most(most),
	_proxies(proxies)
{
}


bool AddressCounts::isCounted(const Poco::Net::SocketAddress& peer) const
{
	if (_most == UNLIMITED) return false;
	const bool hasHost = peer.family() == Poco::Net::SocketAddress::IPv4 || peer.family() == Poco::Net::SocketAddress::IPv6;
	return hasHost && !_proxies.trusts(peer.host());
}


bool AddressCounts::add(const Poco::Net::SocketAddress& peer)
{
	if (!isCounted(peer)) return true;
	const std::lock_guard lock(_mutex);
	return ++_counts[peer.host()] <= _most;
}


void AddressCounts::remove(const Poco::Net::SocketAddress& peer)
{
	if (!isCounted(peer)) return;
	const std::lock_guard lock(_mutex);
	const auto found = _counts.find(peer.host());
	if (found != _counts.end() && --found->second == 0) _counts.erase(found);
}


} } // namespace WS::Net
