//
// Backoff.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Backoff.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


namespace {


bool isFinal(int status)
	// The request is at fault, and would be again, unless the server says that it came too late, early or often.
{
	return status >= 400 && status <= 499 && status != 408 && status != 425 && status != 429;
}


} // namespace


Backoff::Backoff(const ReconnectPolicy& policy):
	_policy(policy),
	_next(policy.first)
{
	if (policy.first <= 0 || policy.most < policy.first) throw Poco::InvalidArgumentException("reconnect policy: 0 < first <= most wanted");
}


void Backoff::opened(Deadline now)
{
	_openedAt = now;
}


std::optional<Deadline> Backoff::retryAt(Deadline now, int status, std::uint32_t random)
{
	const auto openedAt = std::exchange(_openedAt, NEVER);
	if (openedAt != NEVER && now >= deadlineAfter(openedAt, _policy.stable))
	{
		_next = _policy.first;
		_retries = 0;
	}
	if (isFinal(status) || _retries == _policy.maxRetries) return std::nullopt;

	++_retries;
	const auto longest = _next.totalMicroseconds();
	_next = longest < _policy.most.totalMicroseconds() / 2 ? Poco::Timespan(longest * 2) : _policy.most;
	const double part = random / 4294967296.0;
	return deadlineAfter(now, Poco::Timespan(static_cast<Poco::Timespan::TimeDiff>(static_cast<double>(longest) * part)));
}


} } // namespace WS::Net
