//
// NetServer.h
//
// A server on a free port, and what its connections saw.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetServer_INCLUDED
#define WSTest_NetServer_INCLUDED


#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "support/Events.h"
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/ThreadPool.h>
#include <Poco/URI.h>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>


namespace WS::Test {


const int PATIENCE = 30;
	/// Seconds after which a test that waits for something fails.


class Journal
	/// Events of all connections of a server, from any thread.
{
public:
	void add(Event event);

	Events until(Event::Kind kind, std::size_t count = 1);
		/// All events once there are so many of that kind; throws when that takes too long.

	Events events() const;

private:
	mutable std::mutex _mutex;
	std::condition_variable _changed;
	Events _events;
};


struct Script
	/// What the listeners of a server do besides writing down what they hear.
{
	std::function<void(Net::WebSocketConnection&)> onOpen;
	std::function<void(Net::WebSocketConnection&, Message&)> onMessage;
	std::function<void(Net::WebSocketConnection&)> onPing;
	std::function<void(Net::WebSocketConnection&)> onClose;
};


Script echo();
	/// Sends each message back.


Net::Endpoint endpointOf(Script script, Journal& journal);
	/// Its listeners follow the script and write down what they hear. The journal outlives them.


template <class Driver>
void serveWith(Net::Endpoint& endpoint)
	/// Connections get a driver of this class.
{
	endpoint.driver = [](Listener& listener, Request request, std::shared_ptr<const Options> options) {
		return std::make_unique<Driver>(listener, std::move(request), std::move(options));
	};
}


class NetServer
	/// Poco's HTTPServer with our factory on a free port of 127.0.0.1; stops when it goes.
{
public:
	explicit NetServer(Script script = echo(), const std::function<void(Net::Endpoint&)>& change = {}, Poco::Net::Context::Ptr tls = nullptr);
		/// Serves the script at every path that tests use: "/" and "/chat"; with a context over TLS, by Poco's HTTPS sockets.

	explicit NetServer(Poco::Net::HTTPRequestHandlerFactory::Ptr factory, Poco::Net::Context::Ptr tls = nullptr);
		/// Serves another factory's handlers.

	~NetServer();

	Poco::Net::SocketAddress address() const;
	Poco::URI uri(const std::string& path = "/") const;
		/// With ws or wss.

	Journal journal;

	Net::WebSocketRequestHandlerFactory& factory();
	Poco::Net::HTTPServer& http();

	void joinThreads();
		/// Returns when no thread of the pool runs any more.

private:
	const bool _secure;
	Poco::ThreadPool _pool;
	Net::WebSocketRequestHandlerFactory* _factory = nullptr;
	std::unique_ptr<Poco::Net::HTTPServer> _server;
};


} // namespace WS::Test


#endif // WSTest_NetServer_INCLUDED
