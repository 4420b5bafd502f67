//
// RelayWay.cpp
//
// One direction of a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "RelayWay.h"
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t MOVED = 64 * 1024;
	/// From this size on a driver sends a payload without a copy.


} // namespace


RelayWay::RelayWay(Driver& from, Driver& to, CloseCode whenGone):
	_from(from),
	_to(to),
	_whenGone(whenGone)
{
}


bool RelayWay::isOpen() const
{
	switch (_to.state())
	{
	case State::CONNECTING:
		return false;
	case State::OPEN:
		return _from.state() == State::CLOSING || _to.bufferedAmount() <= _to.options().outputHighWater;
	default:
		return true;
	}
}


void RelayWay::send(Opcode opcode, std::string&& payload)
{
	sent(_to.send(opcode, std::move(payload)));
}


void RelayWay::onMessage(Message& message)
{
	if (message.payload.size() < MOVED) sent(_to.send(message));
	else send(message.opcode, message.take());
}


void RelayWay::sent(bool done)
{
	if (done || _to.state() != State::OPEN) return;
	_from.close(CloseCode::UNSUPPORTED_DATA, "the other end cannot be sent this kind of message");
	_to.close(CloseCode::UNSUPPORTED_DATA);
}


void RelayWay::onError(const Failure&)
{
	_failed = true;
}


void RelayWay::onClose(CloseCode code, std::string_view reason)
{
	close(code, reason, _failed);
}


void RelayWay::close(CloseCode code, std::string_view reason, bool failed)
{
	if (failed) _to.close(_whenGone, "the other end failed");
	else if (isSendable(code) || code == CloseCode::NO_STATUS) _to.close(code, reason);
	else _to.close(_whenGone, "the other end was lost");
}


} } // namespace WS::Net
