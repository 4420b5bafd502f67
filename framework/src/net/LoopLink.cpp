//
// LoopLink.cpp
//
// Joins a connection and its transport in an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LoopLink.h"
#include "ChannelCall.h"
#include "Mailbox.h"
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr int MAX_READS = 16;
	/// Of one turn, where a transport holds more than one read has room for.


class Flag
	/// Set as long as it exists.
{
public:
	explicit Flag(bool& flag):
		_flag(flag),
		_before(std::exchange(flag, true))
	{
	}

	Flag(const Flag&) = delete;
	Flag& operator = (const Flag&) = delete;

	~Flag() { _flag = _before; }

private:
	bool& _flag;
	const bool _before;
};


} // namespace


//
// LoopSignal
//


LoopSignal::LoopSignal(Loop& loop):
	_loop(loop)
{
}


void LoopSignal::signal() noexcept
	// Without memory the link is looked after when something comes, or at its next deadline.
{
	try
	{
		_loop.post([self = shared_from_this()] { if (self->_link) self->_link->guarded([&self] { self->_link->signalled(); }); });
	}
	catch (...)
	{
		logException({}, "a handle");
	}
}


//
// LoopLink
//


LoopLink::LoopLink(Loop& loop, std::unique_ptr<Transport> transport, const ConnectionSettings& settings, std::shared_ptr<LoopSignal> signal):
	_loop(loop),
	_transport(std::move(transport)),
	_settings(&settings),
	_signal(std::move(signal)),
	_heard(loop.now()),
	_spoke(_heard),
	_talked(_heard)
{
}


LoopLink::~LoopLink() = default;


void LoopLink::detach()
{
	_signal->_link = nullptr;
	if (!_channel) return;
	_channel->_link = nullptr;
	_mailbox->leave();
	if (_phase != Phase::ENDED) _loop.poller().remove(_transport->descriptor(), *this);
}


std::shared_ptr<LoopSignal> LoopLink::makeSignal(Loop& loop)
{
	return std::make_shared<LoopSignal>(loop);
}


void LoopLink::join(Channel& channel, Mailbox& mailbox, Deadline openBy)
{
	_channel = &channel;
	_channel->_link = this;
	_mailbox = &mailbox;
	_signal->_link = this;
	_phaseBy = openBy;
	_interest = Interest::READ;
	_loop.poller().add(_transport->descriptor(), *this, _interest);
	const Flag busy(_busy);
	open();
	attend();
}


void LoopLink::apply(const ConnectionSettings& settings)
{
	_settings = &settings;
}


void LoopLink::touch()
{
	if (!_busy && _phase == Phase::TALKING) _signal->signal();
}


void LoopLink::open()
{
	switch (_transport->open())
	{
	case Transport::Result::DONE:
		_phase = Phase::TALKING;
		if (_transport->holdsInput()) read();
		break;
	case Transport::Result::WOULD_BLOCK:
		break;
	default:
		lose();
		break;
	}
}


template <class Call>
void LoopLink::guarded(const Call& call)
	// Listeners' exceptions do not come here: what does is want of memory.
{
	try
	{
		call();
	}
	catch (...)
	{
		logException(_channel->peerAddress(), "the connection");
		end(Cause::ABORTED, CloseInfo::Side::SELF, "out of memory");
	}
}


void LoopLink::ready(Interest what)
{
	guarded([&] {
		const Flag busy(_busy);
		if (_phase == Phase::OPENING) open();
		if (_phase == Phase::LINGERING) dropInput();
		else if (_phase == Phase::TALKING && contains(what, Interest::READ)) read();
		attend();
	});
}


bool LoopLink::mayRead() const
{
	if (_peerEnded || _phase == Phase::ENDED) return false;
	if (_phase != Phase::TALKING) return true;
	return !_channel->isReadingPaused() && waiting() <= _channel->currentDriver().options().outputHighWater;
}


std::size_t LoopLink::waiting() const
	// What was not sent when it lingers never will be.
{
	return _transport->bufferedAmount() + (_phase == Phase::TALKING ? _channel->currentDriver().bufferedAmount() : 0);
}


void LoopLink::read()
{
	for (int i = 0; i < MAX_READS; ++i)
	{
		std::size_t size = 0;
		const auto buffer = _loop.buffer();
		const auto result = _transport->receive(buffer, size);
		if (!take(result, buffer.first(size)) || !_transport->holdsInput() || !mayRead()) return;
	}
}


bool LoopLink::take(Transport::Result result, std::span<char> bytes)
	// Whether reading may go on.
{
	switch (result)
	{
	case Transport::Result::DONE:
		_heard = _loop.now();
		_pongBy = NEVER;
		_released = false;
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


void LoopLink::received()
{
}


void LoopLink::signalled()
{
	const Flag busy(_busy);
	_cutAt = _mailbox->cutAt();
	if (_cutAt != NEVER && _watch == Watch::CLOSE) _phaseBy = NEVER;
	if (_phase == Phase::TALKING && _transport->holdsInput() && mayRead()) read();
	attend();
}


void LoopLink::attend()
{
	if (_phase == Phase::TALKING)
	{
		const Flag busy(_busy);
		_channel->takeMail();
		followState();
		if (!write()) return;
		if (_channel->currentDriver().finished()) linger();
	}
	if (_phase == Phase::ENDED) return;
	if (_cutAt != NEVER && _cutAt <= _loop.now()) return end(Cause::ABORTED, CloseInfo::Side::SELF);
	watch();
	schedule();
}


void LoopLink::followState()
	// A connection that is not open any more has closeTimeout to end, from when its close frame is written.
{
	const auto& driver = _channel->currentDriver();
	const auto state = driver.state();
	if (std::exchange(_channel->_hasMessage, false)) _talked = _heard;
	if (state == State::OPEN)
	{
		if (_watch == Watch::HANDSHAKE) _phaseBy = NEVER, _watch = Watch::NONE;
	}
	else if (state == State::CLOSING || (state == State::CLOSED && _watch == Watch::NONE))
	{
		if (state == State::CLOSING) _closedBy = CloseInfo::Side::SELF;
		if (_watch == Watch::CLOSE) return;
		_mailbox->shut();
		if (driver.bufferedAmount() != 0) return;
		_watch = Watch::CLOSE;
		if (_cutAt == NEVER) _phaseBy = deadlineAfter(_loop.now(), _settings->closeTimeout);
	}
}


bool LoopLink::write()
	// False: the connection has ended.
{
	auto& driver = _channel->currentDriver();
	std::size_t written = 0;
	if (driver.bufferedAmount() != 0 || _transport->bufferedAmount() != 0)
	{
		if (_transport->write(driver, written) == Transport::Result::FAILED)
		{
			readRest();
			if (_phase != Phase::ENDED) lose();
			return false;
		}
	}
	const auto left = waiting();
	if (written != 0)
	{
		_spoke = _loop.now();
		_released = false;
		if (!std::exchange(_channel->_hasPing, false) && _pongBy == NEVER) _talked = _spoke;
	}
	if (left == 0) _sendBy = NEVER;
	else if (written != 0 || _sendBy == NEVER) _sendBy = deadlineAfter(_loop.now(), _settings->sendTimeout);
	_mailbox->setOutput(left);
	checkQueue(left);
	return true;
}


void LoopLink::checkQueue(std::size_t left)
{
	if (left > _settings->maxQueued && !_channel->_overflown) _channel->overflow();
	const auto& options = _channel->currentDriver().options();
	if (left > options.outputHighWater) _aboveHighWater = true;
	else if (_aboveHighWater && left <= _settings->lowWater)
	{
		_aboveHighWater = false;
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
	const bool isTLS = _transport->secure() && !text.empty();
	end(isTLS ? Cause::TLS : Cause::TRANSPORT, CloseInfo::Side::PEER, std::move(text));
}


void LoopLink::linger()
	// Closing a socket with unread input would reset the connection, and the peer would lose our last bytes.
{
	_mailbox->shut();
	_transport->shutdownSend();
	if (_peerEnded) return end(Cause::CLOSED, _closedBy);
	_phase = Phase::LINGERING;
	_watch = Watch::LINGER;
	_phaseBy = deadlineAfter(_loop.now(), _settings->lingerTimeout);
	_sendBy = _pongBy = NEVER;
}


void LoopLink::dropInput()
{
	std::size_t size = 0;
	if (_transport->bufferedAmount() != 0) _transport->flush();
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


void LoopLink::end(Cause cause, CloseInfo::Side side, std::string text)
{
	if (_phase == Phase::ENDED) return;
	const Flag busy(_busy);
	_phase = Phase::ENDED;
	stop();
	_loop.poller().remove(_transport->descriptor(), *this);
	_interest = Interest::NONE;
	_mailbox->leave();
	CloseInfo info;
	info.cause = cause;
	info.side = side;
	info.text = std::move(text);
	info.unsent = _channel->currentDriver().bufferedAmount() + _transport->bufferedAmount();
	tell(info);
	left(info);
}


void LoopLink::tell(CloseInfo& info)
	// What the driver has ended before counts more than how the transport ended then.
{
	try
	{
		const auto* closed = _channel->_closed.get();
		if (closed) info.cause = closed->cause == Cause::CLOSED ? _closedFor : closed->cause;
		if (_channel->_overflown) info.cause = Cause::OVERFLOW_LIMIT;
		_channel->receiveEnd();
		_channel->ended(info);
	}
	catch (...)
	{
		logException(_channel->peerAddress(), "the connection");
	}
}


//
// Deadlines
//


void LoopLink::expired()
{
	guarded([&] {
		const Flag busy(_busy);
		judge(_loop.now());
		attend();
	});
}


void LoopLink::judge(Deadline now)
{
	using Side = CloseInfo::Side;
	if (_phaseBy <= now)
	{
		if (_watch == Watch::HANDSHAKE) return end(Cause::HANDSHAKE_TIMEOUT, Side::PEER);
		if (_watch == Watch::LINGER) return end(Cause::CLOSED, _closedBy);
		return end(Cause::CLOSE_TIMEOUT, Side::SELF);
	}
	if (_sendBy <= now) return end(_channel->_overflown ? Cause::OVERFLOW_LIMIT : Cause::SEND_TIMEOUT, Side::SELF);
	if (_pongBy <= now) return end(Cause::PONG_TIMEOUT, Side::PEER);
	if (_phase == Phase::TALKING && _watch == Watch::NONE) keepAlive(now);
}


void LoopLink::keepAlive(Deadline now)
{
	auto& driver = _channel->currentDriver();
	if (driver.state() != State::OPEN) return;
	if (deadlineAfter(_talked, _settings->idleTimeout) <= now)
	{
		_closedFor = Cause::IDLE_TIMEOUT;
		_channel->call([&] { driver.close(CloseCode::GOING_AWAY, "idle"); });
		return;
	}
	if (deadlineAfter(quietSince(), _settings->releaseAfter) <= now && !_released)
	{
		_released = true;
		_channel->call([&] { driver.releaseIdle(); });
	}
	const bool isDue = deadlineAfter(std::min(_heard, _spoke), _settings->pingInterval) <= now;
	if (isDue && _pongBy == NEVER && !_channel->isReadingPaused())
	{
		bool isSent = false;
		_channel->call([&] { isSent = driver.ping(); });
		if (isSent) _pongBy = deadlineAfter(now, _settings->pongTimeout);
		else _heard = _spoke = now;       // a dialect without pings
	}
}


Deadline LoopLink::quietSince() const
{
	return std::max(_heard, _spoke);
}


Deadline LoopLink::nextDeadline() const
{
	auto next = std::min({_phaseBy, _sendBy, _pongBy, _cutAt});
	if (_phase != Phase::TALKING || _watch != Watch::NONE) return next;
	if (!_released) next = std::min(next, deadlineAfter(quietSince(), _settings->releaseAfter));
	if (_pongBy == NEVER && !_channel->isReadingPaused()) next = std::min(next, deadlineAfter(std::min(_heard, _spoke), _settings->pingInterval));
	return std::min(next, deadlineAfter(_talked, _settings->idleTimeout));
}


void LoopLink::schedule()
	// A deadline that has moved on is found when the timer goes off: most messages leave it alone.
{
	const auto next = nextDeadline();
	if (!isRunning() || next < deadline()) _loop.timers().start(*this, next);
}


void LoopLink::watch()
	// What a transport holds the poller does not know of.
{
	const bool reading = mayRead();
	const auto interest = (reading ? Interest::READ : Interest::NONE) | (waiting() != 0 ? Interest::WRITE : Interest::NONE);
	if (interest != _interest)
	{
		_interest = interest;
		_loop.poller().change(_transport->descriptor(), *this, interest);
	}
	if (reading && _phase == Phase::TALKING && _transport->holdsInput()) _signal->signal();
}


} } // namespace WS::Net
