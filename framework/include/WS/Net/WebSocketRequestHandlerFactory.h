//
// WebSocketRequestHandlerFactory.h
//
// Routes the requests of a Poco::Net::HTTPServer to WebSocket endpoints.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_WebSocketRequestHandlerFactory_INCLUDED
#define WS_Net_WebSocketRequestHandlerFactory_INCLUDED


#include "WS/Net/WebSocketConnection.h"
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Timespan.h>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class LiveConnections;
class Routes;


class WS_API WebSocketRequestHandlerFactory: public Poco::Net::HTTPRequestHandlerFactory
	/// Serves WebSocket endpoints by path, keeps the live connections, and ends them when
	/// the server stops.
	///
	///     auto* factory = new WS::Net::WebSocketRequestHandlerFactory;
	///     factory->route("/echo", [](WS::Net::WebSocketConnection& connection, const WS::Request&)
	///     {
	///         return std::make_unique<Echo>(connection);
	///     });
	///     Poco::Net::HTTPServer server(factory, socket, parameters);
	///     server.start();
	///
	/// Each connection takes a thread of the server's pool and two descriptors for as long as it lives:
	/// give the pool and HTTPServerParams::setMaxThreads as many threads as there may be connections.
{
public:
	explicit WebSocketRequestHandlerFactory(Poco::Net::HTTPRequestHandlerFactory::Ptr fallback = nullptr);
		/// The fallback serves what is for no route and what asks for no upgrade to WebSocket. Without
		/// one the answers are 404, and 426 on a route.

	~WebSocketRequestHandlerFactory() override;

	void route(const std::string& path, Endpoint endpoint);
		/// Serves the path, which is compared exactly and without the query. Before the server starts.
		/// A path twice: Poco::ExistsException. A path that does not begin with '/', and what
		/// Endpoint::check() finds: Poco::InvalidArgumentException.

	Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest& request) override;

	void closeAll(CloseCode code = CloseCode::GOING_AWAY, const std::string& reason = {}, const Poco::Timespan& grace = Poco::Timespan(0, 500000));
		/// Closes every connection and refuses further ones with 503. What has not ended after the grace is
		/// cut. From any thread; does not wait. HTTPServer::stopAll() calls it and waits for the grace
		/// (without one for stopAll(true)); before HTTPServer::stop() call it yourself.
		/// A code or reason that cannot be sent: Poco::InvalidArgumentException.

	bool waitUntilClosed(const Poco::Timespan& timeout);
		/// Waits until no connection is left: after that no listener is called any more. False: some are
		/// when the timeout has passed. Not to be called from a listener.

	std::vector<WebSocketConnection::Handle> connections() const;
		/// The connections that are not closing. From any thread.

	std::size_t size() const;
		/// How many connections there are, closing ones included. From any thread.

private:
	void onServerStopped(const bool& abortCurrent);

	Poco::Net::HTTPRequestHandlerFactory::Ptr _fallback;
	const std::unique_ptr<Routes> _routes;
	std::shared_ptr<LiveConnections> _live;
};


} } // namespace WS::Net


#endif // WS_Net_WebSocketRequestHandlerFactory_INCLUDED
