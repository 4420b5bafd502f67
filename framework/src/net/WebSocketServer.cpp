//
// WebSocketServer.cpp
//
// A server on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketServer.h"
#include "ServerCore.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


WebSocketServer::WebSocketServer(std::size_t threads, ServerSettings settings):
	_core(std::make_unique<ServerCore>(threads, nullptr, std::move(settings)))
{
}


WebSocketServer::WebSocketServer(EventLoop& loop, ServerSettings settings):
	_core(std::make_unique<ServerCore>(0, &loop, std::move(settings)))
{
}


WebSocketServer::~WebSocketServer() = default;


void WebSocketServer::route(const std::string& path, Endpoint endpoint)
{
	_core->checkNotStarted();
	_core->shared().routes.add(path, std::move(endpoint));
}


void WebSocketServer::setPlainHandler(PlainHandler handler)
{
	_core->checkNotStarted();
	_core->shared().plainHandler = std::move(handler);
}


Poco::Net::SocketAddress WebSocketServer::listen(const Poco::Net::SocketAddress& address)
{
	return _core->listen(address);
}


void WebSocketServer::listen(const Poco::Net::ServerSocket& socket)
{
	_core->listen(socket);
}


void WebSocketServer::start()
{
	_core->start();
}


void WebSocketServer::adopt(const Poco::Net::StreamSocket& socket, Request request, std::string received)
{
	_core->adopt(socket, socket.peerAddress(), std::move(request), std::move(received));
}


bool WebSocketServer::drain(const Poco::Timespan& deadline)
{
	return _core->end(deadlineIn(deadline));
}


void WebSocketServer::stop()
{
	_core->end(Deadline::min());
}


std::vector<Handle> WebSocketServer::connections() const
{
	return _core->live().handles();
}


std::size_t WebSocketServer::size() const
{
	return _core->live().size();
}


} } // namespace WS::Net
