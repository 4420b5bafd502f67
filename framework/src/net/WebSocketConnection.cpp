//
// WebSocketConnection.cpp
//
// One live connection of a server's adapter.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketConnection.h"
#include "Log.h"
#include "Mailbox.h"
#include "WS/ProtocolFactory.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr int MAX_EXCEPTIONS = 100;
	/// Of one read; each leaves some of its input consumed, unless memory has run out.


Poco::Net::IPAddress hostOf(const Poco::Net::SocketAddress& address)
{
#if defined(POCO_OS_FAMILY_UNIX)
	if (address.family() == Poco::Net::SocketAddress::UNIX_LOCAL) return {};
#endif
	return address.host();
}


} // namespace


//
// WebSocketConnection
//


WebSocketConnection::WebSocketConnection(std::shared_ptr<const Endpoint> endpoint, Request request, const Poco::Net::SocketAddress& peer, bool overTLS, std::shared_ptr<Mailbox> mailbox):
	_endpoint(std::move(endpoint)),
	_mailbox(std::move(mailbox)),
	_peer(peer),
	_overTLS(overTLS),
	_secure(_endpoint->origins.secure(request, hostOf(peer), overTLS)),
	_request(std::move(request))
{
}


WebSocketConnection::~WebSocketConnection()
{
}


ServerDriver& WebSocketConnection::driver()
{
	if (!_driver) throw Poco::IllegalStateException("the connection has no driver yet");
	return *_driver;
}


const Request& WebSocketConnection::request() const
{
	return _driver ? _driver->request() : _request;
}


WebSocketConnection::Handle WebSocketConnection::handle() const
{
	return Handle(_mailbox);
}


const Poco::Net::SocketAddress& WebSocketConnection::peerAddress() const
{
	return _peer;
}


bool WebSocketConnection::secure() const
{
	return _secure;
}


void WebSocketConnection::open()
{
	if (!_endpoint->origins.accepts(_request, hostOf(_peer), _overTLS))
	{
		refuse(403, "The origin of the request is not allowed here.\n");
		return;
	}
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


void WebSocketConnection::build()
{
	_listener = _endpoint->listener(*this, _request);
	if (!_listener) throw Poco::NullPointerException("listener function");

	auto driver = _endpoint->driver
		? _endpoint->driver(*_listener, _request, options())
		: std::make_unique<ServerDriver>(*_listener, _request, options());
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
{
	_listener = std::make_unique<Listener>();
	_driver = std::make_unique<ServerDriver>(*_listener, std::move(_request), _endpoint->options);
	_driver->reject(status, body);
}


bool WebSocketConnection::receive(std::span<char> bytes)
{
	for (int exceptions = 0; exceptions < MAX_EXCEPTIONS; ++exceptions)
	{
		if (call([&] { _driver->receive(bytes); })) return true;
		bytes = {};
	}
	return false;
}


void WebSocketConnection::receiveEnd()
{
	call([this] { _driver->receiveEnd(); });
}


void WebSocketConnection::takeMail()
{
	if (!_mailbox->hasMail()) return;
	for (auto& mail: _mailbox->take()) call([&] { send(mail); });
	_mailbox->setOutput(_driver->bufferedAmount());
}


void WebSocketConnection::send(Mail& mail)
{
	if (mail.opcode == Opcode::CLOSE)
	{
		if (!_driver->close(mail.code, mail.payload)) _driver->close(mail.code);    // a reason that is not UTF-8
	}
	else if (mail.opcode == Opcode::PING)
	{
		_driver->ping(mail.payload);
	}
	else if (!_driver->send(mail.opcode, std::move(mail.payload), mail.options) && _driver->state() == State::OPEN)
	{
		logError(_peer, "dropped what a handle has sent: text that is not UTF-8, or a kind of message that the dialect lacks");
	}
}


template <class Call>
bool WebSocketConnection::call(const Call& call)
	/// Calls the driver. False: a listener threw, or a method of an application's driver.
{
	try
	{
		call();
		return true;
	}
	catch (...)
	{
		logException(_peer, "a listener or driver");
	}
	closeAfterException();
	return false;
}


void WebSocketConnection::closeAfterException()
{
	try
	{
		if (_driver->state() == State::CONNECTING) _driver->reject(500, "Internal server error.\n");
		else _driver->close(CloseCode::INTERNAL_ERROR);
	}
	catch (...)
	{
		logException(_peer, "a listener");
	}
}


//
// WebSocketConnection::Handle
//


WebSocketConnection::Handle::Handle(std::shared_ptr<Mailbox> mailbox):
	_mailbox(std::move(mailbox))
{
	_mailbox->share();
}


bool WebSocketConnection::Handle::text(std::string payload, SendOptions options) const
{
	return _mailbox && _mailbox->post(Opcode::TEXT, std::move(payload), options);
}


bool WebSocketConnection::Handle::binary(std::string payload, SendOptions options) const
{
	return _mailbox && _mailbox->post(Opcode::BINARY, std::move(payload), options);
}


bool WebSocketConnection::Handle::ping(std::string payload) const
{
	return _mailbox && payload.size() <= MAX_CONTROL_PAYLOAD && _mailbox->post(Opcode::PING, std::move(payload));
}


bool WebSocketConnection::Handle::close(CloseCode code, std::string reason) const
{
	const bool sendable = isSendable(code) || (code == CloseCode::NO_STATUS && reason.empty());
	return _mailbox && sendable && reason.size() <= MAX_CLOSE_REASON && _mailbox->close(code, std::move(reason));
}


bool WebSocketConnection::Handle::alive() const
{
	return _mailbox && _mailbox->alive();
}


std::size_t WebSocketConnection::Handle::bufferedAmount() const
{
	return _mailbox ? _mailbox->bufferedAmount() : 0;
}


} } // namespace WS::Net
