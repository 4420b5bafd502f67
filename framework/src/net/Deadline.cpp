//
// Deadline.cpp
//
// Points in time by a clock that is never set.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Deadline.h"
#include <algorithm>


namespace WS {
namespace Net {


Deadline deadlineAfter(Deadline now, const Poco::Timespan& timeout)
{
	const auto ahead = std::chrono::microseconds(std::max<Poco::Timespan::TimeDiff>(timeout.totalMicroseconds(), 0));
	return ahead < std::chrono::duration_cast<std::chrono::microseconds>(NEVER - now) ? now + ahead : NEVER;
}


Deadline deadlineIn(const Poco::Timespan& timeout)
{
	return deadlineAfter(Clock::now(), timeout);
}


int millisecondsBetween(Deadline now, Deadline deadline)
{
	if (deadline == NEVER) return -1;

	const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now).count();
	return static_cast<int>(std::clamp<decltype(left)>(left, 0, 24 * 60 * 60 * 1000));
}


int millisecondsUntil(Deadline deadline)
{
	return millisecondsBetween(Clock::now(), deadline);
}


} } // namespace WS::Net
