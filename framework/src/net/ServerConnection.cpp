//
// ServerConnection.cpp
//
// A connection of a server on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ServerConnection.h"
#include "LoopSignal.h"
#include "ServerLoop.h"
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t MAX_REFUSED = 16;
	/// Connections of one address over its limit that are told so; those beyond are closed at once.


} // namespace


ServerConnection::ServerConnection(ServerLoop& server, std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer):
	ServerConnection(server, std::move(transport), peer, std::make_shared<LoopSignal>(server.loop()))
{
}


ServerConnection::ServerConnection(ServerLoop& server, std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer, std::shared_ptr<LoopSignal> signal):
	LoopLink(server.loop(), std::move(transport), server.settings(), signal),
	_server(server),
	_mailbox(std::make_shared<Mailbox>(std::move(signal), server.settings().maxQueued)),
	_connection(server.heads(), peer, LoopLink::transport().secure(), _mailbox)
{
	attach(_connection, *_mailbox);
}


ServerConnection::~ServerConnection()
{
	detach();
}


void ServerConnection::await(std::shared_ptr<const ProxyProtocol> header, bool refuse)
{
	_header = std::move(header);
	guard([&] {
		const auto tooMany = _server.addresses().add(peerAddress());
		if (tooMany > MAX_REFUSED) return cut();
		_refuse = refuse || tooMany != 0;
		join(openBy());
	});
}


void ServerConnection::serve(std::shared_ptr<const Endpoint> endpoint, Request request, std::string received)
{
	guard([&] {
		_server.addresses().add(peerAddress());
		apply(endpoint->settings);
		_mailbox->announce();
		_connection.open(std::move(endpoint), std::move(request), received);
		join(openBy());
	});
}


void ServerConnection::cut()
{
	end(Cause::ABORTED, CloseInfo::Side::SELF);
}


Deadline ServerConnection::openBy() const
{
	return deadlineAfter(_server.loop().now(), _server.handshakeTimeout());
}


void ServerConnection::received()
{
	if (_connection.isRequested()) answer(_connection.request());
}


void ServerConnection::answer(const Request& request)
{
	if (_header && _header->client()) _connection.setClient(*_header->client());
	_header.reset();
	if (_refuse) return _connection.respond(plainResponse(503, "Too many connections.\n"));

	auto endpoint = _server.find(request);
	if (endpoint)
	{
		apply(endpoint->settings);
		_mailbox->announce();
		_connection.open(std::move(endpoint));
	}
	else _connection.respond(_server.answerPlain(request));
}


void ServerConnection::left(const CloseInfo& info)
{
	_server.release(*this, info);
}


} } // namespace WS::Net
