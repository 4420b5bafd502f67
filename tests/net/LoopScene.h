//
// LoopScene.h
//
// A server's connections on one loop, turned by the test.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_LoopScene_INCLUDED
#define WSTest_LoopScene_INCLUDED


#include "WS/Net/CloseInfo.h"
#include "WS/Net/WebSocketConnection.h"
#include "net/Loop.h"
#include "net/LoopClient.h"
#include "net/ServerLoop.h"
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>


namespace WS::Test {


class LoopScene
	/// A server's connections on one loop in the test's own thread: no threads, and a time that passes when the test says
	/// so. Everything that was sent has been processed when a call here returns.
{
public:
	using Action = std::function<void(Net::WebSocketConnection&)>;

	explicit LoopScene(const std::function<void(Net::Endpoint&)>& change = {}, Net::ServerSettings settings = {});
		/// The endpoint is at "/chat".

	~LoopScene();

	std::map<std::string, Action> on;
		/// What the listeners do besides writing down what they hear: "listener" (in the endpoint's function), "open",
		/// "message", "ping", "pong", "error", "close", "drain", "end".

	std::string message;
		/// The last that came.

	LoopClient connect();
		/// Accepted, and nothing sent.

	template <class Transport>
	LoopClient connect()
		/// The same through another transport, which is made of the socket.
	{
		return connect([](const Poco::Net::StreamSocket& socket) { return std::make_unique<Transport>(socket); });
	}

	LoopClient adopt(const Bytes& received = {});
		/// Somebody else has read the request, and that behind it.

	LoopClient open();
		/// The handshake is done.

	void settle();
		/// Turns the loop until nothing is left to do; throws if that never comes.

	std::size_t pass(std::chrono::milliseconds time);
		/// Lets time pass, in steps; returns how many of them had something to do.

	std::string heard(std::size_t connection = 0) const;
		/// What a listener heard: "open, message Hello, close 1000, end".

	const Net::CloseInfo& ending(std::size_t connection = 0) const;
		/// What its onEnd was told; throws if that was not called, or twice.

	Net::WebSocketConnection& connection(std::size_t index = 0);

	std::size_t size() const { return _shared.live->size(); }
	Net::EventLoop& eventLoop() { return *_eventLoop; }
	Net::Loop& loop() { return Net::Loop::of(*_eventLoop); }
	Net::ServerLoop& serverLoop() { return *_serverLoop; }
	Net::LiveConnections& live() { return *_shared.live; }

private:
	class Listener;

	using MakeTransport = std::function<std::unique_ptr<Net::Transport>(const Poco::Net::StreamSocket&)>;

	struct Record
	{
		Net::WebSocketConnection* connection = nullptr;
		std::string heard;
		std::vector<Net::CloseInfo> endings;
	};

	LoopClient connect(const MakeTransport& make);
	int pair(Poco::Net::StreamSocket& served) const;
	void note(std::size_t index, const std::string& event, const std::string& detail = {});

	Net::Deadline _time = Net::Deadline() + std::chrono::seconds(1000);
	std::vector<Record> _records;
	Net::ServerLoop::Shared _shared;
	std::unique_ptr<Net::EventLoop> _eventLoop;
	std::unique_ptr<Net::ServerLoop> _serverLoop;
};


} // namespace WS::Test


#endif // WSTest_LoopScene_INCLUDED
