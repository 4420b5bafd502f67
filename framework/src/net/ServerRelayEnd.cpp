//
// ServerRelayEnd.cpp
//
// A server's connection in a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ServerRelayEnd.h"
#include "Mailbox.h"
#include "Wakeup.h"


namespace WS {
namespace Net {


ServerRelayEnd::ServerRelayEnd(WebSocketConnection& connection, Transport& transport, const ConnectionSettings& settings, Wakeup& wakeup, Mailbox& mailbox, std::span<char> buffer):
	RelayEnd(connection.driver(), &transport, {settings.closeTimeout, settings.lingerTimeout, settings.sendTimeout}),
	_connection(connection),
	_wakeup(wakeup),
	_mailbox(mailbox),
	_buffer(buffer),
	_cutAt(mailbox.cutAt())
{
}


std::span<char> ServerRelayEnd::buffer() const
{
	return _buffer;
}


int ServerRelayEnd::wakeupDescriptor() const
{
	return _wakeup.descriptor();
}


void ServerRelayEnd::onWakeup()
{
	_wakeup.reset();
	_cutAt = _mailbox.cutAt();
}


bool ServerRelayEnd::hasMail() const
{
	return _mailbox.hasMail();
}


Deadline ServerRelayEnd::cutAt() const
{
	return _cutAt;
}


void ServerRelayEnd::takeMail()
{
	_connection.takeMail();
}


void ServerRelayEnd::afterWrite()
{
	if (driver().state() != State::OPEN) _mailbox.shut();
	else _mailbox.setOutput(driver().bufferedAmount());
}


bool ServerRelayEnd::receive(std::span<char> bytes)
{
	return _connection.receive(bytes);
}


void ServerRelayEnd::receiveEnd()
{
	_connection.receiveEnd();
}


void ServerRelayEnd::end()
{
	shutdownSend();        // the socket is closed when the other end is over as well
	_mailbox.shut();
	_connection.receiveEnd();
}


} } // namespace WS::Net
