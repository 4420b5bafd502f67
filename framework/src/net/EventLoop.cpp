//
// EventLoop.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/EventLoop.h"
#include "Loop.h"
#include "EventClient.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


EventLoop::EventLoop():
	_loop(std::make_unique<Loop>())
{
}


EventLoop::EventLoop(std::unique_ptr<Loop> loop):
	_loop(std::move(loop))
{
}


EventLoop::~EventLoop() = default;


void EventLoop::run()
{
	_loop->run();
}


void EventLoop::stop()
{
	_loop->stop();
}


void EventLoop::post(Function function)
{
	if (!function) throw Poco::InvalidArgumentException("no function");
	_loop->post(std::move(function));
}


ClientHandle EventLoop::connect(const Poco::URI& uri, ClientListenerFunction listener, ClientOptions options)
{
	return EventClient::connect(*_loop, uri, std::move(listener), std::move(options));
}


bool EventLoop::isOwnThread() const
{
	return _loop->isOwnThread();
}


} } // namespace WS::Net
