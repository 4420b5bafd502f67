//
// Backoff.h
//
// When a client tries again.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Backoff_INCLUDED
#define WS_Net_Backoff_INCLUDED


#include "Deadline.h"
#include "WS/Net/ReconnectPolicy.h"
#include <cstdint>
#include <optional>


namespace WS {
namespace Net {


class Backoff
	/// How long a client waits before it connects again; see ReconnectPolicy. Time and randomness are the caller's.
{
public:
	explicit Backoff(const ReconnectPolicy& policy);
		/// Poco::InvalidArgumentException unless 0 < first <= most.

	void opened(Deadline now);
		/// A connection is open.

	std::optional<Deadline> retryAt(Deadline now, int status, std::uint32_t random);
		/// A connection has ended, or could not be opened, with that status of an answer, 0 for none: when to connect again.
		/// None: not at all. random: any number, each as probable as the others.

private:
	const ReconnectPolicy _policy;
	Poco::Timespan _next;                // the longest that the next wait may be
	std::size_t _retries = 0;            // since a connection was stable
	Deadline _openedAt = NEVER;
};


} } // namespace WS::Net


#endif // WS_Net_Backoff_INCLUDED
