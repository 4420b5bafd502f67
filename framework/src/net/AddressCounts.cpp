//
// AddressCounts.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "AddressCounts.h"
#include "WS/Options.h"


namespace WS {
namespace Net {


AddressCounts::AddressCounts(std::size_t most):
	_most(most)
{
}


bool AddressCounts::isCounted(const Poco::Net::SocketAddress& peer) const
{
	return _most != UNLIMITED && (peer.family() == Poco::Net::SocketAddress::IPv4 || peer.family() == Poco::Net::SocketAddress::IPv6);
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
