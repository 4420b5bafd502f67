//
// ProxyTunnel.cpp
//
// The way of a blocking client through a proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ProxyTunnel.h"
#include "Connector.h"
#include "Excerpt.h"
#include "Transport.h"
#include "Wakeup.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <array>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t BUFFER_SIZE = 4096;


} // namespace


ProxyTunnel::ProxyTunnel(const ClientDriver& driver, const Poco::URI& proxy, const Headers& headers):
	_driver(driver),
	_uri(proxy),
	_headers(headers),
	_proxy(request())
{
}


std::unique_ptr<Proxy> ProxyTunnel::request() const
{
	auto proxy = std::make_unique<Proxy>(_driver, _uri);
	for (const auto& header: _headers)
	{
		if (!proxy->setHeader(header.name, header.value)) throw Poco::InvalidArgumentException("a header of CONNECT itself", std::string(header.name));
	}
	return proxy;
}


std::vector<Poco::Net::SocketAddress> ProxyTunnel::addresses() const
{
	return resolve(_uri.getHost(), _uri.getPort());
}


const Poco::URI& ProxyTunnel::uri() const
{
	return _uri;
}


std::string ProxyTunnel::open(Transport& transport, const Wakeup& interrupt, Deadline deadline)
{
	std::string rest;
	_proxy = request();
	_proxy->start();
	for (bool inTime = true; _proxy->result() == Proxy::Result::PENDING; inTime = deadline == NEVER || Clock::now() < deadline)
	{
		if (!inTime && response().status == 0) throw Poco::TimeoutException("the proxy's answer");
		if (!inTime) _proxy->receiveEnd();          // it refuses, and the body is late
		write(transport);
		const bool writing = !_proxy->output().empty() || transport.bufferedAmount() != 0;
		const auto ready = transport.holdsInput() ? SocketIO::Ready{true, false} : SocketIO(transport.descriptor()).wait(true, writing, interrupt, deadline);
		if (ready.wakeup) throw Poco::Net::ConnectionAbortedException("aborted while connecting through the proxy");
		if (ready.socket) rest = read(transport);
	}
	if (_proxy->result() == Proxy::Result::FAILED) fail();
	return rest;
}


void ProxyTunnel::write(Transport& transport)
	// A proxy that does not take the request has perhaps answered before: reading will tell.
{
	std::size_t written = 0;
	while (!_proxy->output().empty() && transport.send(_proxy->output(), written) == Transport::Result::DONE) _proxy->consume(written);
	transport.flush();
}


std::string ProxyTunnel::read(Transport& transport)
{
	std::array<char, BUFFER_SIZE> buffer;
	std::size_t size = 0;
	const auto result = transport.receive(buffer, size);
	if (result == Transport::Result::ENDED || result == Transport::Result::FAILED) _proxy->receiveEnd();
	std::span<char> bytes(buffer.data(), size);
	_proxy->receive(bytes);
	return {bytes.begin(), bytes.end()};
}


void ProxyTunnel::fail() const
{
	const auto& failure = *_proxy->failure();
	if (failure.error == Error::PROXY_ENDED) throw Poco::Net::ConnectionAbortedException(failure.message);
	if (failure.error == Error::PROXY_STATUS) throw Poco::Net::HTTPException(failure.message + excerptOf(response().body), response().status);
	throw Poco::Net::HTTPException("proxy: " + failure.message);
}


const Response& ProxyTunnel::response() const
{
	return _proxy->response();
}


} } // namespace WS::Net
