//
// WebSocketRequestHandlerFactory.cpp
//
// Routes the requests of a Poco::Net::HTTPServer to WebSocket endpoints.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "LiveConnections.h"
#include "PlainAnswer.h"
#include "RequestCopy.h"
#include "Routes.h"
#include "WS/Net/WebSocketRequestHandler.h"
#include <Poco/Delegate.h>
#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <utility>


namespace WS {
namespace Net {


WebSocketRequestHandlerFactory::WebSocketRequestHandlerFactory(Poco::Net::HTTPRequestHandlerFactory::Ptr fallback):
	_fallback(std::move(fallback)),
	_routes(std::make_unique<Routes>()),
	_live(std::make_shared<LiveConnections>())
{
	// Before any HTTPServerConnection does: theirs wait until their handler has returned.
	serverStopped += Poco::delegate(this, &WebSocketRequestHandlerFactory::onServerStopped);
}


WebSocketRequestHandlerFactory::~WebSocketRequestHandlerFactory()
{
	serverStopped -= Poco::delegate(this, &WebSocketRequestHandlerFactory::onServerStopped);
}


void WebSocketRequestHandlerFactory::route(const std::string& path, Endpoint endpoint)
{
	_routes->add(path, std::move(endpoint));
}


Poco::Net::HTTPRequestHandler* WebSocketRequestHandlerFactory::createRequestHandler(const Poco::Net::HTTPServerRequest& request)
{
	const auto endpoint = _routes->find(request.getURI());
	if (endpoint && asksForWebSocket(request)) return new WebSocketRequestHandler(endpoint, _live);
	if (_fallback) return _fallback->createRequestHandler(request);
	return PlainAnswer::notServed(endpoint != nullptr);
}


void WebSocketRequestHandlerFactory::closeAll(CloseCode code, const std::string& reason, const Poco::Timespan& grace)
{
	if (!isSendable(code)) throw Poco::InvalidArgumentException("close code", std::to_string(static_cast<int>(code)));
	if (reason.size() > MAX_CLOSE_REASON) throw Poco::InvalidArgumentException("close reason over 123 bytes", reason);
	_live->closeAll(code, reason, deadlineIn(grace));
}


bool WebSocketRequestHandlerFactory::waitUntilClosed(const Poco::Timespan& timeout)
{
	return _live->waitUntilEmpty(deadlineIn(timeout));
}


std::vector<WebSocketConnection::Handle> WebSocketRequestHandlerFactory::connections() const
{
	return _live->handles();
}


std::size_t WebSocketRequestHandlerFactory::size() const
{
	return _live->size();
}


void WebSocketRequestHandlerFactory::onServerStopped(const bool& abortCurrent)
{
	const Poco::Timespan grace(0, abortCurrent ? 0 : 500000);
	const Poco::Timespan toReturn(0, 200000);
	closeAll(CloseCode::GOING_AWAY, {}, grace);
	_live->waitUntilEmpty(deadlineIn(grace + toReturn));
}


} } // namespace WS::Net
