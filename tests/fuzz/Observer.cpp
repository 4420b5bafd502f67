//
// Observer.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Observer.h"
#include "Rules.h"
#include "WS/ServerDriver.h"
#include <cstdio>
#include <utility>


namespace WS::Fuzz {


namespace {


constexpr std::size_t MAX_HEADER = 14;
constexpr std::size_t MOST_THROWS = 3;            // they take most of the time


void tell(char kind, unsigned code, std::string_view payload, std::uint64_t output)
{
	std::fprintf(stderr, "  %c %u, %zu bytes, output %zu: ", kind, code, payload.size(), static_cast<std::size_t>(output));
	for (const char c: payload.substr(0, 75)) std::fprintf(stderr, c >= ' ' && c <= '~' ? "%c" : "\\x%02x", static_cast<unsigned char>(c));
	std::fprintf(stderr, "\n");
}


} // namespace


Observer::Observer(const Plan& plan, std::string& written, bool tells):
	_plan(plan),
	_written(written),
	_tells(tells)
{
}


void Observer::watch(Driver& driver, const Options& options)
{
	_driver = &driver;
	_maxLength = options.maxLength;
}


void Observer::write(std::size_t size)
{
	while (size > 0)
	{
		const auto piece = _driver->output().substr(0, size);
		demand(!piece.empty(), "output() has what bufferedAmount() says");
		_written.append(piece);
		size -= piece.size();
		_driver->consume(piece.size());
	}
}


void Observer::checkState()
{
	const State before = std::exchange(_state, _driver->state());
	demand(_state >= before, "the state never goes back");
}


Seen Observer::seen() const
{
	return {_events, _count, _driver->state()};
}


std::size_t Observer::sent() const
{
	return _sent;
}


std::size_t Observer::pings() const
{
	return _pings;
}


bool Observer::isOver() const
{
	return _closed;
}


void Observer::checkEnd() const
{
	demand(_closed, "every connection ends with onClose");
	demand(_pingsDone == _pings, "every ping's callback is called once");
}


//
// events
//


void Observer::onConnect(const Request& request)
{
	note('c', 0, request.target);
	note('h', static_cast<unsigned>(request.headers.size()), request.headers.wire());
	demand(!std::exchange(_connected, true), "one onConnect at most");
	demand(_state == State::CONNECTING && !_opened, "onConnect comes first");
	startOrAnswer();
	react(_plan.reactsInTheRest(), request.target);
}


void Observer::onOpen()
{
	note('o', 0, _driver->protocol());
	demand(!std::exchange(_opened, true), "one onOpen at most");
	demand(_driver->state() == State::OPEN, "onOpen comes in the state OPEN");
	react(_plan.reactsInTheRest(), "opened");
}


void Observer::onMessage(Message& message)
{
	note('m', static_cast<unsigned>(message.opcode), message.payload);
	demand(_opened && _driver->state() == State::OPEN, "messages come in the state OPEN");
	demand(message.payload.size() <= _maxLength, "messages have at most maxLength bytes");
	demand(!message.isText() || isUTF8(message.payload), "text is UTF-8");
	react(_plan.reactsInMessages(), message.payload, &message);
}


void Observer::onPing(std::string_view payload)
{
	note('p', 0, payload);
	demand(_opened && payload.size() <= MAX_CONTROL_PAYLOAD, "pings come after onOpen and have at most 125 bytes");
	demand(_driver->state() != State::CLOSED, "pings come before the end");
	react(_plan.reactsInControls(), payload);
}


void Observer::onPong(std::string_view payload)
{
	note('q', 0, payload);
	demand(_opened && payload.size() <= MAX_CONTROL_PAYLOAD, "pongs come after onOpen and have at most 125 bytes");
	demand(_driver->state() != State::CLOSED, "pongs come before the end");
	react(_plan.reactsInControls(), payload);
}


void Observer::onError(const Failure& failure)
{
	note('e', static_cast<unsigned>(failure.error), failure.message);
	demand(_driver->state() == State::CLOSED, "onError comes in the state CLOSED");
	demand(failure.error != Error::NONE, "a failure has an error");
	demandReadable(failure.message);
	_failed = true;
	_failure = failure.message;
	_failureCode = failure.code;
	react(_plan.reactsInTheRest(), failure.message);
}


void Observer::onClose(CloseCode code, std::string_view reason)
{
	note('z', static_cast<unsigned>(code), reason);
	demand(_driver->state() == State::CLOSED, "onClose comes in the state CLOSED");
	demand(isUTF8(reason), "a close reason is UTF-8");
	demand(!_failed || (code == _failureCode && reason == _failure), "onClose repeats the failure");
	_closed = true;
	react(_plan.reactsInTheRest(), reason);
}


void Observer::note(char kind, unsigned code, std::string_view payload)
	// The output belongs to it: a reply has its place between two events.
{
	demand(!_closed, "nothing is told after onClose");
	demand(!_failed || kind == 'z', "one onError at most, and onClose follows it");
	checkState();
	const std::uint64_t output = _written.size() + _driver->bufferedAmount();
	add(static_cast<std::uint64_t>(kind));
	add(code);
	add(payload.size());
	for (const char c: payload) add(static_cast<unsigned char>(c));          // here, where AddressSanitizer looks on
	add(output);
	add(static_cast<std::uint64_t>(_driver->state()));
	++_count;
	if (_tells) tell(kind, code, payload, output);
}


void Observer::add(std::uint64_t part)
{
	constexpr std::uint64_t PRIME = 0x9e3779b97f4a7c15;
	_events = (_events ^ part) * PRIME;
	_events ^= _events >> 32;
}


//
// reactions
//


void Observer::startOrAnswer()
{
	if (_plan.start() == Start::ON_CONNECT) _driver->start();
	if (_plan.start() != Start::NEVER) return;
	auto& server = dynamic_cast<ServerDriver&>(*_driver);
	if (_plan.reactsInMessages()) server.reject(401, "Who are you?");
	else if (_plan.reactsInControls()) server.respond(200, "Hello");
}


void Observer::react(bool reacts, std::string_view payload, Message* message)
{
	if (!reacts) return;
	switch (_plan.reaction())
	{
	case Reaction::NOTHING:
		break;
	case Reaction::ECHO:
		if (message ? _driver->send(*message) : _driver->binary(payload)) _sent += MAX_HEADER + payload.size();
		break;
	case Reaction::TAKE:
		if (message) demand(message->take().size() == payload.size() && message->payload.empty(), "take() takes all");
		break;
	case Reaction::PING:
		ping();
		break;
	case Reaction::CLOSE:
		_driver->close(CloseCode::GOING_AWAY, "enough");
		break;
	case Reaction::RELEASE:
		_driver->releaseIdle();
		if (auto* server = dynamic_cast<ServerDriver*>(_driver)) server->releaseRequest();
		break;
	case Reaction::DRAIN:
		write(_driver->bufferedAmount() / 2);
		break;
	case Reaction::THROW:
		if (++_throws <= MOST_THROWS) throw Thrown();
	}
}


void Observer::ping()
{
	const bool sent = _driver->ping("ping", [this](bool) {
		demand(!_closed, "no ping's callback is called after onClose");
		++_pingsDone;
	});
	if (!sent) return;
	++_pings;
	_sent += MAX_HEADER + 4;
}


} // namespace WS::Fuzz
