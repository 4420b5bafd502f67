//
// Loop.h
//
// What an event loop consists of.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Loop_INCLUDED
#define WS_Net_Loop_INCLUDED


#include "Poller.h"
#include "TimerWheel.h"
#include "WS/Net/EventLoop.h"
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>


namespace WS {
namespace Net {


class Loop
	/// The sockets, the timers and the functions of an event loop, and the buffer into which its connections read. But for
	/// post() and stop() it belongs to the loop's thread.
{
public:
	static constexpr std::size_t BUFFER_SIZE = 256 * 1024;

	Loop();

	static Loop& of(EventLoop& eventLoop) { return *eventLoop._loop; }

	void run();
	void stop();
	void post(EventLoop::Function function);
	bool isOwnThread() const;

	Poller& poller() { return _poller; }
	TimerWheel& timers() { return _timers; }

	std::span<char> buffer() { return {_buffer.get(), BUFFER_SIZE}; }
		/// For one read: its bytes are processed before another connection reads.

private:
	void turn();
	void callPosted();
	void advanceTimers();

	Poller _poller;
	TimerWheel _timers;
	const std::unique_ptr<char[]> _buffer;
	std::atomic<std::thread::id> _thread;                // that runs; none: nobody does
	std::atomic<bool> _stopping{false};
	std::mutex _mutex;
	std::vector<EventLoop::Function> _posted;
	std::vector<EventLoop::Function> _calling;           // keeps its memory from turn to turn
};


} } // namespace WS::Net


#endif // WS_Net_Loop_INCLUDED
