//
// WebSocketConnection.cpp
//
// One live connection of a server's adapter.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketConnection.h"
#include "ChannelCall.h"
#include "Log.h"
#include "Mailbox.h"
#include "PeerHost.h"
#include "WS/ProtocolFactory.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


WebSocketConnection::WebSocketConnection(std::shared_ptr<const Endpoint> endpoint, Request request, const Poco::Net::SocketAddress& peer, bool overTLS, std::shared_ptr<Mailbox> mailbox):
	Channel(peer, std::move(mailbox)),
	_endpoint(std::move(endpoint)),
	_overTLS(overTLS),
	_secure(_endpoint->origins.secure(request, hostOf(peer), overTLS)),
	_request(std::move(request))
{
}


WebSocketConnection::WebSocketConnection(std::shared_ptr<const Options> options, const Poco::Net::SocketAddress& peer, bool overTLS, std::shared_ptr<Mailbox> mailbox):
	Channel(peer, std::move(mailbox)),
	_overTLS(overTLS),
	_driver(std::make_unique<ServerDriver>(observer(), std::move(options)))
{
}


WebSocketConnection::~WebSocketConnection()
{
	dropListener();
}


ServerDriver& WebSocketConnection::driver()
{
	if (!_driver) throw Poco::IllegalStateException("the connection has no driver yet");
	touch();
	return *_driver;
}


const Request& WebSocketConnection::request() const
{
	return _driver ? _driver->request() : _request;
}


const Poco::Net::SocketAddress& WebSocketConnection::clientAddress() const
{
	return _client ? *_client : _peer;
}


bool WebSocketConnection::secure() const
{
	return _secure;
}


void WebSocketConnection::setClient(const Poco::Net::SocketAddress& client)
{
	_client = std::make_unique<const Poco::Net::SocketAddress>(client);
}


void WebSocketConnection::open()
{
	const auto host = hostOf(clientAddress());
	if (!_endpoint->origins.accepts(_request, host, _overTLS))
	{
		refuse(403, "The origin of the request is not allowed here.\n");
		return;
	}
	_request.secure = _secure;
	const auto client = _endpoint->origins.clientAddress(_request, host);
	if (client != _endpoint->origins.clientAddress({}, host)) setClient(Poco::Net::SocketAddress(client, 0));
	try
	{
		build();
	}
	catch (...)
	{
		logException(_peer, "the endpoint");
		refuse(500, "Internal server error.\n");
		return;
	}
	call([this] { _driver->start(); });
	if (!_endpoint->settings.keepRequest) _driver->releaseRequest();
}


bool WebSocketConnection::isRequested() const
{
	return !_endpoint && _driver->state() == State::CONNECTING && !_driver->request().method.empty();
}


void WebSocketConnection::open(std::shared_ptr<const Endpoint> endpoint)
{
	std::string early(_driver->body());
	Request request = _driver->request();
	open(std::move(endpoint), std::move(request), early);
}


void WebSocketConnection::open(std::shared_ptr<const Endpoint> endpoint, Request request, std::span<char> early)
	// Where memory runs out the driver that has read the request remains: there is always one to end.
{
	_endpoint = std::move(endpoint);
	_request = std::move(request);
	_secure = _endpoint->origins.secure(_request, hostOf(clientAddress()), _overTLS);
	_mailbox->limit(_endpoint->settings.maxQueued, _endpoint->settings.whenFull);
	auto reader = std::move(_driver);
	try
	{
		open();
	}
	catch (...)
	{
		if (!_driver) _driver = std::move(reader);
		throw;
	}
	if (!early.empty()) receive(early);
}


void WebSocketConnection::respond(const Response& response)
{
	call([&] { _driver->respond(response.status, response.body, response.headers); });
}


void WebSocketConnection::build()
{
	setListener(_endpoint->listener(*this, _request));

	auto driver = _endpoint->driver
		? _endpoint->driver(observer(), _request, options())
		: std::make_unique<ServerDriver>(observer(), _request, options());
	if (!driver) throw Poco::NullPointerException("driver function");

	_driver = std::move(driver);
	_request = {};
}


std::shared_ptr<const Options> WebSocketConnection::options() const
	// The endpoint's own, but for the rare request that asks for a draft which is not served here.
{
	const auto& options = _endpoint->options;
	if (_endpoint->settings.drafts || ProtocolFactory::version(_request, options->dialects & Dialects::DRAFTS).empty()) return options;

	auto withoutDrafts = std::make_shared<Options>(*options);
	withoutDrafts->dialects = options->dialects & Dialects::RFC_FAMILY;
	return withoutDrafts;
}


void WebSocketConnection::refuse(int status, std::string_view body)
	// A listener that was made already is told.
{
	_driver = std::make_unique<ServerDriver>(observer(), std::move(_request), _endpoint->options);
	_driver->reject(status, body);
}


Driver& WebSocketConnection::currentDriver()
{
	return *_driver;
}


void WebSocketConnection::refuseAfterException()
{
	_driver->reject(500, "Internal server error.\n");
}


} } // namespace WS::Net
