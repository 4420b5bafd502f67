//
// ServerLoop.cpp
//
// What a server has on one of its loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ServerLoop.h"
#include "Log.h"
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t MAX_REFUSED = 128;
	/// Connections over the limit that are told so; those beyond are closed at once.


std::shared_ptr<const Options> sharing(const Options& options, const std::shared_ptr<BufferPool>& buffers)
{
	auto copy = std::make_shared<Options>(options);
	copy->buffers = buffers;
	return copy;
}


} // namespace


ServerLoop::Shared::Shared(ServerSettings theSettings):
	settings(std::move(theSettings))
{
}


ServerLoop::ServerLoop(EventLoop& eventLoop, const Shared& shared):
	_eventLoop(eventLoop),
	_loop(Loop::of(eventLoop)),
	_shared(shared),
	_routes(shared.routes.sharing(_loop.buffers())),
	_heads(sharing(*shared.settings.heads, _loop.buffers()))
{
}


ServerLoop::~ServerLoop()
	// In a loop that does not run any more nobody would be told.
{
	for (auto& connection: _connections) _shared.live->remove(connection->mailbox());
}


void ServerLoop::listen(const Poco::Net::ServerSocket& socket, Acceptor::Function accepted)
{
	_acceptors.push_back(std::make_unique<Acceptor>(_loop, socket, std::move(accepted)));
}


void ServerLoop::add(std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer, std::shared_ptr<const ProxyProtocol> header)
{
	const auto most = _shared.settings.maxConnections;
	const auto now = _shared.live->size();
	if (now >= most && now - most >= MAX_REFUSED) return;

	auto* connection = keep(std::move(transport), peer);
	if (connection) connection->await(std::move(header), now >= most);
}


void ServerLoop::add(std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer, Request request, std::string received)
{
	auto* connection = keep(std::move(transport), peer);
	if (!connection) return;
	auto endpoint = _routes.find(request.target);
	connection->serve(std::move(endpoint), std::move(request), std::move(received));
}


ServerConnection* ServerLoop::keep(std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer)
	// Null: the server is stopping.
{
	auto connection = std::make_unique<ServerConnection>(*this, std::move(transport), peer);
	if (_connections.size() == _connections.capacity()) _connections.reserve(2 * _connections.size() + 1);       // what throws comes first
	if (!_shared.live->add(connection->mailbox())) return nullptr;

	connection->place = _connections.size();
	_connections.push_back(std::move(connection));
	return _connections.back().get();
}


void ServerLoop::release(ServerConnection& connection, const CloseInfo& info)
{
	if (info.cause == Cause::ABORTED && connection.mailbox()->isAnnounced() && _shared.live->isClosing()) ++_shared.cuts;
	_shared.addresses.remove(connection.peerAddress());
	_shared.live->remove(connection.mailbox());
	auto& hole = _connections[connection.place];
	auto released = std::move(hole);
	if (hole != _connections.back())
	{
		hole = std::move(_connections.back());
		hole->place = released->place;
	}
	_connections.pop_back();
	_loop.dispose(std::move(released));
	if (_stopping && _connections.empty()) _eventLoop.stop();
}


void ServerLoop::stopAccepting()
{
	_acceptors.clear();
	_closed = true;
}


void ServerLoop::cut()
{
	stopAccepting();
	while (!_connections.empty()) _connections.back()->cut();
}


void ServerLoop::stopWhenEmpty()
{
	_stopping = true;
	if (_connections.empty()) _eventLoop.stop();
}


std::shared_ptr<const Endpoint> ServerLoop::find(const Request& request) const
	// Of a request that asks for WebSocket; its driver judges the rest.
{
	return listContains(request.headers.joined("Upgrade"), "websocket") ? _routes.find(request.target) : nullptr;
}


Response ServerLoop::answerPlain(const Request& request) const
{
	if (!request.version.starts_with("HTTP/1.")) return plainResponse(505, "HTTP/1.1 is spoken here.\n");
	if (_shared.plainHandler)
	{
		try
		{
			return _shared.plainHandler(request);
		}
		catch (...)
		{
			logException({}, "the handler of plain requests");
		}
		return plainResponse(500, "Internal server error.\n");
	}
	if (!_routes.find(request.target)) return plainResponse(404, "Not found.\n");
	return plainResponse(426, "This is a WebSocket endpoint.\n");
}


Response plainResponse(int status, std::string body)
{
	Response response;
	response.status = status;
	response.body = std::move(body);
	return response;
}


} } // namespace WS::Net
