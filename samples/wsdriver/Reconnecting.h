//
// Reconnecting.h
//
// When to connect again.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Reconnecting_INCLUDED
#define WSDriver_Reconnecting_INCLUDED


#include "WS/Net/ReconnectPolicy.h"
#include <chrono>
#include <optional>
#include <random>


namespace Tool {


class Reconnecting
	/// Carries the library's policy out for a client whose calls wait.
{
public:
	using Clock = std::chrono::steady_clock;

	static bool isInVain(int status);
		/// Whether a server or proxy that has given this answer would give it again.

	void opened();
		/// There is a connection.

	std::chrono::milliseconds delay();
		/// It has ended, or could not be made: how long to wait before the next.

private:
	const WS::Net::ReconnectPolicy _policy{};
	Poco::Timespan _longest = _policy.first;
	std::optional<Clock::time_point> _openedAt;
	std::random_device _random;
};


} // namespace Tool


#endif // WSDriver_Reconnecting_INCLUDED
