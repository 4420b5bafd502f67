//
// WebSocketServer.h
//
// A server on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_WebSocketServer_INCLUDED
#define WS_Net_WebSocketServer_INCLUDED


#include "WS/HTTP.h"
#include "WS/Net/Endpoint.h"
#include "WS/Net/EventLoop.h"
#include "WS/Net/Handle.h"
#include "WS/Net/TLS.h"
#include "WS/Net/TrustedProxies.h"
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>


namespace WS {
namespace Net {


class ServerCore;


struct ServerSettings
	/// What holds for a server as a whole.
{
	Poco::Timespan handshakeTimeout{10, 0};
		/// From accepting a connection until it is open, in total. Ends connections that send nothing, or a byte at a time.

	std::size_t maxConnections = UNLIMITED;
	std::size_t maxConnectionsPerAddress = UNLIMITED;
		/// Further ones are answered with 503, and when many of those wait to be, closed at once; adopted ones count, but are
		/// taken. Of Unix domain sockets, and of the proxies in proxyProtocol, there may be any number per address. Without a
		/// limit there are as many as the process has descriptors: when they have run out, new clients wait in the backlog.

	int backlog = 1024;
		/// Clients that may wait to be accepted; the system may allow fewer.

	TrustedProxies proxyProtocol;
		/// Connections from these addresses begin with a header of the PROXY protocol, version 2, which tells
		/// WebSocketConnection::clientAddress(); without it they are cut. For all sockets that listen.

	std::shared_ptr<const Options> heads = std::make_shared<const Options>();
		/// maxRequestLine, maxHeaderLine, maxHeaders and maxHead of all requests: only when one has been read its
		/// path leads to an endpoint, whose Options hold from then on.
};


class WS_API WebSocketServer
	/// Serves tens of thousands of connections on a few threads, each with an event loop.
	///
	///     WS::Net::WebSocketServer server;
	///     server.route("/echo", [](WS::Net::WebSocketConnection& connection, const WS::Request&)
	///     {
	///         return std::make_unique<Echo>(connection);
	///     });
	///     server.listen(Poco::Net::SocketAddress("127.0.0.1", 8080));
	///     server.start();
	///
	/// A connection stays on one loop; its listener is called on that loop's thread, and must not wait. Functions of the
	/// endpoints, for their listeners and drivers, are called on all threads. What stands here may be called from any
	/// thread; route(), setPlainHandler() and listen() before start().
{
public:
	using PlainHandler = std::function<Response(const Request&)>;

	explicit WebSocketServer(std::size_t threads = 1, ServerSettings settings = {});
		/// With threads of its own.

	explicit WebSocketServer(EventLoop& loop, ServerSettings settings = {});
		/// On a loop of the caller's, who runs it, also until stop() or drain() have done their work; it outlives the server.

	WebSocketServer(const WebSocketServer&) = delete;
	WebSocketServer& operator = (const WebSocketServer&) = delete;

	~WebSocketServer();
		/// As stop(). Not from a listener; on the thread of a loop of the caller's from a function that was posted.

	void route(const std::string& path, Endpoint endpoint);
		/// Serves the path, which is compared exactly and without the query. A path twice: Poco::ExistsException. A path
		/// that does not begin with '/', and what Endpoint::check() finds: Poco::InvalidArgumentException.

	void setPlainHandler(PlainHandler handler);
		/// Answers requests that ask for no upgrade, or for a path that is no route: a page, a health check. For short answers
		/// that are at hand; the connection ends with each. Without one they are 404, and 426 on a route. What it
		/// throws is logged and answered with 500.

	Poco::Net::SocketAddress listen(const Poco::Net::SocketAddress& address, std::shared_ptr<const ServerTLS> tls = {});
		/// Listens at an address: IPv4, IPv6 ("::" takes IPv4 as well), or a Unix domain socket, whose file is replaced if nobody
		/// listens there and removed in the end. With tls: for wss. Returns the address with the port that was chosen if it is 0.
		/// Throws Poco::Net::NetException. Any number of times.

	void listen(const Poco::Net::ServerSocket& socket, std::shared_ptr<const ServerTLS> tls = {});
		/// The same with a socket that listens already. One with TLS of Poco's: Poco::InvalidArgumentException.

	void start();
		/// Poco::IllegalStateException: a second time.

	bool serves(std::string_view path) const;
		/// Whether the path is a route.

	void adopt(const Poco::Net::StreamSocket& socket, Request request, std::string received = {});
		/// Serves a connection whose request somebody else has read, and what was read behind its head. It moves to a loop, and
		/// the call returns at once; the caller does not use the socket any more. Not a route: Poco::NotFoundException.

	void adopt(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response);
		/// The same for a handler of Poco::Net::HTTPServer, also over HTTPS; see HandOverFactory. What is not a route, or cannot
		/// be served otherwise, is answered with an error.

	bool drain(const Poco::Timespan& deadline);
		/// Ends the server gently: accepts nothing further, closes all connections with GOING_AWAY, waits for them, and cuts
		/// what is left at the deadline. Returns when all is over: whether nothing had to be cut. From a
		/// loop's thread it only begins, and returns true. Handshakes that were not done are not meant.

	void stop();
		/// Ends the server at once: cuts what is there, with a close frame before where there is room for one. Returns when no
		/// listener is called any more and no thread is left; from a loop's thread it only begins.

	std::vector<Handle> connections() const;
		/// Those that are open.

	std::size_t size() const;
		/// How many connections there are, those in their handshake and closing ones included.

private:
	const std::unique_ptr<ServerCore> _core;
};


} } // namespace WS::Net


#endif // WS_Net_WebSocketServer_INCLUDED
