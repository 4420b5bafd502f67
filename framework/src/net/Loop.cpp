//
// Loop.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Loop.h"
#include "Log.h"
#include "EventClients.h"
#include "NoPipeSignal.h"
#include <Poco/Exception.h>
#include <chrono>
#include <utility>


namespace WS {
namespace Net {


Loop::Loop(TimeSource time):
	_time(std::move(time)),
	_now(_time()),
	_buffers(std::make_shared<BufferPool>()),
	_timers(_now),
	_buffer(new char[BUFFER_SIZE])
{
}


Loop::~Loop()
	// With what was posted go clients that have not begun; until then their handles post. What is disposed of may refer to
	// clients that stay.
{
	destroyDisposed();
	std::vector<EventLoop::Function> dropped;
	const std::lock_guard lock(_mutex);
	dropped.swap(_posted);
}


EventClients& Loop::clients()
{
	if (!_clients) _clients = std::make_unique<EventClients>(*this);
	return *_clients;
}


std::unique_ptr<EventLoop> Loop::makeEventLoop(TimeSource time)
{
	return std::unique_ptr<EventLoop>(new EventLoop(std::make_unique<Loop>(std::move(time))));
}


void Loop::run()
{
	std::thread::id nobody;
	if (!_thread.compare_exchange_strong(nobody, std::this_thread::get_id())) throw Poco::IllegalStateException("the event loop runs already");
	const NoPipeSignal noPipeSignal;
	_now = _time();
	while (!_stopping.exchange(false)) turn();
	_thread = std::thread::id();
}


void Loop::runUntil(const std::function<bool()>& done)
	// The turn in which it became so is over when the next calls what is posted.
{
	while (!done()) runSome();
	const auto over = std::make_shared<std::atomic<bool>>(false);
	post([over] { *over = true; });
	while (!*over) runSome();
}


void Loop::runSome()
	// What was called may be what is waited for: nothing else need come then. A stop() before which nobody runs the loop is
	// kept for who will.
{
	std::thread::id nobody;
	if (!_thread.compare_exchange_strong(nobody, std::this_thread::get_id())) return std::this_thread::sleep_for(std::chrono::milliseconds(1));

	const NoPipeSignal noPipeSignal;
	_now = _time();
	const bool isStopping = _stopping.exchange(false);
	turn(callPosted() == 0);
	if (isStopping) _stopping = true;
	_thread = std::thread::id();
}


std::size_t Loop::turn(bool wait)
{
	auto told = callPosted();
	if (!_stopping)
	{
		told += _poller.wait(wait && !hasPosted() ? millisecondsBetween(_time(), _timers.next()) : 0, [this] { _now = _time(); });
		told += advanceTimers();
	}
	destroyDisposed();
	return told;
}


bool Loop::hasPosted()
{
	const std::lock_guard lock(_mutex);
	return !_posted.empty();
}


void Loop::dispose(std::unique_ptr<Disposable> object) noexcept
{
	auto& place = _lastDisposed ? _lastDisposed->_next : _disposed;
	_lastDisposed = object.get();
	place = std::move(object);
}


void Loop::destroyDisposed()
	// What goes may dispose of others.
{
	while (_disposed)
	{
		const auto object = std::move(_disposed);
		_disposed = std::move(object->_next);
		if (!_disposed) _lastDisposed = nullptr;
	}
}


std::size_t Loop::advanceTimers()
{
	try
	{
		return _timers.advance(_now);
	}
	catch (...)
	{
		logException({}, "a timer");
		return 1;
	}
}


std::size_t Loop::callPosted()
	// What these post themselves waits for the next turn, so that the sockets have theirs.
{
	{
		const std::lock_guard lock(_mutex);
		_calling.swap(_posted);
	}
	if (!_calling.empty()) _now = _time();
	for (auto& function: _calling)
	{
		try
		{
			function();
		}
		catch (...)
		{
			logException({}, "a posted function");
		}
		function = nullptr;
	}
	const auto called = _calling.size();
	_calling.clear();
	return called;
}


void Loop::stop()
{
	_stopping = true;
	_poller.wake();
}


void Loop::post(EventLoop::Function function)
{
	bool isFirst = false;
	{
		const std::lock_guard lock(_mutex);
		isFirst = _posted.empty();
		_posted.push_back(std::move(function));
	}
	if (isFirst && !isOwnThread()) _poller.wake();
}


bool Loop::isOwnThread() const
{
	return _thread == std::this_thread::get_id();
}


} } // namespace WS::Net
