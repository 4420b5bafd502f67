//
// RelayEnd.cpp
//
// One of the two connections of a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "RelayEnd.h"
#include <algorithm>


namespace WS {
namespace Net {


RelayEnd::RelayEnd(Driver& driver, Transport* transport, const Timeouts& timeouts):
	_driver(driver),
	_transport(transport),
	_descriptor(transport ? transport->descriptor() : -1),
	_timeouts(timeouts)
{
}


RelayEnd::~RelayEnd() = default;


void RelayEnd::turn()
{
	takeMail();
	if (_over) return;

	write();
	afterWrite();
	limitTime();
	const bool silent = _lost || !wantsWrite();
	if ((_peerEnded && silent) || (deadline() != NEVER && deadline() <= Clock::now())) cut();
	_seen = _driver.state();
}


bool RelayEnd::isDue() const
{
	return hasMail() || (!_over && _driver.state() != _seen);
}


void RelayEnd::write()
{
	if (_lost) return;
	std::size_t written = 0;
	const auto held = _transport->bufferedAmount();
	_lost = _transport->write(_driver, written) == Transport::Result::FAILED;
	const bool waiting = wantsWrite();
	if (!waiting) _sendBy = NEVER;
	else if (held + written > _transport->bufferedAmount() || _sendBy == NEVER) _sendBy = deadlineIn(_timeouts.send);

	if (_lost || _shutDown || !_driver.finished()) return;
	_transport->shutdownSend();
	_shutDown = true;
}


void RelayEnd::limitTime()
	/// From when our last words are written the peer has a time to close, and another to end the transport.
{
	if (_driver.state() == State::OPEN || wantsWrite()) return;
	const bool lingers = _driver.state() == State::CLOSED;
	if (_closeBy == NEVER || lingers != _lingers) _closeBy = deadlineIn(lingers ? _timeouts.linger : _timeouts.close);
	_lingers = lingers;
}


void RelayEnd::read(std::span<char> buffer)
{
	std::size_t size = 0;
	const auto result = _transport->receive(buffer, size);
	if (result == Transport::Result::DONE && !receive(buffer.first(size))) cut();
	if (result == Transport::Result::DONE || result == Transport::Result::WOULD_BLOCK) return;

	_peerEnded = true;
	_lost = _lost || result == Transport::Result::FAILED;
	receiveEnd();
}


void RelayEnd::leave()
{
	_driver.close(CloseCode::GOING_AWAY);
}


void RelayEnd::cut()
{
	if (_over) return;
	_over = true;
	end();
}


bool RelayEnd::wantsRead() const
{
	return !_over && !_peerEnded;
}


bool RelayEnd::wantsWrite() const
{
	return !_over && !_lost && (_driver.bufferedAmount() != 0 || _transport->bufferedAmount() != 0);
}


bool RelayEnd::holdsInput() const
{
	return !_over && _transport->holdsInput();
}


bool RelayEnd::isOver() const
{
	return _over;
}


int RelayEnd::descriptor() const
{
	return _descriptor;
}


Deadline RelayEnd::deadline() const
{
	return _over ? NEVER : std::min(_closeBy, _sendBy);
}


void RelayEnd::shutdownSend()
{
	_transport->shutdownSend();
}


Driver& RelayEnd::driver() const
{
	return _driver;
}


} } // namespace WS::Net
