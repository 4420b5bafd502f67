//
// EventLoop.h
//
// One thread for many connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_EventLoop_INCLUDED
#define WS_Net_EventLoop_INCLUDED


#include "WS/Net/ClientHandle.h"
#include "WS/Net/ClientOptions.h"
#include "WS/WS.h"
#include <Poco/URI.h>
#include <functional>
#include <memory>


namespace WS {
namespace Net {


class Loop;


class WS_API EventLoop
	/// Serves any number of connections on the thread that calls run(). Their listeners are called on it, and must not
	/// wait: what takes long is handed to another thread, which comes back with post() or a Handle.
{
public:
	using Function = std::function<void()>;

	EventLoop();
		/// Throws Poco::IOException when there are no descriptors left.

	~EventLoop();
		/// Not while run() is going on. Functions that were posted and not called are dropped. Its clients' connections are
		/// cut, and their listeners destroyed without being told.

	EventLoop(const EventLoop&) = delete;
	EventLoop& operator = (const EventLoop&) = delete;

	void run();
		/// Returns when stop() was called, also before. Can be called again then, on whatever thread.
		/// Poco::IllegalStateException if it is going on already. Meanwhile SIGPIPE is blocked on this thread.

	void stop();
		/// Makes run() return when what it is telling at the moment has been told. From any thread, also from within run().

	void post(Function function);
		/// Calls the function on the loop's thread, after what was posted before. From any thread, also when run() is not
		/// going on yet. What it throws is logged through the logger "WS.Net".

	ClientHandle connect(const Poco::URI& uri, ClientListenerFunction listener, ClientOptions options = {});
		/// Connects as a client, whose connections are served by the loop; nothing is called before this returns. From any
		/// thread, also when run() is not going on yet.
		///
		///     auto client = loop.connect(Poco::URI("wss://server.example.com/chat"), [](WS::Net::ClientConnection& connection) {
		///         return std::make_unique<ChatListener>(connection);
		///     });
		///
		/// What cannot connect is told by ConnectionListener::onEnd(), once for each attempt. Malformed arguments: exceptions
		/// as by WebSocketClient; see ClientOptions::check().

	bool isOwnThread() const;
		/// Whether run() is going on and has called the caller.

private:
	friend class Loop;

	explicit EventLoop(std::unique_ptr<Loop> loop);

	const std::unique_ptr<Loop> _loop;
};


} } // namespace WS::Net


#endif // WS_Net_EventLoop_INCLUDED
