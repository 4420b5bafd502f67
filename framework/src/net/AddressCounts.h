//
// AddressCounts.h
//
// How many connections there are from where.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_AddressCounts_INCLUDED
#define WS_Net_AddressCounts_INCLUDED


#include "WS/Net/TrustedProxies.h"
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SocketAddress.h>
#include <cstddef>
#include <map>
#include <mutex>


namespace WS {
namespace Net {


class AddressCounts
	/// How many connections there are from each address. Those of Unix domain sockets and of proxies are not counted. For all
	/// threads.
{
public:
	AddressCounts(std::size_t most, const TrustedProxies& proxies);
		/// UNLIMITED: nothing is counted. The proxies live as long as the object.

	std::size_t add(const Poco::Net::SocketAddress& peer);
		/// Returns how many more than the most there are now. Counted it is in any case.

	void remove(const Poco::Net::SocketAddress& peer);

private:
	bool isCounted(const Poco::Net::SocketAddress& peer) const;

	const std::size_t _most;
	const TrustedProxies& _proxies;
	std::mutex _mutex;
	std::map<Poco::Net::IPAddress, std::size_t> _counts;
};


} } // namespace WS::Net


#endif // WS_Net_AddressCounts_INCLUDED
