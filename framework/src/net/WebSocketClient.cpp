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
#include "Deadline.h"
#include "Dialling.h"
#include "Excerpt.h"
#include "Redirects.h"
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
	_redirects(std::make_unique<Redirects>(uri, 0)),
	_options(options ? std::move(options) : defaultOptions()),
	_inbox(std::make_unique<ClientInbox>(*this)),
	_driver(std::make_unique<ClientDriver>(*_inbox, uri, _options)),
	_transport(std::make_unique<ClientTransport>(*_inbox)),
	_route(std::make_unique<Route>())
{
}


WebSocketClient::WebSocketClient(const Poco::URI& uri, Options options):
	WebSocketClient(uri, std::make_shared<const Options>(std::move(options)))
{
}


WebSocketClient::~WebSocketClient()
{
}


void WebSocketClient::check(const char* call, const std::string& argument) const
{
	if (_started) throw Poco::IllegalStateException(std::string(call).append(" after connect()"), argument);
}


void WebSocketClient::setHeader(std::string_view name, std::string_view value)
{
	check("setHeader()", std::string(name));
	if (!_driver->setHeader(name, value)) throw Poco::InvalidArgumentException("a header of the handshake itself", std::string(name));
	_headers.set(name, value);
}


void WebSocketClient::setProxy(const Poco::URI& proxy, const Headers& headers)
{
	check("setProxy()", proxy.getHost());
	ProxyTunnel::through(proxy, *_driver, headers);
	_route->proxy = proxy;
	_route->proxyHeaders = headers;
	_proxyOfEnvironment = false;
}


void WebSocketClient::setTLS(const ClientTLS& tls)
{
	check("setTLS()", uri().getHost());
	_route->tls = tls.complete();
}


void WebSocketClient::setProxyTLS(const ClientTLS& tls)
{
	check("setProxyTLS()", uri().getHost());
	_route->proxyTLS = tls.complete();
}


bool WebSocketClient::setProxyFromEnvironment()
{
	check("setProxyFromEnvironment()", uri().getHost());
	const auto proxy = proxyFromEnvironment(uri());
	_route->proxy = proxy;
	_route->proxyHeaders.clear();
	_proxyOfEnvironment = true;
	return proxy.has_value();
}


void WebSocketClient::setMaxRedirects(unsigned count)
{
	check("setMaxRedirects()", std::to_string(count));
	_redirects = std::make_unique<Redirects>(uri(), count);
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
	open({});
}


void WebSocketClient::connect(const std::vector<SocketAddress>& addresses)
{
	if (addresses.empty()) throw Poco::InvalidArgumentException("no address to connect to");
	open(addresses);
}


void WebSocketClient::open(std::vector<SocketAddress> addresses)
{
	if (_started) throw Poco::IllegalStateException("connect() a second time");
	const auto deadline = deadlineIn(_timeouts.connect);
	for (;;)
	{
		dial(addresses, deadline);
		shakeHands(deadline);
		if (_inbox->opened()) return;
		if (!_route->proxy || _proxyOfEnvironment) addresses.clear();
		follow(Response(response()));
	}
}


void WebSocketClient::dial(const std::vector<SocketAddress>& addresses, Deadline deadline)
{
	_route->uri = uri();
	_route->addresses = addresses;
	auto dialed = Net::dial(*_route, *_driver, _transport->wakeup(), deadline);
	_proxyResponse = std::move(dialed.proxyResponse);
	if (dialed.failure) std::rethrow_exception(dialed.failure);

	_transport->open(std::move(dialed.transport), *_driver);
	_started = true;
	_driver->start();
	if (!dialed.early.empty()) _transport->feed(dialed.early);
}


void WebSocketClient::shakeHands(Deadline deadline)
	// The body of a redirect is not waited for.
{
	bool inTime = true;
	while (inTime && state() == State::CONNECTING && !_redirects->applyTo(response())) inTime = _transport->turn(deadline);
	if (_inbox->opened()) return;

	_transport->lose();
	if (!_redirects->applyTo(response())) fail(inTime);
}


void WebSocketClient::fail(bool inTime)
{
	if (!_inbox->failure().empty()) throw Poco::Net::WebSocketException(_inbox->failure() + excerptOf(response().body), response().status);
	if (!inTime) throw Poco::TimeoutException("opening handshake");
	const std::string lost = "the connection was lost during the opening handshake";
	throw Poco::Net::ConnectionAbortedException(transportFailure().empty() ? lost : lost + ": " + transportFailure());
}


void WebSocketClient::follow(const Response& redirect)
{
	_redirects->follow(redirect);
	_inbox->forget();
	_driver = std::make_unique<ClientDriver>(*_inbox, uri(), _options);
	for (const auto& header: _redirects->allowed(_headers)) _driver->setHeader(header.name, header.value);
	if (_proxyOfEnvironment) _route->proxy = proxyFromEnvironment(uri());
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


const Poco::URI& WebSocketClient::uri() const
{
	return _redirects->uri();
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
	return _proxyResponse;
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
