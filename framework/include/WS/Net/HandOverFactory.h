//
// HandOverFactory.h
//
// Moves WebSocket connections from Poco's HTTPServer to event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_HandOverFactory_INCLUDED
#define WS_Net_HandOverFactory_INCLUDED


#include "WS/Net/WebSocketServer.h"
#include <Poco/Net/HTTPRequestHandlerFactory.h>


namespace WS {
namespace Net {


class WS_API HandOverFactory: public Poco::Net::HTTPRequestHandlerFactory
	/// Lets a Poco::Net::HTTPServer serve pages, with a thread for each request, and a WebSocketServer the WebSocket
	/// connections that come to the same port, on its few loops: what asks for an upgrade on a route of that server moves there
	/// with its socket, its request and what was read behind it, and the HTTP thread is free at once.
	///
	///     WS::Net::WebSocketServer loops;
	///     loops.route("/echo", …);
	///     loops.start();                                   // listens nowhere itself
	///     Poco::Net::HTTPServer http(new WS::Net::HandOverFactory(loops, pages), socket, parameters);
	///
	/// Stop the HTTPServer first, then the WebSocketServer.
{
public:
	explicit HandOverFactory(WebSocketServer& server, Poco::Net::HTTPRequestHandlerFactory::Ptr fallback = nullptr);
		/// The server outlives the factory. The fallback serves the rest; without one that is answered with 404, and 426 on a
		/// route.

	Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest& request) override;

private:
	WebSocketServer& _server;
	Poco::Net::HTTPRequestHandlerFactory::Ptr _fallback;
};


} } // namespace WS::Net


#endif // WS_Net_HandOverFactory_INCLUDED
