//
// Deadline.h
//
// Points in time by a clock that is never set.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Deadline_INCLUDED
#define WS_Net_Deadline_INCLUDED


#include <Poco/Timespan.h>
#include <chrono>


namespace WS {
namespace Net {


using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;


constexpr Deadline NEVER = Deadline::max();


Deadline deadlineAfter(Deadline now, const Poco::Timespan& timeout);
	/// The point that lies so far ahead; NEVER if that cannot be expressed.


Deadline deadlineIn(const Poco::Timespan& timeout);
	/// The same from now on.


int millisecondsBetween(Deadline now, Deadline deadline);
	/// What poll() takes: rounded up, 0 if it has passed, negative for NEVER.


int millisecondsUntil(Deadline deadline);
	/// The same from now on.


} } // namespace WS::Net


#endif // WS_Net_Deadline_INCLUDED
