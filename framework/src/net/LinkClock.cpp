//
// LinkClock.cpp
//
// The deadlines of a connection in an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LinkClock.h"
#include <algorithm>


namespace WS {
namespace Net {


LinkClock::LinkClock(const ConnectionSettings& settings, Deadline now):
	_settings(&settings),
	_heard(now),
	_spoke(now),
	_talked(now)
{
}


void LinkClock::begin(Deadline openBy)
{
	_stageBy = openBy;
}


void LinkClock::open()
{
	_stage = Stage::OPEN;
	_stageBy = NEVER;
}


void LinkClock::close(Deadline now, bool overflown)
{
	_stage = Stage::OUTPUT;
	_stageBy = overflown ? deadlineAfter(now, _settings->closeTimeout) : NEVER;
}


void LinkClock::awaitClose(Deadline now)
{
	_stage = Stage::CLOSE;
	_stageBy = _cutAt == NEVER ? deadlineAfter(now, _settings->closeTimeout) : NEVER;
}


void LinkClock::linger(Deadline now)
{
	_stage = Stage::LINGER;
	_stageBy = deadlineAfter(now, _settings->lingerTimeout);
	_sendBy = _pongBy = NEVER;
}


void LinkClock::setCut(Deadline deadline)
{
	_cutAt = deadline;
	if (_cutAt != NEVER && (_stage == Stage::OUTPUT || _stage == Stage::CLOSE)) _stageBy = NEVER;
}


void LinkClock::hear(Deadline now)
{
	_heard = now;
	_pongBy = NEVER;
	_released = false;
}


void LinkClock::speak(Deadline now, bool message)
{
	_spoke = now;
	_released = false;
	if (message) _talked = now;
}


void LinkClock::setOutput(Deadline now, bool waits, bool accepted)
	// What a peer accepts is a sign of life.
{
	if (accepted && _sendBy != NEVER && _pongBy != NEVER) _pongBy = deadlineAfter(now, _settings->pongTimeout);
	if (!waits) _sendBy = NEVER;
	else if (accepted || _sendBy == NEVER) _sendBy = deadlineAfter(now, _settings->sendTimeout);
}


void LinkClock::ping(Deadline now, bool sent)
{
	if (sent) _pongBy = deadlineAfter(now, _settings->pongTimeout);
	else _heard = _spoke = now;
}


bool LinkClock::isIdle(Deadline now) const
{
	return deadlineAfter(_talked, _settings->idleTimeout) <= now;
}


bool LinkClock::isReleaseDue(Deadline now) const
{
	return !_released && deadlineAfter(std::max(_heard, _spoke), _settings->releaseAfter) <= now;
}


bool LinkClock::isPingDue(Deadline now) const
{
	return _pongBy == NEVER && deadlineAfter(std::min(_heard, _spoke), _settings->pingInterval) <= now;
}


Deadline LinkClock::next(bool reading) const
{
	auto next = std::min({_stageBy, _sendBy, _pongBy, _cutAt});
	if (_stage != Stage::OPEN) return next;
	if (!_released) next = std::min(next, deadlineAfter(std::max(_heard, _spoke), _settings->releaseAfter));
	if (reading && _pongBy == NEVER) next = std::min(next, deadlineAfter(std::min(_heard, _spoke), _settings->pingInterval));
	return std::min(next, deadlineAfter(_talked, _settings->idleTimeout));
}


} } // namespace WS::Net
