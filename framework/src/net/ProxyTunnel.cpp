//
// ProxyTunnel.cpp
//
// The way of a client through a proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ProxyTunnel.h"
#include "Excerpt.h"
#include "WS/Socks5.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>


namespace WS {
namespace Net {


namespace {


template <class Speaker>
class Tunnel: public ProxyTunnel
	// What Proxy and Socks5 have in common.
{
public:
	Tunnel(const ClientDriver& driver, const Poco::URI& proxy): _speaker(driver, proxy) {}

	void start() override { _speaker.start(); }
	void receive(std::span<char>& bytes) override { _speaker.receive(bytes); }
	void receiveEnd() override { _speaker.receiveEnd(); }
	std::string_view output() const override { return _speaker.output(); }
	void consume(std::size_t size) override { _speaker.consume(size); }

	Result result() const override
	{
		switch (_speaker.result())
		{
		case Speaker::Result::PENDING:
			return Result::PENDING;
		case Speaker::Result::CONNECTED:
			return Result::CONNECTED;
		default:
			return Result::FAILED;
		}
	}

protected:
	const Failure& failure() const
	{
		const auto& failure = *_speaker.failure();
		if (failure.error == Error::PROXY_ENDED) throw Poco::Net::ConnectionAbortedException(failure.message);
		return failure;
	}

	Speaker _speaker;
};


class HTTPTunnel final: public Tunnel<Proxy>
{
public:
	HTTPTunnel(const ClientDriver& driver, const Poco::URI& proxy, const Headers& headers):
		Tunnel(driver, proxy)
	{
		for (const auto& header: headers)
		{
			if (!_speaker.setHeader(header.name, header.value)) throw Poco::InvalidArgumentException("a header of CONNECT itself", std::string(header.name));
		}
	}

	const Response& response() const override { return _speaker.response(); }

	void throwFailure() const override
	{
		const auto& why = failure();
		if (why.error == Error::PROXY_STATUS) throw Poco::Net::HTTPException(why.message + excerptOf(response().body), response().status);
		throw Poco::Net::HTTPException(why.message);
	}
};


class SocksTunnel final: public Tunnel<Socks5>
{
public:
	using Tunnel::Tunnel;

	const Response& response() const override { return _none; }
	void throwFailure() const override { throw Poco::Net::NetException(failure().message); }

private:
	Response _none;
};


bool isSocks(const Poco::URI& proxy)
{
	return proxy.getScheme() == "socks5" || proxy.getScheme() == "socks5h";
}


} // namespace


std::unique_ptr<ProxyTunnel> ProxyTunnel::through(const Poco::URI& proxy, const ClientDriver& driver, const Headers& headers)
{
	if (isSocks(proxy)) return std::make_unique<SocksTunnel>(driver, proxy);
	if (proxy.getScheme() == "http" || proxy.getScheme() == "https") return std::make_unique<HTTPTunnel>(driver, proxy, headers);
	throw Poco::SyntaxException("not a proxy's URL, scheme is not http, https, socks5 or socks5h", proxy.getScheme());
}


std::uint16_t ProxyTunnel::portOf(const Poco::URI& proxy)
{
	return proxy.getPort() == 0 && isSocks(proxy) ? Socks5::DEFAULT_PORT : proxy.getPort();
}


ProxyTunnel::~ProxyTunnel() = default;


} } // namespace WS::Net
