//
// EventClient.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "EventClient.h"
#include "Log.h"
#include "EventClients.h"
#include "LoopSignal.h"
#include "Mailbox.h"
#include "WS/Net/Endpoint.h"
#include "WS/Net/ProxyEnvironment.h"
#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <random>
#include <utility>


namespace WS {
namespace Net {


namespace {


std::string textOf(const std::exception_ptr& failure)
{
	try
	{
		if (failure) std::rethrow_exception(failure);
		return {};
	}
	catch (const Poco::Net::SSLException& exception)
	{
		return exception.message();        // what TLS has found, as where it fails later
	}
	catch (const Poco::Exception& exception)
	{
		return exception.displayText();
	}
	catch (const std::exception& exception)
	{
		return exception.what();
	}
}


ClientOptions completed(ClientOptions options, const Poco::URI& uri, const std::shared_ptr<BufferPool>& buffers)
{
	auto core = std::make_shared<Options>(options.options ? *options.options : *defaultOptions());
	if (!core->buffers) core->buffers = buffers;
	options.options = std::move(core);
	if (uri.getScheme() == "wss") options.tls = options.tls.complete();
	if (options.proxy && options.proxy->getScheme() == "https") options.proxyTLS = options.proxyTLS.complete();
	return options;
}


} // namespace


ClientHandle EventClient::connect(Loop& loop, const Poco::URI& uri, ClientListenerFunction listener, ClientOptions options)
{
	if (!listener) throw Poco::InvalidArgumentException("no listener function");
	options.check(uri);
	const auto client = std::make_shared<std::unique_ptr<EventClient>>(std::make_unique<EventClient>(loop, uri, std::move(listener), std::move(options)));
	ClientHandle handle((*client)->_state);
	loop.post([client, &loop] { loop.clients().add(std::move(*client)); });
	return handle;
}


EventClient::EventClient(Loop& loop, const Poco::URI& uri, ClientListenerFunction listener, ClientOptions options):
	_loop(loop),
	_uri(uri),
	_listener(std::move(listener)),
	_options(completed(std::move(options), uri, loop.buffers())),
	_state(std::make_shared<ClientState>(loop, *this)),
	_redirects(uri, _options.maxRedirects)
{
	if (_options.reconnect) _backoff.emplace(*_options.reconnect);
}


EventClient::~EventClient()
{
	_state->end();
}


void EventClient::begin()
{
	_redirects = Redirects(_uri, _options.maxRedirects);
	_openBy = deadlineAfter(_loop.now(), _options.connectTimeout);
	dial();
}


void EventClient::dial()
{
	std::exception_ptr failure;
	_proxyResponse = {};
	try
	{
		_probe = std::make_unique<ClientDriver>(_nobody, uri(), _options.options);
		_dialer = std::make_unique<Dialer>(_loop, _loop.clients().resolver(), route(), *_probe, [this](Dialed&& result) { dialed(std::move(result)); });
	}
	catch (const std::exception&)
	{
		failure = std::current_exception();
	}
	if (failure) fail(failure, Cause::TRANSPORT);
	else _dialer->start(_openBy);
}


Route EventClient::route() const
{
	Route route;
	route.uri = uri();
	route.proxy = _options.proxy;
	if (!route.proxy && _options.proxyFromEnvironment) route.proxy = proxyFromEnvironment(uri());
	route.proxyHeaders = _options.proxyHeaders;
	route.tls = _options.tls;
	route.proxyTLS = _options.proxyTLS;
	return route;
}


void EventClient::dialed(Dialed&& dialed)
{
	_dialer.reset();
	_proxyResponse = std::move(dialed.proxyResponse);
	std::exception_ptr failure = dialed.failure;
	try
	{
		if (!failure) talk(dialed);
	}
	catch (const std::exception&)
	{
		failure = std::current_exception();
		if (_link) _loop.dispose(std::move(_link));
	}
	if (failure) fail(failure, dialed.cause);
}


void EventClient::talk(Dialed& dialed)
{
	_link = std::make_unique<ClientLink>(*this, std::move(dialed.transport));
	_link->start(dialed.early, _openBy);
}


void EventClient::left()
{
	_state->disconnected();
	const auto link = _link.get();
	_loop.dispose(std::move(_link));
	if (!follows(link->connection().response())) goOn();
	else if (_state->isStopped()) fail({}, Cause::ABORTED, CloseInfo::Side::SELF);
	else follow(Response(link->connection().response()));
}


void EventClient::follow(const Response& redirect)
{
	std::exception_ptr failure;
	try
	{
		_redirects.follow(redirect);
	}
	catch (const Poco::Exception&)
	{
		failure = std::current_exception();
	}
	if (failure) fail(failure, Cause::REFUSED);
	else dial();
}


void EventClient::fail(std::exception_ptr failure, Cause cause, CloseInfo::Side side)
	// There is no connection that could tell.
{
	CloseInfo info;
	info.cause = cause;
	info.side = side;
	info.text = textOf(failure);
	_retryAt.reset();
	try
	{
		const auto mailbox = makeMailbox(std::make_shared<LoopSignal>(_loop));
		mailbox->leave();
		ClientConnection connection(*this, mailbox);
		connection.ended(info);
	}
	catch (...)
	{
		logException({}, "a client");
	}
	goOn();
}


void EventClient::decide(const CloseInfo& info, int status, bool afterException)
{
	const bool isOurs = info.side == CloseInfo::Side::SELF && !afterException;
	const bool isWanted = isOurs && (info.cause == Cause::CLOSED || info.cause == Cause::ABORTED || info.cause == Cause::CLOSE_TIMEOUT);
	_retryAt.reset();
	if (_backoff && !isWanted && !_state->isStopped()) _retryAt = _backoff->retryAt(_loop.now(), status != 0 ? status : _proxyResponse.status, std::random_device()());
}


void EventClient::goOn()
{
	if (_retryAt && !_state->isStopped()) return _loop.timers().start(_retry, *_retryAt);
	_state->end();
	_loop.clients().release(*this);
}


void EventClient::stop(CloseCode code, const std::string& reason, bool abort)
{
	if (_link)
	{
		const auto handle = _link->connection().handle();
		if (abort) handle.abort();
		else handle.close(code, reason);
		return;
	}
	_retry.stop();
	_retryAt.reset();
	if (!std::exchange(_dialer, nullptr)) return goOn();
	fail({}, Cause::ABORTED, CloseInfo::Side::SELF);
}


void EventClient::opened()
{
	if (_backoff) _backoff->opened(_loop.now());
	_state->connected(_link->connection().handle());
}


std::optional<Poco::Timespan> EventClient::retryIn() const
{
	if (!_retryAt || _state->isStopped()) return std::nullopt;
	return Poco::Timespan(std::chrono::duration_cast<std::chrono::microseconds>(*_retryAt - _loop.now()).count());
}


std::shared_ptr<Mailbox> EventClient::makeMailbox(std::shared_ptr<LoopSignal> signal) const
{
	return std::make_shared<Mailbox>(std::move(signal), _options.settings.maxQueued, std::thread::id(), _options.settings.whenFull);
}


std::unique_ptr<ClientDriver> EventClient::makeDriver(Listener& events) const
{
	auto driver = _options.driver ? _options.driver(events, uri(), _options.options) : std::make_unique<ClientDriver>(events, uri(), _options.options);
	if (!driver) throw Poco::NullPointerException("driver function");
	for (const auto& header: _redirects.allowed(_options.headers)) driver->setHeader(header.name, header.value);
	return driver;
}


std::unique_ptr<Listener> EventClient::makeListener(ClientConnection& connection) const
{
	return _listener(connection);
}


} } // namespace WS::Net
