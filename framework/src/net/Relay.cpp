//
// Relay.cpp
//
// Joins two live connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/Relay.h"
#include "ClientRelayEnd.h"
#include "RelayLoop.h"
#include "RelayWay.h"
#include "ServerRelayEnd.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t BUFFER_SIZE = 64 * 1024;


} // namespace


Relay::Relay(WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client):
	_connection(connection),
	_client(std::move(client))
{
	if (!_client) throw Poco::NullPointerException("client of a relay");
	if (_connection._relay) throw Poco::IllegalStateException("a second relay of one connection");
	ClientRelayEnd::check(*_client);
	_connection._relay = this;
}


Relay::~Relay()
{
	_connection._relay = nullptr;
}


void Relay::onMessage(Message& message)
{
	toClient().onMessage(message);
}


void Relay::onError(const Failure& failure)
{
	toClient().onError(failure);
}


void Relay::onClose(CloseCode code, std::string_view reason)
{
	toClient().onClose(code, reason);
}


RelayWay& Relay::toClient()
	// The connection has a driver now, which it lacks when the relay is made.
{
	if (!_toClient) _toClient = std::make_unique<RelayWay>(_connection.driver(), _client->driver(), CloseCode::GOING_AWAY);
	return *_toClient;
}


void Relay::run(ServerRelayEnd& end)
{
	RelayWay toServer(_client->driver(), _connection.driver(), CloseCode::BAD_GATEWAY);
	ClientRelayEnd clientEnd(*_client, toServer);
	RelayLoop({end, toClient()}, {clientEnd, toServer}, end.buffer()).run();
}


void Relay::run(WebSocketClient& a, WebSocketClient& b)
{
	if (&a == &b) throw Poco::InvalidArgumentException("a relay of a client with itself");
	ClientRelayEnd::check(a);
	ClientRelayEnd::check(b);

	RelayWay toB(a.driver(), b.driver(), CloseCode::GOING_AWAY);
	RelayWay toA(b.driver(), a.driver(), CloseCode::GOING_AWAY);
	ClientRelayEnd endA(a, toB);
	ClientRelayEnd endB(b, toA);
	const std::unique_ptr<char[]> buffer(new char[BUFFER_SIZE]);
	RelayLoop({endA, toB}, {endB, toA}, {buffer.get(), BUFFER_SIZE}).run();
}


} } // namespace WS::Net
