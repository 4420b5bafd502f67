//
// WebSocketClient.cpp
//
// A blocking client.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "ClientInbox.h"
#include "ClientTransport.h"
#include "Connector.h"
#include "Deadline.h"
#include "Excerpt.h"
#include "ProxyTunnel.h"
#include "Transport.h"
#include "WS/Net/Endpoint.h"
#include "WS/Net/ProxyEnvironment.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::SocketAddress;


namespace {


const Poco::Timespan& linger()
	/// How long to wait for the server to end the transport when everything is said.
{
	static const Poco::Timespan oneSecond(1, 0);
	return oneSecond;
}


} // namespace


WebSocketClient::WebSocketClient(const Poco::URI& uri, std::shared_ptr<const Options> options):
	_uri(uri),
	_inbox(std::make_unique<ClientInbox>(*this)),
	_driver(std::make_unique<ClientDriver>(*_inbox, _uri, options ? std::move(options) : defaultOptions())),
	_transport(std::make_unique<ClientTransport>(*_driver, *_inbox))
{
}


WebSocketClient::WebSocketClient(const Poco::URI& uri, Options options):
	WebSocketClient(uri, std::make_shared<const Options>(std::move(options)))
{
}


WebSocketClient::~WebSocketClient()
{
}


void WebSocketClient::setHeader(std::string_view name, std::string_view value)
{
	if (_started) throw Poco::IllegalStateException("setHeader() after connect()", std::string(name));
	if (!_driver->setHeader(name, value)) throw Poco::InvalidArgumentException("a header of the handshake itself", std::string(name));
}


void WebSocketClient::setProxy(const Poco::URI& proxy, const Headers& headers)
{
	if (_started) throw Poco::IllegalStateException("setProxy() after connect()", proxy.getHost());
	_tunnel = std::make_unique<ProxyTunnel>(*_driver, proxy, headers);
}


void WebSocketClient::setTLS(const ClientTLS& tls)
{
	if (_started) throw Poco::IllegalStateException("setTLS() after connect()");
	_tls = tls.complete();
}


void WebSocketClient::setProxyTLS(const ClientTLS& tls)
{
	if (_started) throw Poco::IllegalStateException("setProxyTLS() after connect()");
	_proxyTLS = tls.complete();
}


bool WebSocketClient::setProxyFromEnvironment()
{
	const auto proxy = proxyFromEnvironment(_uri);
	if (proxy) setProxy(*proxy);
	return proxy.has_value();
}


void WebSocketClient::setTimeouts(const Timeouts& timeouts)
{
	_timeouts = timeouts;
}


void WebSocketClient::setMaxQueued(std::size_t size)
{
	_transport->setMaxQueued(size);
}


void WebSocketClient::connect()
{
	const auto deadline = deadlineIn(_timeouts.connect);
	open(_tunnel ? _tunnel->addresses() : resolve(_uri.getHost(), _uri.getPort()), deadline);
}


void WebSocketClient::connect(const std::vector<SocketAddress>& addresses)
{
	open(addresses, deadlineIn(_timeouts.connect));
}


void WebSocketClient::open(const std::vector<SocketAddress>& addresses, Deadline deadline)
{
	if (_started) throw Poco::IllegalStateException("connect() a second time");
	std::string early;
	_transport->open(reach(addresses, early, deadline));
	_started = true;

	_driver->start();
	if (!early.empty()) _transport->feed(early);
	bool inTime = true;
	while (inTime && state() == State::CONNECTING) inTime = _transport->turn(deadline);
	if (_inbox->opened()) return;

	_transport->lose();
	if (!_inbox->failure().empty()) throw Poco::Net::WebSocketException(_inbox->failure() + excerptOf(response().body), response().status);
	if (!inTime) throw Poco::TimeoutException("opening handshake");
	const std::string lost = "the connection was lost during the opening handshake";
	throw Poco::Net::ConnectionAbortedException(transportFailure().empty() ? lost : lost + ": " + transportFailure());
}


std::unique_ptr<Transport> WebSocketClient::reach(const std::vector<SocketAddress>& addresses, std::string& early, Deadline deadline)
{
	const auto& interrupt = _transport->wakeup();
	std::unique_ptr<Transport> transport = std::make_unique<PlainTransport>(connectToAny(addresses, interrupt, deadline));
	if (_tunnel)
	{
		const auto& proxy = _tunnel->uri();
		if (proxy.getScheme() == "https") transport = secured(std::move(transport), _proxyTLS, proxy.getHost(), {}, interrupt, deadline);
		early = _tunnel->open(*transport, interrupt, deadline);
	}
	if (_uri.getScheme() != "wss") return transport;
	return secured(std::move(transport), _tls, _uri.getHost(), std::exchange(early, {}), interrupt, deadline);
}


std::optional<WebSocketClient::Received> WebSocketClient::receive()
{
	return receiveUntil(NEVER);
}


std::optional<WebSocketClient::Received> WebSocketClient::receive(const Poco::Timespan& timeout)
{
	return receiveUntil(deadlineIn(timeout));
}


std::optional<WebSocketClient::Received> WebSocketClient::receiveUntil(Deadline deadline)
{
	if (_transport->isFeeding()) throw Poco::IllegalStateException("receive() within a callback");
	bool inTime = true;
	while (_inbox->empty())
	{
		if (!_transport->isOpen()) return std::nullopt;
		if (state() == State::CLOSED) _transport->end(std::min(deadline, deadlineIn(linger())));
		else if (!inTime) throw Poco::TimeoutException("no message");
		else inTime = _transport->turn(deadline);
	}
	return _inbox->take();
}


std::optional<WebSocketClient::Received> WebSocketClient::tryReceive()
{
	const auto mayRead = [this] { return _inbox->empty() && _transport->isOpen() && !_transport->isFeeding() && state() != State::CLOSED; };
	if (mayRead()) _transport->turn(Clock::now());
	while (mayRead() && _transport->holdsInput()) _transport->turn(Clock::now());
	if (_inbox->empty()) return std::nullopt;
	return _inbox->take();
}


const Poco::Net::StreamSocket& WebSocketClient::socket() const
{
	return _transport->socket();
}


std::size_t WebSocketClient::bufferedAmount() const
{
	return _transport->bufferedAmount();
}


bool WebSocketClient::text(std::string_view payload, SendOptions options)
{
	return _transport->isUsable() && _driver->text(payload, options) && _transport->flush(_timeouts.send);
}


bool WebSocketClient::binary(std::string_view payload, SendOptions options)
{
	return _transport->isUsable() && _driver->binary(payload, options) && _transport->flush(_timeouts.send);
}


bool WebSocketClient::ping(std::string_view payload, std::function<void(bool answered)> done)
{
	return _transport->isUsable() && _driver->ping(payload, std::move(done)) && _transport->flush(_timeouts.send);
}


bool WebSocketClient::close(CloseCode code, std::string_view reason)
{
	if (!_transport->isUsable() || !_driver->close(code, reason)) return false;
	if (_transport->isFeeding()) return true;         // the call that reads does the rest

	const auto deadline = deadlineIn(_timeouts.close);
	while (_transport->isOpen() && state() != State::CLOSED && _transport->turn(deadline))
		;
	_transport->end(std::min(deadline, deadlineIn(linger())));
	return true;
}


void WebSocketClient::abort()
{
	_transport->abort();
}


ClientDriver& WebSocketClient::driver()
{
	return *_driver;
}


const Response& WebSocketClient::response() const
{
	return _driver->response();
}


const Response& WebSocketClient::proxyResponse() const
{
	static const Response none;
	return _tunnel ? _tunnel->response() : none;
}


State WebSocketClient::state() const
{
	return _driver->state();
}


std::string_view WebSocketClient::protocol() const
{
	return _driver->protocol();
}


CloseCode WebSocketClient::closeCode() const
{
	return _inbox->closeCode();
}


const std::string& WebSocketClient::closeReason() const
{
	return _inbox->closeReason();
}


const std::string& WebSocketClient::transportFailure() const
{
	return _transport->failure();
}


} } // namespace WS::Net
