//
// ServerCore.h
//
// What a WebSocketServer consists of.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ServerCore_INCLUDED
#define WS_Net_ServerCore_INCLUDED


#include "DetachedRequest.h"
#include "LiveConnections.h"
#include "ServerLoop.h"
#include <Poco/Net/ServerSocket.h>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>


namespace WS {
namespace Net {


class ServerCore
	/// The loops of a server, its threads, and how they begin and end.
{
public:
	ServerCore(std::size_t threads, EventLoop* eventLoop, ServerSettings settings);

	~ServerCore();

	ServerLoop::Shared& shared() { return _shared; }
	LiveConnections& live() { return *_shared.live; }

	void checkNotStarted() const;
		/// Else Poco::IllegalStateException.

	Poco::Net::SocketAddress listen(const Poco::Net::SocketAddress& address, std::shared_ptr<const ServerTLS> tls);
	void listen(const Poco::Net::ServerSocket& socket, std::shared_ptr<const ServerTLS> tls);
	void start();
	void adopt(DetachedRequest request);

	bool isServing() const { return _started && !_ending; }

	bool end(Deadline cutAt);
		/// Closes everything, cuts what is left then, and waits for it unless called on one of the loops' threads. False:
		/// something was cut.

private:
	struct Runner
		/// A loop of the server's own.
	{
		EventLoop loop;
		std::thread thread;
	};

	struct Listening
	{
		Poco::Net::ServerSocket socket;
		std::shared_ptr<const ServerTLS> tls;            // none: plain
	};

	void removeFiles();
	void accepted(std::shared_ptr<Poco::Net::StreamSocket> socket, const Poco::Net::SocketAddress& peer, const ServerTLS* tls);
	void serve(ServerLoop& loop, const Poco::Net::StreamSocket& socket, const Poco::Net::SocketAddress& peer, const ServerTLS* tls);
	const std::shared_ptr<ServerLoop>& nextLoop();
	static void post(const std::shared_ptr<ServerLoop>& loop, std::function<void(ServerLoop&)> function);
	bool isInside() const;
	void wait();

	ServerLoop::Shared _shared;
	std::vector<std::unique_ptr<Runner>> _runners;
	EventLoop* const _foreign;                                   // none: the runners' loops
	std::vector<std::shared_ptr<ServerLoop>> _loops;             // functions that are posted hold no more than weak ones
	std::vector<Listening> _sockets;
	std::vector<std::string> _files;                             // of Unix domain sockets
	std::atomic<std::size_t> _next{0};
	std::mutex _joining;                                         // of threads, and while they are made
	std::atomic<bool> _ending{false};
	std::atomic<bool> _started{false};                           // the loops are there
};


} } // namespace WS::Net


#endif // WS_Net_ServerCore_INCLUDED
