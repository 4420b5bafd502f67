//
// WebSocketServer.cpp
//
// A server on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketServer.h"
#include "PlainAnswer.h"
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


Poco::Net::SocketAddress WebSocketServer::listen(const Poco::Net::SocketAddress& address, std::shared_ptr<const ServerTLS> tls)
{
	return _core->listen(address, std::move(tls));
}


void WebSocketServer::listen(const Poco::Net::ServerSocket& socket, std::shared_ptr<const ServerTLS> tls)
{
	_core->listen(socket, std::move(tls));
}


void WebSocketServer::start()
{
	_core->start();
}


bool WebSocketServer::serves(std::string_view path) const
{
	return _core->shared().routes.find(path) != nullptr;
}


void WebSocketServer::adopt(const Poco::Net::StreamSocket& socket, Request request, std::string received)
{
	_core->adopt({std::move(request), socket.peerAddress(), socket, std::move(received)});
}


void WebSocketServer::adopt(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response)
{
	auto detached = readRequest(request, response);
	if (!detached) return;
	if (!serves(detached->head.target)) return answer(response, Poco::Net::HTTPResponse::HTTP_NOT_FOUND, "Not found.");
	if (!_core->isServing()) return answer(response, Poco::Net::HTTPResponse::HTTP_SERVICE_UNAVAILABLE, "The server does not run.");
	detached->detach(request);
	_core->adopt(std::move(*detached));
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
