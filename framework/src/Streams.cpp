//
// Streams.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Streams.h"
#include "Calls.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {


namespace {


template <class Functions, class... Arguments>
void tell(AllCalls& calls, const Functions& functions, const Arguments&... arguments)
	/// Calls those that are there now: not those that they add.
{
	auto function = functions.begin();
	for (auto left = functions.size(); left > 0; --left, ++function) calls.make([&] { (*function)(arguments...); });
}


template <class Functions>
void tellNow(const Functions& functions)
{
	AllCalls calls;
	tell(calls, functions);
	calls.rethrow();
}


} // namespace


//
// the transport's side
//


bool IO::write(std::string_view bytes)
{
	_streams.driver();
	if (!_writable) return false;
	_streams._input.append(bytes);
	_streams.process();
	return !_paused;
}


void IO::end(std::string_view bytes)
{
	_streams.driver();
	if (!_writable) return;
	_streams._input.append(bytes);
	_writable = false;
	_streams.process();
}


void IO::flush()
{
	_streams.driver();
	_streams.process();
}


void IO::pause()
{
	_paused = true;
	_streams._messages._paused = true;
}


void IO::resume()
	// Streams that are piped in a ring resume each other.
{
	if (_resuming && !_paused) return;
	Scope resuming(_resuming, true);
	_paused = false;
	AllCalls calls;
	tell(calls, _onDrain);
	_streams._messages._paused = false;
	tell(calls, _streams._messages._onDrain);
	calls.rethrow();
}


//
// the application's side
//


bool Messages::write(const Message& message)
{
	return sent(_streams.driver().send(message));
}


bool Messages::write(std::string_view text)
{
	return sent(_streams.driver().text(text));
}


bool Messages::write(std::span<const std::byte> bytes)
{
	return sent(_streams.driver().binary(bytes));
}


bool Messages::sent(bool done)
{
	_streams.handOver();
	return done && !_paused;
}


void Messages::end(const Message& last)
{
	write(last);
}


void Messages::end(std::string_view last)
{
	write(last);
}


void Messages::pause()
{
	_streams._io._paused = true;
}


void Messages::resume()
{
	_streams._io._paused = false;
	tellNow(_streams._io._onDrain);
}


//
// between driver and listener
//


Streams::Streams():
	Streams(_nobody)
{
}


Streams::Streams(Listener& listener):
	_listener(listener),
	_io(*this),
	_messages(*this)
{
}


void Streams::attach(Driver& driver)
{
	if (_driver) throw Poco::IllegalStateException("the streams have a driver already");
	_driver = &driver;
}


Driver& Streams::driver()
{
	if (!_driver) throw Poco::IllegalStateException("the streams have no driver yet");
	return *_driver;
}


bool Streams::isOpen() const
{
	return _messages._readable && (!_driver || _driver->state() == State::OPEN);
}


void Streams::process()
	// Gives the driver what was written to IO, or lets it go on, and hands over what comes of that.
{
	if (_busy) return;
	AllCalls calls;
	calls.make([&] { receive(); });
	if (!_io._writable)
	{
		// Due whatever was thrown, and again: the driver does not hear it within a decision or a ping's callback.
		while (!_input.empty()) calls.make([&] { receive(); });
		calls.make([&] {
			Scope busy(_busy, true);
			_driver->receiveEnd();
		});
	}
	calls.make([&] { handOver(); });
	calls.rethrow();
}


void Streams::receive()
{
	Scope busy(_busy, true);
	do
	{
		std::string bytes = std::exchange(_input, {});
		_driver->receive(std::span<char>(bytes));
	}
	while (!_input.empty());
}


void Streams::handOver()
{
	if (_busy || _handingOver) return;
	Scope handingOver(_handingOver, true);
	while (!_io._onData.empty() && _driver->bufferedAmount() > 0) handOverPiece();
	if (_io._readable && _driver->finished())
	{
		_io._readable = false;
		tellNow(_io._onEnd);
	}
}


void Streams::handOverPiece()
	// A copy: whom it is given to may call the driver.
{
	const std::string bytes(_driver->output());
	AllCalls calls;
	calls.make([&] { _driver->consume(bytes.size()); });
	tell(calls, _io._onData, std::string_view(bytes));
	calls.rethrow();
}


//
// events
//


void Streams::onConnect(const Request& request)
{
	Scope busy(_busy, true);
	_listener.onConnect(request);
}


void Streams::onOpen()
{
	Scope busy(_busy, true);
	_listener.onOpen();
}


void Streams::onMessage(Message& message)
{
	Scope busy(_busy, true);
	AllCalls calls;
	auto function = _messages._onData.begin();
	for (auto left = _messages._onData.size(); left > 0 && isOpen(); --left, ++function) calls.make([&] { (*function)(message); });
	if (isOpen()) calls.make([&] { _listener.onMessage(message); });
	calls.rethrow();
}


void Streams::onPing(std::string_view payload)
{
	Scope busy(_busy, true);
	_listener.onPing(payload);
}


void Streams::onPong(std::string_view payload)
{
	Scope busy(_busy, true);
	_listener.onPong(payload);
}


void Streams::onError(const Failure& failure)
{
	Scope busy(_busy, true);
	AllCalls calls;
	tell(calls, _messages._onError, failure);
	calls.make([&] { _listener.onError(failure); });
	calls.rethrow();
}


void Streams::onClose(CloseCode code, std::string_view reason)
{
	Scope busy(_busy, true);
	_messages._readable = _messages._writable = false;
	AllCalls calls;
	tell(calls, _messages._onEnd);
	calls.make([&] { _listener.onClose(code, reason); });
	calls.rethrow();
}


} // namespace WS
