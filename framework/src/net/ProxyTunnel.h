//
// ProxyTunnel.h
//
// The way of a blocking client through a proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ProxyTunnel_INCLUDED
#define WS_Net_ProxyTunnel_INCLUDED


#include "Deadline.h"
#include "WS/Proxy.h"
#include <Poco/Net/SocketAddress.h>
#include <memory>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class Transport;
class Wakeup;


class ProxyTunnel
	/// Leads through a proxy to a driver's host, each time that it is opened anew.
{
public:
	ProxyTunnel(const ClientDriver& driver, const Poco::URI& proxy, const Headers& headers);
		/// As Proxy, and Poco::InvalidArgumentException for a header that CONNECT owns.

	std::vector<Poco::Net::SocketAddress> addresses() const;
		/// The proxy's.

	const Poco::URI& uri() const;

	std::string open(Transport& transport, const Wakeup& interrupt, Deadline deadline);
		/// Asks the proxy to which the transport leads. Returns what the host has sent already. Throws
		/// Poco::Net::HTTPException when the proxy refuses or does not speak HTTP,
		/// Poco::Net::ConnectionAbortedException when it hangs up or when interrupted,
		/// Poco::TimeoutException.

	const Response& response() const;
		/// The proxy's last answer.

private:
	std::unique_ptr<Proxy> request() const;
	std::string read(Transport& transport);
	void write(Transport& transport);
	[[noreturn]] void fail() const;

	const ClientDriver& _driver;
	const Poco::URI _uri;
	const Headers _headers;
	std::unique_ptr<Proxy> _proxy;
};


} } // namespace WS::Net


#endif // WS_Net_ProxyTunnel_INCLUDED
