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
#include "WS/BufferPool.h"
#include "WS/Net/EventLoop.h"
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>


namespace WS {
namespace Net {


class EventClients;


class Disposable
	/// What a Loop can destroy later.
{
public:
	virtual ~Disposable() = default;

private:
	friend class Loop;

	std::unique_ptr<Disposable> _next;                   // to be destroyed, behind this one
};


class Loop
	/// The sockets, the timers and the functions of an event loop, and the buffer into which its connections read. But for
	/// post() and stop() it belongs to the loop's thread.
{
public:
	static constexpr std::size_t BUFFER_SIZE = 256 * 1024;

	using TimeSource = std::function<Deadline()>;

	explicit Loop(TimeSource time = Clock::now);
		/// A time of the caller's lets tests pass deadlines without waiting for them.

	~Loop();

	Loop(const Loop&) = delete;
	Loop& operator = (const Loop&) = delete;

	static std::unique_ptr<EventLoop> makeEventLoop(TimeSource time);
		/// For those tests, where an EventLoop is wanted.

	static Loop& of(EventLoop& eventLoop) { return *eventLoop._loop; }

	void run();
	void stop();
	void post(EventLoop::Function function);
	bool isOwnThread() const;

	std::size_t turn(bool wait = true);
		/// Calls what was posted, tells the sockets that are ready, after waiting for one if there is nothing else to do,
		/// and then the timers; returns how many it has called and told in all. run() does it again and again.

	void runUntil(const std::function<bool()>& done);
		/// Waits until it is done on the loop's thread, and the turn in which that became so is over; if nobody runs the loop,
		/// by running it here. Not on that thread.

	Deadline now() const { return _now; }
		/// When the turn's sockets had been waited for: near enough for timeouts, and costs nothing.

	const std::shared_ptr<BufferPool>& buffers() const { return _buffers; }
		/// For Options::buffers of the loop's connections.

	void dispose(std::unique_ptr<Disposable> object) noexcept;
		/// Destroys the object when everything that is being told has returned: it may be what is telling.

	EventClients& clients();
		/// Those that it serves; they go with it.

	Poller& poller() { return _poller; }
	TimerWheel& timers() { return _timers; }

	std::span<char> buffer() { return {_buffer.get(), BUFFER_SIZE}; }
		/// For one read: its bytes are processed before another connection reads.

private:
	void runSome();
	std::size_t callPosted();
	std::size_t advanceTimers();
	void destroyDisposed();
	bool hasPosted();

	const TimeSource _time;
	Deadline _now;
	const std::shared_ptr<BufferPool> _buffers;
	Poller _poller;
	TimerWheel _timers;
	const std::unique_ptr<char[]> _buffer;
	std::atomic<std::thread::id> _thread;                // that runs; none: nobody does
	std::atomic<bool> _stopping{false};
	std::mutex _mutex;
	std::vector<EventLoop::Function> _posted;
	std::vector<EventLoop::Function> _calling;           // keeps its memory from turn to turn
	std::unique_ptr<Disposable> _disposed;               // the first
	Disposable* _lastDisposed = nullptr;
	std::unique_ptr<EventClients> _clients;               // none: there were none yet
};


} } // namespace WS::Net


#endif // WS_Net_Loop_INCLUDED
