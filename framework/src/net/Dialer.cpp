//
// Dialer.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Dialer.h"
#include "Loop.h"
#include "TLSTransport.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <typeinfo>
#include <utility>


namespace WS {
namespace Net {


namespace {


template <class... Kinds>
std::exception_ptr ofSameKind(const Poco::Exception& exception, const std::string& text)
{
	std::exception_ptr result;
	((typeid(exception) == typeid(Kinds) ? void(result = std::make_exception_ptr(Kinds(text, exception.code()))) : void()), ...);
	return result ? result : std::make_exception_ptr(Poco::Net::NetException(text, exception.code()));
}


std::exception_ptr naming(const std::string& who, const std::exception_ptr& failure)
	// The same exception with that before its text.
{
	try
	{
		std::rethrow_exception(failure);
	}
	catch (const Poco::Exception& exception)
	{
		using namespace Poco::Net;
		std::string text = who;
		text.append(": ").append(exception.message());
		return ofSameKind<HostNotFoundException, NoAddressFoundException, DNSException, ConnectionRefusedException, ConnectionAbortedException, HTTPException, CertificateValidationException, SSLException, Poco::TimeoutException>(exception, text);
	}
	catch (...)
	{
		return failure;
	}
}


} // namespace


Dialer::Dialer(Loop& loop, Resolver& resolver, Route route, const ClientDriver& driver, Done done):
	_loop(loop),
	_resolver(resolver),
	_route(std::move(route)),
	_done(std::move(done)),
	_tunnel(_route.proxy ? ProxyTunnel::through(*_route.proxy, driver, _route.proxyHeaders) : nullptr)
{
}


Dialer::~Dialer()
{
	cancel();
}


void Dialer::cancel()
{
	_limit.stop();
	_query.reset();
	_race.reset();
	unwatch();
	_transport.reset();
	_done = nullptr;
}


void Dialer::start(Deadline deadline)
{
	_loop.timers().start(_limit, deadline);
	attempt([this] { resolve(); });
}


template <class Step>
void Dialer::attempt(const Step& step)
	// Nothing may follow it: the dialer may be gone.
{
	std::exception_ptr failure;
	try
	{
		step();
	}
	catch (const std::exception&)
	{
		failure = std::current_exception();
	}
	if (failure) fail(failure, _stage == Stage::SECURING_PROXY || _stage == Stage::SECURING_HOST ? Cause::TLS : Cause::TRANSPORT);
}


const std::string& Dialer::firstHost() const
{
	return _route.proxy ? _route.proxy->getHost() : _route.uri.getHost();
}


std::uint16_t Dialer::firstPort() const
{
	return _route.proxy ? ProxyTunnel::portOf(*_route.proxy) : _route.uri.getPort();
}


void Dialer::resolve()
{
	Addresses addresses = _route.addresses;
	if (!addresses.empty() || Resolver::isAddress(firstHost(), firstPort(), addresses)) return connect(std::move(addresses));

	_query = _resolver.resolve(firstHost(), firstPort(), [this](Addresses found, std::exception_ptr failure) {
		if (failure) fail(std::move(failure));
		else attempt([&] { connect(std::move(found)); });
	});
}


void Dialer::connect(Addresses addresses)
{
	_stage = Stage::CONNECTING;
	_race = std::make_unique<AddressRace>(_loop, std::move(addresses), [this](const Poco::Net::StreamSocket& socket, std::exception_ptr failure) {
		if (failure) fail(std::move(failure));
		else attempt([&] { connected(socket); });
	});
	_race->start();
}


void Dialer::connected(const Poco::Net::StreamSocket& socket)
{
	Poco::Net::StreamSocket(socket).setNoDelay(true);
	_transport = std::make_unique<PlainTransport>(socket);
	enter(Stage::SECURING_PROXY);
}


void Dialer::enter(Stage stage)
	// That stage, or the first behind it that the route has.
{
	_stage = stage;
	if (_stage == Stage::SECURING_PROXY)
	{
		if (_route.proxy && _route.proxy->getScheme() == "https") return secure(_route.proxyTLS, firstHost());
		_stage = Stage::ASKING_PROXY;
	}
	if (_stage == Stage::ASKING_PROXY)
	{
		if (_tunnel) _tunnel->start();
		if (_tunnel) return proceed();
		_stage = Stage::SECURING_HOST;
	}
	if (_stage == Stage::SECURING_HOST)
	{
		if (_route.uri.getScheme() == "wss") return secure(_route.tls, _route.uri.getHost());
		_stage = Stage::DONE;
	}
	Dialed dialed;
	unwatch();
	dialed.transport = std::move(_transport);
	dialed.early = std::move(_early);
	finish(std::move(dialed));
}


void Dialer::secure(const ClientTLS& tls, const std::string& host)
{
	unwatch();
	auto transport = std::make_unique<TLSTransport>(std::move(_transport), tls, host, std::exchange(_early, {}));
	_tls = transport.get();
	_transport = std::move(transport);
	proceed();
}


void Dialer::ready(Interest)
{
	attempt([this] { proceed(); });
}


void Dialer::proceed()
{
	if (_stage == Stage::ASKING_PROXY) converse();
	else openTransport();
}


void Dialer::openTransport()
{
	switch (_transport->open())
	{
	case Transport::Result::DONE:
		return enter(_stage == Stage::SECURING_PROXY ? Stage::ASKING_PROXY : Stage::DONE);
	case Transport::Result::WOULD_BLOCK:
		return watch();
	default:
		_tls->throwFailure();
	}
}


void Dialer::converse()
{
	for (;;)
	{
		writeToProxy();
		std::size_t size = 0;
		const auto result = _transport->receive(_loop.buffer(), size);
		if (result == Transport::Result::WOULD_BLOCK) return watch();
		if (result != Transport::Result::DONE) _tunnel->receiveEnd();

		auto bytes = _loop.buffer().first(size);
		_tunnel->receive(bytes);
		if (_tunnel->result() == ProxyTunnel::Result::FAILED) _tunnel->throwFailure();
		if (_tunnel->result() == ProxyTunnel::Result::PENDING) continue;
		_early.assign(bytes.data(), bytes.size());
		return enter(Stage::SECURING_HOST);
	}
}


void Dialer::writeToProxy()
	// A proxy that does not take the request has perhaps answered before: reading will tell.
{
	std::size_t size = 0;
	while (!_tunnel->output().empty() && _transport->send(_tunnel->output(), size) == Transport::Result::DONE) _tunnel->consume(size);
	_transport->flush();
}


void Dialer::watch()
{
	const bool writing = _transport->bufferedAmount() != 0 || (_stage == Stage::ASKING_PROXY && !_tunnel->output().empty());
	const auto interest = writing ? Interest::READ | Interest::WRITE : Interest::READ;
	if (_watched) _loop.poller().change(_transport->descriptor(), *this, interest);
	else _loop.poller().add(_transport->descriptor(), *this, interest);
	_watched = true;
}


void Dialer::unwatch()
{
	if (_watched) _loop.poller().remove(_transport->descriptor(), *this);
	_watched = false;
}


void Dialer::expired()
{
	if (_stage == Stage::ASKING_PROXY && _tunnel->response().status != 0)
	{
		_tunnel->receiveEnd();           // it refuses, and the body is late
		return attempt([this] { _tunnel->throwFailure(); });
	}
	fail(std::make_exception_ptr(Poco::TimeoutException(doing())), Cause::HANDSHAKE_TIMEOUT);
}


std::string Dialer::doing() const
{
	switch (_stage)
	{
	case Stage::RESOLVING:
		return "looking up " + firstHost();
	case Stage::CONNECTING:
		return "connecting to " + _race->place();
	case Stage::ASKING_PROXY:
		return _tunnel->response().status == 0 ? "awaiting the proxy's answer" : "awaiting the rest of the proxy's answer";
	case Stage::SECURING_PROXY:
	case Stage::SECURING_HOST:
		return "in the TLS handshake";
	default:
		return {};
	}
}


bool Dialer::isProxys() const
{
	return _route.proxy && _stage != Stage::SECURING_HOST;
}


void Dialer::fail(std::exception_ptr failure, Cause cause)
{
	Dialed dialed;
	dialed.cause = cause;
	if (isProxys())
	{
		auto who = "proxy " + firstHost();
		failure = naming(who.append(":").append(std::to_string(firstPort())), failure);
	}
	dialed.failure = std::move(failure);
	finish(std::move(dialed));
}


void Dialer::finish(Dialed&& dialed)
{
	if (_tunnel) dialed.proxyResponse = _tunnel->response();
	const auto done = std::exchange(_done, nullptr);
	cancel();
	if (done) done(std::move(dialed));
}


} } // namespace WS::Net
