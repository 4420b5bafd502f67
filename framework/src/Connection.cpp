//
// Connection.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Connection.h"
#include "UTF8Validator.h"
#include <utility>


namespace WS {


Connection::Connection(Role role, Listener& listener, std::shared_ptr<const Options> options):
	_listener(listener),
	_options(std::move(options)),
	_output(_options->buffers.get()),
	_role(role)
{
}


Connection::~Connection() = default;


//
// bytes in
//


void Connection::receive(std::span<char> bytes)
{
	if (_busy) return;

	Scope busy(_busy, true);
	attempt([&] {
		// What a listener that throws has not seen is kept, too: no limit, it is one read at most.
		_kept.feed(
			bytes, [&](auto& rest) { process(rest); }, [&] { return _state != State::CLOSED; });
		if (_state == State::CONNECTING && _kept.size() > _options->maxHead) fail(Error::TOO_MUCH_BEFORE_START);
	});
}


void Connection::process(std::span<char>& bytes)
	// Leaves what must wait.
{
	if (_state == State::CONNECTING && !_protocol)
	{
		if (_handshake->isWaiting()) return;
		_handshake->receive(bytes);                      // also without bytes: a start may be due
	}
	while (!bytes.empty() && step(bytes))
	{
	}
}


bool Connection::step(std::span<char>& bytes)
	// False: the rest must wait.
{
	const State state = _state;
	const std::size_t size = bytes.size();
	switch (state)
	{
	case State::CONNECTING:
		if (_protocol) _protocol->receive(bytes);
		else _handshake->receive(bytes);
		break;
	case State::OPEN:
	case State::CLOSING:
		_protocol->receive(bytes);
		break;
	case State::CLOSED:
		bytes = {};
		break;
	}
	return bytes.size() < size || _state != state;
}


void Connection::receiveEnd()
{
	if (_busy) return;
	AllCalls calls;
	State state;
	std::size_t size;
	do
	{
		// What an exception of the listener left; each may throw again.
		state = _state;
		size = _kept.size();
		calls.make([&] { receive({}); });
	}
	while (_state != state || _kept.size() != size);
	_awaitsEnd = false;
	calls.make([&] { if (_state == State::CONNECTING) _handshake->receiveEnd(); });
	calls.make([&] { end(nullptr, CloseCode::ABNORMAL, {}); });
	calls.rethrow();
}


//
// bytes out
//


void Connection::consume(std::size_t size)
{
	_output.consume(size);
	if (_heldPong && _output.size() <= _options->outputHighWater) sendHeldPong();
}


void Connection::sendHeldPong()
{
	const auto pong = std::move(_heldPong);
	_protocol->send(Opcode::PONG, *pong, {});
}


bool Connection::finished() const
{
	return _state == State::CLOSED && !_awaitsEnd && _output.size() == 0;
}


std::string& Connection::append(std::size_t size)
{
	return _output.append(size);
}


void Connection::append(std::string_view head, std::string&& piece)
{
	_output.append(head, std::move(piece));
}


//
// messages in
//


bool Connection::start()
{
	if (_state != State::CONNECTING) return false;
	bool started = false;
	attempt([&] {
		tell([&] { started = _handshake->start(); });        // decisions are asked like events
	});
	if (started && !_kept.empty()) receive({});
	return started;
}


bool Connection::send(Opcode opcode, std::string_view payload, const SendOptions& options)
{
	if (!isWanted(opcode, payload)) return false;
	if (_state == State::OPEN) return sendNow(opcode, payload, options);

	if (!supports(opcode)) return false;
	if (!_queue) _queue = std::make_unique<SendQueue>();
	return _queue->add(opcode, payload, options, _options->maxQueued);
}


bool Connection::send(Opcode opcode, std::string&& payload, const SendOptions& options)
{
	if (_state != State::OPEN || payload.size() < Output::PIECE) return send(opcode, std::string_view(payload), options);
	return isWanted(opcode, payload) && sendNow(opcode, std::move(payload), options);
}


bool Connection::isWanted(Opcode opcode, std::string_view payload) const
{
	if (_state != State::OPEN && _state != State::CONNECTING) return false;
	return opcode != Opcode::TEXT || !_options->checkOutgoingText || UTF8Validator::isValid(payload);
}


template <class Payload>
bool Connection::sendNow(Opcode opcode, Payload&& payload, const SendOptions& options)
{
	try
	{
		return _protocol->send(opcode, std::forward<Payload>(payload), options);
	}
	catch (const std::bad_alloc&)
	{
		if (!_protocol->negotiated().empty()) end(nullptr, CloseCode::ABNORMAL, {});      // the peer would miss it in its context
		throw;
	}
}


bool Connection::sendControl(Opcode opcode, std::string_view payload)
{
	return payload.size() <= MAX_CONTROL_PAYLOAD && send(opcode, payload, {});
}


bool Connection::ping(std::string_view payload, PingCallbacks::Callback done)
{
	if (!sendControl(Opcode::PING, payload)) return false;
	if (done) _pings.add(payload, std::move(done));
	return true;
}


void Connection::sendQueued()
{
	if (!_queue) return;
	const auto queue = std::move(_queue);
	for (const auto& [opcode, payload, options]: queue->items())
	{
		if (_state == State::OPEN) sendNow(opcode, std::string_view(payload), options);
	}
}


bool Connection::addExtension(ExtensionRegistry::Pointer extension)
{
	if (_state != State::CONNECTING || _protocol || _handshake->isSettled()) return false;
	if (!supports(Opcode::CLOSE)) return false;          // a dialect without control frames has no extensions either
	auto extensions = std::make_unique<ExtensionRegistry>(this->extensions());
	extensions->add(std::move(extension));
	_extensions = std::move(extensions);
	return true;
}


void Connection::releaseIdle()
{
	_output.releaseIdle();
	if (_protocol && !_busy) _protocol->releaseIdle();
}


//
// transitions
//


void Connection::open(std::unique_ptr<Protocol> protocol, std::string name)
{
	_protocol = std::move(protocol);
	_protocolName = std::move(name);
	if (_protocol->opensAtOnce()) opened();
}


void Connection::opened()
{
	if (_state != State::CONNECTING || !_protocol) return;
	_state = State::OPEN;
	sendQueued();
	if (_state == State::OPEN) tell([&] { _listener.onOpen(); });
}


bool Connection::close(CloseCode code, std::string_view reason)
{
	if (_state != State::OPEN && _state != State::CONNECTING) return false;
	if (code == CloseCode::NO_STATUS ? !reason.empty() : !isSendable(code)) return false;
	if (reason.size() > MAX_CLOSE_REASON || !UTF8Validator::isValid(reason)) return false;

	const bool awaited = _state == State::OPEN && _protocol->close(code, reason);
	if (!awaited && supports(Opcode::CLOSE)) end(nullptr, code, reason);
	else if (!awaited) end(nullptr, CloseCode::NO_STATUS, {});
	else if (_state == State::OPEN) _state = State::CLOSING;
	return true;
}


void Connection::closed(CloseCode code, std::string_view reason)
{
	if (_state == State::CLOSED) return;
	_awaitsEnd = _role == Role::CLIENT;                  // RFC 6455 7.1.1
	end(nullptr, code, reason);
}


void Connection::fail(const Failure& failure)
{
	if (_state == State::CLOSED) return;
	if (_state == State::CONNECTING) _handshake->refuse(failure);
	else if (_state == State::OPEN && failure.error != Error::NO_RANDOMNESS)              // without it there is no mask for a close frame
	{
		_state = State::CLOSING;                         // it may fail, too
		_protocol->close(failure.code, std::string_view(failure.message).substr(0, MAX_CLOSE_REASON));
	}
	end(&failure, failure.code, failure.message);
}


void Connection::refuse(const Failure& failure)
{
	end(&failure, failure.code, failure.message);
}


void Connection::end(const Failure* failure, CloseCode code, std::string_view reason)
{
	if (_state == State::CLOSED) return;
	_state = State::CLOSED;
	_kept.clear();
	_queue.reset();
	_heldPong.reset();
	const auto pings = _pings.takeAll();

	AllCalls calls;
	Scope busy(_busy, true);
	if (failure) calls.make([&] { _listener.onError(*failure); });
	for (const auto& ping: pings) calls.make([&] { ping.done(false); });
	calls.make([&] { _listener.onClose(code, reason); });
	calls.rethrow();
}


//
// events
//


void Connection::connect(const Request& request)
{
	tell([&] { _listener.onConnect(request); });
}


bool Connection::deliver(Message& message)
{
	if (_state != State::OPEN) return false;
	tell([&] { _listener.onMessage(message); });
	return _state == State::OPEN;
}


void Connection::ping(std::string_view payload)
{
	if (_state == State::CLOSED || !_protocol) return;
	if (_output.size() > _options->outputHighWater)
		_heldPong = std::make_unique<std::string>(payload);
	else
		_protocol->send(Opcode::PONG, payload, {});     // RFC 6455 5.5.3
	if (_state != State::CLOSED) tell([&] { _listener.onPing(payload); });
}


void Connection::pong(std::string_view payload)
{
	const auto answered = _pings.takeAnswered(payload);

	AllCalls calls;
	Scope busy(_busy, true);
	for (const auto& ping: answered) calls.make([&] { ping.done(true); });
	calls.make([&] { if (_state != State::CLOSED) _listener.onPong(payload); });
	calls.rethrow();
}


bool Connection::random(std::span<char> bytes)
{
	if (!_random) _random = std::make_unique<Random>();
	if (_random->fill(bytes, *_options)) return true;
	fail(Error::NO_RANDOMNESS);
	return false;
}


//
// facts
//


std::span<const Negotiated> Connection::negotiated() const
{
	if (!_protocol) return {};
	return _protocol->negotiated();
}


std::string_view Connection::version() const
{
	return _protocol ? _protocol->version() : _handshake->version();
}


bool Connection::supports(Opcode opcode) const
{
	return _protocol ? _protocol->supports(opcode) : _handshake->supports(opcode);
}


} // namespace WS
