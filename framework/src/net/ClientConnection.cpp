//
// ClientConnection.cpp
//
// One connection of a client on an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ClientConnection.h"
#include "ChannelCall.h"
#include "EventClient.h"
#include <utility>


namespace WS {
namespace Net {


class ClientConnection::Events final: public WS::Listener
	// Between driver and listener: makes the latter when there is something to tell, and keeps redirects to itself.
{
public:
	explicit Events(ClientConnection& connection):
		_connection(connection),
		_next(connection.observer())
	{
	}

	void onOpen() override
	{
		_connection.makeListener();
		_connection._client.opened();
		_next.onOpen();
	}

	void onMessage(Message& message) override { _next.onMessage(message); }
	void onPing(std::string_view payload) override { _next.onPing(payload); }
	void onPong(std::string_view payload) override { _next.onPong(payload); }

	void onError(const Failure& failure) override
	{
		if (_connection.isRedirected()) return;
		_connection.makeListener();
		_next.onError(failure);
	}

	void onClose(CloseCode code, std::string_view reason) override
	{
		if (_connection.isRedirected()) return;
		_connection.makeListener();
		_next.onClose(code, reason);
	}

private:
	ClientConnection& _connection;
	WS::Listener& _next;
};


ClientConnection::ClientConnection(EventClient& client, const Poco::Net::SocketAddress& peer, bool secure, std::shared_ptr<Mailbox> mailbox):
	Channel(peer, std::move(mailbox)),
	_client(client),
	_uri(client.uri()),
	_secure(secure),
	_events(std::make_unique<Events>(*this)),
	_driver(client.makeDriver(*_events))
{
}


ClientConnection::ClientConnection(EventClient& client, std::shared_ptr<Mailbox> mailbox):
	Channel({}, std::move(mailbox)),
	_client(client),
	_uri(client.uri()),
	_secure(false),
	_events(std::make_unique<Events>(*this)),
	_driver(std::make_unique<ClientDriver>(*_events, _uri, client.options().options))
{
}


ClientConnection::~ClientConnection()
{
	dropListener();
}


void ClientConnection::start(std::span<char> early)
{
	call([this] { _driver->start(); });
	if (!early.empty()) receive(early);
}


bool ClientConnection::isRedirected() const
{
	return _client.follows(_driver->response());
}


void ClientConnection::makeListener()
{
	if (!std::exchange(_hasListener, true)) setListener(_client.makeListener(*this));
}


ClientDriver& ClientConnection::driver()
{
	touch();
	return *_driver;
}


const Poco::URI& ClientConnection::uri() const
{
	return _uri;
}


const Response& ClientConnection::response() const
{
	return _driver->response();
}


const Response& ClientConnection::proxyResponse() const
{
	return _client.proxyResponse();
}


bool ClientConnection::secure() const
{
	return _secure;
}


std::optional<Poco::Timespan> ClientConnection::retryIn() const
{
	return _client.retryIn();
}


Driver& ClientConnection::currentDriver()
{
	return *_driver;
}


void ClientConnection::refuseAfterException()
{
	_driver->close(CloseCode::INTERNAL_ERROR);
}


void ClientConnection::ended(CloseInfo& info)
{
	if (isRedirected()) return;
	_client.decide(info, response().status, isClosedAfterException());
	call([this] { makeListener(); });
	Channel::ended(info);
}


} } // namespace WS::Net
