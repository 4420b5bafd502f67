//
// ClientHandle.cpp
//
// A client on an event loop, for any thread.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ClientHandle.h"
#include "ClientState.h"
#include "Loop.h"
#include "EventClient.h"
#include <utility>


namespace WS {
namespace Net {


//
// ClientHandle
//


ClientHandle::ClientHandle(std::shared_ptr<ClientState> state):
	_state(std::move(state))
{
}


bool ClientHandle::text(std::string payload, SendOptions options) const
{
	return connection().text(std::move(payload), options);
}


bool ClientHandle::binary(std::string payload, SendOptions options) const
{
	return connection().binary(std::move(payload), options);
}


bool ClientHandle::ping(std::string payload) const
{
	return connection().ping(std::move(payload));
}


bool ClientHandle::close(CloseCode code, std::string reason) const
{
	const bool sendable = isSendable(code) || (code == CloseCode::NO_STATUS && reason.empty());
	return _state && sendable && reason.size() <= MAX_CLOSE_REASON && _state->stop(code, reason, false);
}


void ClientHandle::abort() const
{
	if (_state) _state->stop(CloseCode::NORMAL, {}, true);
}


bool ClientHandle::isConnected() const
{
	return connection().alive();
}


bool ClientHandle::isOver() const
{
	return !_state || _state->isOver();
}


Handle ClientHandle::connection() const
{
	return _state ? _state->connection() : Handle();
}


//
// ClientState
//


ClientState::ClientState(Loop& loop, EventClient& client):
	_loop(&loop),
	_client(&client)
{
}


Handle ClientState::connection() const
{
	const std::lock_guard lock(_mutex);
	return _connection;
}


bool ClientState::isOver() const
{
	const std::lock_guard lock(_mutex);
	return !_loop;
}


bool ClientState::stop(CloseCode code, const std::string& reason, bool abort)
{
	const std::lock_guard lock(_mutex);
	if (!_loop || (_stopped && !abort)) return false;
	_stopped = true;
	if (abort) _connection.abort();
	else _connection.close(code, reason);
	_loop->post([self = shared_from_this(), code, reason, abort] {
		if (self->_client) self->_client->stop(code, reason, abort);
	});
	return true;
}


bool ClientState::isStopped() const
{
	const std::lock_guard lock(_mutex);
	return _stopped;
}


void ClientState::connected(Handle connection)
{
	const std::lock_guard lock(_mutex);
	_connection = std::move(connection);
}


void ClientState::disconnected()
{
	connected({});
}


void ClientState::end()
{
	const std::lock_guard lock(_mutex);
	_connection = {};
	_loop = nullptr;
	_client = nullptr;
}


} } // namespace WS::Net
