//
// ClientRelayEnd.cpp
//
// A client's connection in a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ClientRelayEnd.h"
#include "ClientInbox.h"
#include "ClientTransport.h"
#include "Log.h"
#include "RelayWay.h"
#include "Wakeup.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr int MAX_EXCEPTIONS = 100;
	/// Of one read.


const Poco::Timespan LINGER(1, 0);


Poco::Net::SocketAddress peerOf(const Poco::Net::StreamSocket& socket)
{
	try
	{
		return socket.peerAddress();
	}
	catch (const Poco::Exception&)
	{
		return {};        // the connection is lost already
	}
}


} // namespace


void ClientRelayEnd::check(WebSocketClient& client)
{
	if (client.state() == State::CONNECTING) throw Poco::IllegalStateException("a relay of a client that is not connected");
	if (client._transport->isFeeding()) throw Poco::IllegalStateException("a relay within a callback of its client");
}


ClientRelayEnd::ClientRelayEnd(WebSocketClient& client, RelayWay& way):
	RelayEnd(client.driver(), client._transport->transport(), {client._timeouts.close, LINGER, client._timeouts.send}),
	_client(client),
	_way(way),
	_peer(peerOf(client.socket())),
	_wasClosed(client.state() == State::CLOSED)
{
	_client._inbox->setListener(&way);
}


ClientRelayEnd::~ClientRelayEnd()
{
	_client._inbox->setListener(nullptr);
}


int ClientRelayEnd::wakeupDescriptor() const
{
	return isOver() ? -1 : _client._transport->wakeup().descriptor();
}


void ClientRelayEnd::onWakeup()
{
}


bool ClientRelayEnd::hasMail() const
{
	return !_emptied && _way.isOpen();
}


Deadline ClientRelayEnd::cutAt() const
{
	return NEVER;
}


bool ClientRelayEnd::wantsRead() const
{
	return _emptied && RelayEnd::wantsRead();
}


void ClientRelayEnd::takeMail()
{
	if (!_emptied) empty();
	call([this] { _client._transport->isUsable(); });        // loses the connection after abort()
	if (!_client._transport->isOpen()) cut();
}


void ClientRelayEnd::empty()
{
	auto& inbox = *_client._inbox;
	while (!inbox.empty() && _way.isOpen())
	{
		auto message = inbox.take();
		_way.send(message.opcode, std::move(message.payload));
	}
	_emptied = inbox.empty();
	if (_emptied && _wasClosed) _way.close(inbox.closeCode(), inbox.closeReason(), !inbox.failure().empty());
}


void ClientRelayEnd::afterWrite()
{
}


bool ClientRelayEnd::receive(std::span<char> bytes)
{
	for (int exceptions = 0; exceptions < MAX_EXCEPTIONS; ++exceptions)
	{
		if (call([&] { _client._transport->feed(bytes); })) return true;
		bytes = {};
	}
	return false;
}


void ClientRelayEnd::receiveEnd()
{
	call([this] { driver().receiveEnd(); });
}


void ClientRelayEnd::end()
{
	call([this] { _client._transport->lose(); });
}


template <class Call>
bool ClientRelayEnd::call(const Call& call)
	/// Calls the client. False: a callback of it threw.
{
	try
	{
		call();
		return true;
	}
	catch (...)
	{
		logException(_peer, "a callback of the client");
	}
	driver().close(CloseCode::INTERNAL_ERROR);
	_way.close(CloseCode::INTERNAL_ERROR, {}, false);
	return false;
}


} } // namespace WS::Net
