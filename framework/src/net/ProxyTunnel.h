//
// ProxyTunnel.h
//
// The way of a client through a proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ProxyTunnel_INCLUDED
#define WS_Net_ProxyTunnel_INCLUDED


#include "WS/Proxy.h"
#include <Poco/URI.h>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


class ProxyTunnel
	/// What is said to a proxy of whatever kind. Does no I/O; is used as Proxy is.
{
public:
	enum class Result
	{
		PENDING,
		CONNECTED,
		FAILED
	};

	static std::unique_ptr<ProxyTunnel> through(const Poco::URI& proxy, const ClientDriver& driver, const Headers& headers);
		/// By the scheme, http, https, socks5 or socks5h, else Poco::SyntaxException. As Proxy and Socks5; the headers are for
		/// an HTTP proxy. One that CONNECT owns: Poco::InvalidArgumentException.

	static std::uint16_t portOf(const Poco::URI& proxy);
		/// The scheme's own if the URI has none.

	ProxyTunnel() = default;
	ProxyTunnel(const ProxyTunnel&) = delete;
	ProxyTunnel& operator = (const ProxyTunnel&) = delete;

	virtual ~ProxyTunnel();

	virtual void start() = 0;
	virtual void receive(std::span<char>& bytes) = 0;
	virtual void receiveEnd() = 0;
	virtual std::string_view output() const = 0;
	virtual void consume(std::size_t size) = 0;
	virtual Result result() const = 0;

	virtual const Response& response() const = 0;
		/// An HTTP proxy's answer; status 0: none.

	[[noreturn]] virtual void throwFailure() const = 0;
		/// Why it FAILED: Poco::Net::ConnectionAbortedException when the proxy has hung up, Poco::Net::HTTPException for any
		/// other fault of an HTTP proxy, with the status if it has said one, Poco::Net::NetException for those of a SOCKS proxy.
};


} } // namespace WS::Net


#endif // WS_Net_ProxyTunnel_INCLUDED
