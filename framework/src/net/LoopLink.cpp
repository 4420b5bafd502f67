//
// LoopLink.cpp
//
// Joins a connection and its transport in an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LoopLink.h"
#include "ChannelCall.h"
#include "Flag.h"
#include "LoopSignal.h"
#include "Mailbox.h"
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


LoopLink::LoopLink(Loop& loop, std::unique_ptr<Transport> transport, const ConnectionSettings& settings, std::shared_ptr<LoopSignal> signal):
	_loop(loop),
	_transport(std::move(transport)),
	_settings(&settings),
	_signal(std::move(signal)),
	_clock(settings, loop.now())
{
}


void LoopLink::detach()
{
	_signal->setLink(nullptr);
	_channel->_link = nullptr;
	_mailbox->leave();
	if (_phase != Phase::NEW && _phase != Phase::ENDED) _loop.poller().remove(_transport->descriptor(), *this);
}


void LoopLink::attach(Channel& channel, Mailbox& mailbox)
{
	_channel = &channel;
	_channel->_link = this;
	_mailbox = &mailbox;
	_signal->setLink(this);
}


void LoopLink::join(Deadline openBy)
{
	_loop.poller().add(_transport->descriptor(), *this, Interest::READ);
	_interest = Interest::READ;
	_phase = Phase::OPENING;
	_clock.begin(openBy);
	const Flag busy(_busy);
	open();
	attend();
}


void LoopLink::touch()
{
	if (!_busy && _phase == Phase::TALKING && !std::exchange(_touched, true)) _signal->signal();
}


void LoopLink::open()
{
	switch (_transport->open())
	{
	case Transport::Result::DONE:
		_phase = Phase::TALKING;
		if (_transport->holdsInput()) _signal->signal();
		break;
	case Transport::Result::WOULD_BLOCK:
		break;
	default:
		lose();
		break;
	}
}


void LoopLink::ready(Interest what)
	// A failure is told as something to read, also while nothing is to be read.
{
	guard([&] {
		const Flag busy(_busy);
		if (_phase == Phase::OPENING) open();
		if (_phase == Phase::LINGERING) dropInput();
		else if (_phase == Phase::TALKING && (contains(what, Interest::READ) || (wantsInput() && _transport->holdsInput()))) read();
		attend();
	});
}


void LoopLink::read()
{
	for (int i = 0; i < MAX_READS; ++i)
	{
		std::size_t size = 0;
		const auto buffer = _loop.buffer();
		const auto result = _transport->receive(buffer, size);
		if (!take(result, buffer.first(size)) || !_transport->holdsInput() || !wantsInput()) return;
	}
	_signal->signal();
}


bool LoopLink::take(Transport::Result result, std::span<char> bytes)
	// Whether reading may go on.
{
	switch (result)
	{
	case Transport::Result::DONE:
		_clock.hear(_loop.now());
		if (_channel->receive(bytes)) received();
		else end(Cause::ABORTED, CloseInfo::Side::SELF, "exceptions without end");
		return _phase == Phase::TALKING;
	case Transport::Result::ENDED:
		_peerEnded = true;
		_channel->receiveEnd();
		return false;
	case Transport::Result::FAILED:
		lose();
		return false;
	default:
		return false;
	}
}


void LoopLink::signalled()
	// What the transport holds the poller does not tell: reading was paused, or had had its turn.
{
	guard([&] {
		const Flag busy(_busy);
		_clock.setCut(_mailbox->cutAt());
		if (_phase == Phase::OPENING && !_mailbox->alive()) return end(Cause::ABORTED, CloseInfo::Side::SELF);
		if (_phase == Phase::TALKING && wantsInput() && _transport->holdsInput()) read();
		attend();
	});
}


void LoopLink::attend()
{
	_touched = false;
	if (_phase == Phase::TALKING)
	{
		const Flag busy(_busy);
		_channel->takeMail();
		if (!write()) return;
		followState();
		if (_channel->currentDriver().finished()) linger();
	}
	if (_phase == Phase::ENDED) return;
	if (_clock.isCut(_loop.now())) return end(Cause::ABORTED, CloseInfo::Side::SELF);
	watch();
	schedule();
}


void LoopLink::followState()
	// A connection that is not open any more has closeTimeout to end, from when its close frame has been written.
{
	const auto state = _channel->currentDriver().state();
	const auto stage = _clock.stage();
	if (std::exchange(_channel->_hasMessage, false)) _clock.talk();
	if (stage == Stage::HANDSHAKE && state == State::OPEN) _clock.open();
	if (state == State::CLOSING) _closedBy = CloseInfo::Side::SELF;
	if (state == State::CLOSING ? stage < Stage::OUTPUT : state == State::CLOSED && stage == Stage::OPEN)
	{
		_mailbox->shut();
		_mailbox->setOutput(waiting());
		_clock.close(_loop.now(), _channel->_overflown);
	}
	if (_clock.stage() == Stage::OUTPUT && waiting() == 0) _clock.awaitClose(_loop.now());
}


bool LoopLink::write()
	// False: the connection has ended.
{
	const auto before = waiting();
	std::size_t written = 0;
	if (before != 0 && _transport->write(_channel->currentDriver(), written) == Transport::Result::FAILED)
	{
		readRest();
		if (_phase != Phase::ENDED) lose();
		return false;
	}
	if (written != 0) _clock.speak(_loop.now(), !std::exchange(_channel->_hasPing, false));
	const auto after = waiting();
	_clock.setOutput(_loop.now(), after != 0, after < before);
	_mailbox->setOutput(after);
	checkQueue(before, after);
	return true;
}


void LoopLink::checkQueue(std::size_t before, std::size_t waiting)
	// Before: what who has sent it has seen, and has stopped at.
{
	if (waiting > _settings->maxQueued && !_channel->_overflown) _channel->overflow();
	if (before > _channel->currentDriver().options().outputHighWater) _aboveHighWater = true;
	if (_aboveHighWater && waiting <= _settings->lowWater)
	{
		_aboveHighWater = false;
		if (_channel->currentDriver().state() != State::OPEN) return;
		_channel->drained();
		_signal->signal();       // what was sent there
	}
}


void LoopLink::readRest()
	// A peer that closes and goes away at once has perhaps sent its close frame before.
{
	std::size_t size = 0;
	const auto buffer = _loop.buffer();
	while (_phase == Phase::TALKING && _transport->receive(buffer, size) == Transport::Result::DONE)
	{
		if (!take(Transport::Result::DONE, buffer.first(size))) return;
	}
}


void LoopLink::lose()
{
	auto text = _transport->failure();
	end(_transport->hasFailedInTLS() ? Cause::TLS : Cause::TRANSPORT, CloseInfo::Side::PEER, std::move(text));
}


void LoopLink::linger()
	// Closing a socket with unread input would reset the connection, and the peer would lose our last bytes.
{
	_mailbox->shut();
	_transport->shutdownSend();
	if (_peerEnded && _transport->bufferedAmount() == 0) return end(Cause::CLOSED, _closedBy);
	_phase = Phase::LINGERING;
	_clock.linger(_loop.now());
}


void LoopLink::dropInput()
{
	std::size_t size = 0;
	if (_transport->bufferedAmount() != 0 && _transport->flush() == Transport::Result::WOULD_BLOCK && _peerEnded) return;
	for (int i = 0; i < MAX_READS; ++i)
	{
		switch (_transport->receive(_loop.buffer(), size))
		{
		case Transport::Result::DONE:
			continue;
		case Transport::Result::WOULD_BLOCK:
			return;
		default:
			return end(Cause::CLOSED, _closedBy);
		}
	}
}


void LoopLink::fail()
{
	logException(_channel->peerAddress(), "the connection");
	end(Cause::ABORTED, CloseInfo::Side::SELF, "out of memory");
}


void LoopLink::end(Cause cause, CloseInfo::Side side, std::string text)
{
	if (_phase == Phase::ENDED) return;
	const Flag busy(_busy);
	if (_phase != Phase::NEW) _loop.poller().remove(_transport->descriptor(), *this);
	_phase = Phase::ENDED;
	stop();
	_interest = Interest::NONE;
	_mailbox->leave();
	CloseInfo info;
	info.cause = cause;
	info.side = side;
	info.text = std::move(text);
	info.unsent = waiting();
	_channel->end(info, _closedFor, _closedBy);
	left(info);
}


//
// Deadlines
//


void LoopLink::expired()
{
	guard([&] {
		const Flag busy(_busy);
		_clock.setCut(_mailbox->cutAt());        // perhaps there was no memory to signal it
		judge(_loop.now());
		attend();
	});
}


void LoopLink::judge(Deadline now)
{
	using Side = CloseInfo::Side;
	if (_clock.isStageOver(now))
	{
		if (_clock.stage() == Stage::HANDSHAKE) return end(Cause::HANDSHAKE_TIMEOUT, Side::PEER);
		if (_clock.stage() == Stage::LINGER) return end(Cause::CLOSED, _closedBy);
		return end(_closedFor == Cause::CLOSED ? Cause::CLOSE_TIMEOUT : _closedFor, Side::SELF);
	}
	const bool late = _clock.isOutputLate(now) || _clock.isPongLate(now);
	if (late && _clock.isOutputAwaited() && !write()) return;      // the poller tells of much room only
	if (_clock.isOutputLate(now)) return end(Cause::SEND_TIMEOUT, Side::PEER);
	if (_clock.isPongLate(now)) return end(Cause::PONG_TIMEOUT, Side::PEER);
	if (_phase == Phase::TALKING && _clock.stage() == Stage::OPEN) keepAlive(now);
}


void LoopLink::keepAlive(Deadline now)
{
	auto& driver = _channel->currentDriver();
	if (driver.state() != State::OPEN) return;
	if (_clock.isIdle(now))
	{
		_closedFor = Cause::IDLE_TIMEOUT;
		_channel->call([&] { driver.close(CloseCode::GOING_AWAY, "idle"); });
		return;
	}
	if (_clock.isReleaseDue(now))
	{
		_clock.release();
		_channel->call([&] { driver.releaseIdle(); });
	}
	if (_clock.isPingDue(now) && contains(_interest, Interest::READ))
	{
		bool isSent = false;
		_channel->call([&] { isSent = driver.ping(); });
		if (isSent) _channel->_hasPing = true;        // what is written now is no message
		_clock.ping(now, isSent);
	}
}


void LoopLink::schedule()
	// A deadline that has moved on is found when the timer goes off: most messages leave it alone.
{
	const auto next = _clock.next(contains(_interest, Interest::READ));
	if (!isRunning() || next < deadline()) _loop.timers().start(*this, next);
}


//
// What to wait for
//


std::size_t LoopLink::waiting() const
{
	return _channel->currentDriver().bufferedAmount() + _transport->bufferedAmount();
}


bool LoopLink::wantsInput() const
	// Who does not take what we send is not heard either.
{
	if (_peerEnded) return false;
	if (_phase != Phase::TALKING) return true;
	return !_channel->isReadingPaused() && waiting() <= _channel->currentDriver().options().outputHighWater;
}


void LoopLink::watch()
{
	const bool reading = wantsInput();
	if (!reading) _clock.expectNothing();
	const bool writing = _transport->bufferedAmount() != 0 || (_phase == Phase::TALKING && waiting() != 0);
	const auto interest = (reading ? Interest::READ : Interest::NONE) | (writing ? Interest::WRITE : Interest::NONE);
	if (interest == _interest) return;
	_interest = interest;
	_loop.poller().change(_transport->descriptor(), *this, interest);
}


} } // namespace WS::Net
