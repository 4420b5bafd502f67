//
// HandOverFactory.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/HandOverFactory.h"
#include "PlainAnswer.h"
#include "RequestCopy.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


class HandOver: public Poco::Net::HTTPRequestHandler
{
public:
	explicit HandOver(WebSocketServer& server):
		_server(server)
	{
	}

	void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override
	{
		_server.adopt(request, response);
	}

private:
	WebSocketServer& _server;
};


} // namespace


HandOverFactory::HandOverFactory(WebSocketServer& server, Poco::Net::HTTPRequestHandlerFactory::Ptr fallback):
	_server(server),
	_fallback(std::move(fallback))
{
}


Poco::Net::HTTPRequestHandler* HandOverFactory::createRequestHandler(const Poco::Net::HTTPServerRequest& request)
{
	const bool routed = _server.serves(pathOf(request.getURI()));
	if (routed && asksForWebSocket(request)) return new HandOver(_server);
	if (_fallback) return _fallback->createRequestHandler(request);
	return PlainAnswer::notServed(routed);
}


} } // namespace WS::Net
