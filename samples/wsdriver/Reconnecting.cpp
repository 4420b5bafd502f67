//
// Reconnecting.cpp
//
// When to connect again.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Reconnecting.h"
#include <algorithm>
#include <utility>


namespace Tool {


bool Reconnecting::isInVain(int status)
{
	return status / 100 == 4 && status != 408 && status != 425 && status != 429;        // too late, too early, too often
}


void Reconnecting::opened()
{
	_openedAt = Clock::now();
}


std::chrono::milliseconds Reconnecting::delay()
{
	const auto openedAt = std::exchange(_openedAt, std::nullopt);
	const bool wasStable = openedAt && Clock::now() - *openedAt >= std::chrono::microseconds(_policy.stable.totalMicroseconds());
	if (wasStable) _longest = _policy.first;

	std::uniform_int_distribution<Poco::Timespan::TimeDiff> distribution(0, _longest.totalMilliseconds());
	_longest = std::min(Poco::Timespan(_longest.totalMicroseconds() * 2), _policy.most);
	return std::chrono::milliseconds(distribution(_random));
}


} // namespace Tool
