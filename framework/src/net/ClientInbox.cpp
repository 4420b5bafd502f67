//
// ClientInbox.cpp
//
// What a blocking client has been told.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ClientInbox.h"
#include <utility>


namespace WS {
namespace Net {


ClientInbox::ClientInbox(const WebSocketClient& client):
	_client(client)
{
}


void ClientInbox::setListener(Listener* listener)
{
	_listener = listener;
}


void ClientInbox::forget()
{
	_opened = false;
	_failure.clear();
	_closeCode = CloseCode::NO_STATUS;
	_closeReason.clear();
}


void ClientInbox::onOpen()
{
	_opened = true;
}


void ClientInbox::onMessage(Message& message)
{
	if (_listener) return _listener->onMessage(message);
	_messages.push_back({message.opcode, message.take()});
	_size += sizeof(WebSocketClient::Received) + _messages.back().payload.size();
}


void ClientInbox::onPing(std::string_view payload)
{
	if (_client.onPing) _client.onPing(payload);
}


void ClientInbox::onPong(std::string_view payload)
{
	if (_client.onPong) _client.onPong(payload);
}


void ClientInbox::onError(const Failure& failure)
{
	_failure = failure.message;
	if (_listener) _listener->onError(failure);
}


void ClientInbox::onClose(CloseCode code, std::string_view reason)
{
	_closeCode = code;
	_closeReason = reason;
	if (_listener) _listener->onClose(code, reason);
}


bool ClientInbox::empty() const
{
	return _messages.empty();
}


std::size_t ClientInbox::size() const
{
	return _size;
}


WebSocketClient::Received ClientInbox::take()
{
	auto message = std::move(_messages.front());
	_messages.pop_front();
	_size -= sizeof(WebSocketClient::Received) + message.payload.size();
	return message;
}


bool ClientInbox::opened() const
{
	return _opened;
}


const std::string& ClientInbox::failure() const
{
	return _failure;
}


CloseCode ClientInbox::closeCode() const
{
	return _closeCode;
}


const std::string& ClientInbox::closeReason() const
{
	return _closeReason;
}


} } // namespace WS::Net
