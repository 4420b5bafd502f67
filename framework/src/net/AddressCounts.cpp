//
// AddressCounts.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "AddressCounts.h"
#include "WS/Options.h"
#include <algorithm>


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


std::size_t AddressCounts::add(const Poco::Net::SocketAddress& peer)
{
	if (!isCounted(peer)) return 0;
	const std::lock_guard lock(_mutex);
	const auto count = ++_counts[peer.host()];
	return count - std::min(count, _most);
}


void AddressCounts::remove(const Poco::Net::SocketAddress& peer)
{
	if (!isCounted(peer)) return;
	const std::lock_guard lock(_mutex);
	const auto found = _counts.find(peer.host());
	if (found != _counts.end() && --found->second == 0) _counts.erase(found);
}


} } // namespace WS::Net
