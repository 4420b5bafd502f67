//
// ClientLink.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ClientLink.h"
#include "EventClient.h"
#include "LoopSignal.h"
#include "Mailbox.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


Poco::Net::SocketAddress peerOf(const Transport& transport)
{
	try
	{
		return transport.socket().peerAddress();
	}
	catch (const Poco::Exception&)
	{
		return {};        // the connection is lost already
	}
}


} // namespace


ClientLink::ClientLink(EventClient& client, std::unique_ptr<Transport> transport):
	ClientLink(client, std::move(transport), std::make_shared<LoopSignal>(client.loop()))
{
}


ClientLink::ClientLink(EventClient& client, std::unique_ptr<Transport> transport, std::shared_ptr<LoopSignal> signal):
	LoopLink(client.loop(), std::move(transport), client.options().settings, signal),
	_client(client),
	_mailbox(client.makeMailbox(std::move(signal))),
	_connection(client, peerOf(LoopLink::transport()), LoopLink::transport().secure(), _mailbox)
{
	attach(_connection, *_mailbox);
}


ClientLink::~ClientLink()
{
	detach();
}


void ClientLink::start(std::span<char> early, Deadline openBy)
{
	guard([&] {
		_connection.start(early);
		join(openBy);
		if (!isEnded()) received();
	});
}


void ClientLink::received()
	// Neither the body of a redirect nor its server's end is waited for.
{
	if (_connection.isRedirected()) end(Cause::CLOSED, CloseInfo::Side::SELF);
}


void ClientLink::left(const CloseInfo&)
{
	_client.left();
}


} } // namespace WS::Net
