//
// WebSocketRequestHandler.h
//
// Serves a WebSocket connection behind Poco::Net::HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_WebSocketRequestHandler_INCLUDED
#define WS_Net_WebSocketRequestHandler_INCLUDED


#include "WS/Net/Endpoint.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <memory>


namespace WS {
namespace Net {


class LiveConnections;


class WS_API WebSocketRequestHandler: public Poco::Net::HTTPRequestHandler
	/// Serves one WebSocket connection on the thread of Poco::Net::HTTPServer that handles its
	/// request. For an application with a handler factory of its own; otherwise take
	/// WebSocketRequestHandlerFactory, which also ends the connections when the server stops:
	/// HTTPServer::stopAll() waits for a handler as long as its connection lives.
	///
	/// Poco has parsed the request, leniently, so only its values can be checked here. Header fields
	/// with control characters, which Poco decodes from RFC 2047, are refused with 400.
{
public:
	explicit WebSocketRequestHandler(Endpoint endpoint);
	explicit WebSocketRequestHandler(std::shared_ptr<const Endpoint> endpoint);
		/// Throws what Endpoint::check() throws.

	~WebSocketRequestHandler() override;

	void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override;
		/// Returns when the connection has ended. Takes the socket away from the HTTP session,
		/// and throws nothing after that.

private:
	friend class WebSocketRequestHandlerFactory;

	WebSocketRequestHandler(std::shared_ptr<const Endpoint> endpoint, std::shared_ptr<LiveConnections> live);

	std::shared_ptr<const Endpoint> _endpoint;
	std::shared_ptr<LiveConnections> _live;
};


} } // namespace WS::Net


#endif // WS_Net_WebSocketRequestHandler_INCLUDED
