//
// Events.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Events.h"
#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <utility>


namespace WS {


std::ostream& operator << (std::ostream& stream, State state)
{
	static const char* const NAMES[] = {"CONNECTING", "OPEN", "CLOSING", "CLOSED"};
	return stream << NAMES[static_cast<int>(state)];
}


std::ostream& operator << (std::ostream& stream, Error error)
{
	return stream << Failure(error).message;
}


} // namespace WS


namespace WS::Test {


Event connect(std::string_view target)
{
	return {Event::CONNECT, target};
}


Event open()
{
	return {Event::OPENED};
}


Event text(const Bytes& payload)
{
	return {Event::TEXT_MESSAGE, payload};
}


Event binary(const Bytes& payload)
{
	return {Event::BINARY_MESSAGE, payload};
}


Event ping(const Bytes& payload)
{
	return {Event::PINGED, payload};
}


Event pong(const Bytes& payload)
{
	return {Event::PONGED, payload};
}


Event error(Error error)
{
	return {Event::FAILED, {}, 0, error};
}


Event closed(int code, std::string_view reason)
{
	return {Event::CLOSED, reason, code};
}


std::size_t Events::count(Event::Kind kind) const
{
	return static_cast<std::size_t>(
		std::count_if(_events.begin(), _events.end(), [=](const Event& event) { return event.kind == kind; }));
}


Events Events::upTo(Event::Kind kind) const
{
	Events result;
	for (const Event& event: _events)
	{
		result.add(event);
		if (event.kind == kind) break;
	}
	return result;
}


Events& Events::operator += (const Events& other)
{
	_events.insert(_events.end(), other._events.begin(), other._events.end());
	return *this;
}


Events operator + (Events a, const Events& b)
{
	a += b;
	return a;
}


Events failed(Error code, int closeCode)
{
	return {error(code), closed(closeCode, WHY)};
}


std::ostream& operator << (std::ostream& stream, const Event& event)
{
	static const char* const NAMES[] = {"connect", "open", "text", "binary", "ping", "pong", "error", "closed"};
	stream << NAMES[event.kind];
	switch (event.kind)
	{
	case Event::OPENED:
		return stream;
	case Event::FAILED:
		return stream << '(' << event.error << ')';
	case Event::CLOSED:
		return stream << '(' << event.code << ' ' << event.payload << ')';
	default:
		return stream << '(' << event.payload << ')';
	}
}


std::ostream& operator << (std::ostream& stream, const Events& events)
{
	stream << '{';
	for (const Event& event: events._events) stream << ' ' << event;
	return stream << " }";
}


Events Recorder::events()
{
	return std::exchange(_events, {});
}


const Failure& Recorder::failure() const
{
	if (!_failure) throw std::logic_error("onError was not called");
	return *_failure;
}


void Recorder::onConnect(const Request& request)
{
	record(connect(request.target));
}


void Recorder::onOpen()
{
	record(open());
}


void Recorder::onMessage(Message& message)
{
	if (onMessageView) onMessageView(message);
	record(message.isText() ? text(message.payload) : binary(message.payload));
}


void Recorder::onPing(std::string_view payload)
{
	record(ping(payload));
}


void Recorder::onPong(std::string_view payload)
{
	record(pong(payload));
}


void Recorder::onError(const Failure& failure)
{
	_failure = failure;
	record(error(failure.error));
}


void Recorder::onClose(CloseCode code, std::string_view reason)
{
	const bool why = _failure && reason == _failure->message;
	record(closed(static_cast<int>(code), why ? std::string_view(WHY) : reason));
}


void Recorder::record(Event event)
{
	_events.add(event);
	if (onEvent) onEvent(event);
}


} // namespace WS::Test
