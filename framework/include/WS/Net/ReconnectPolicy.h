//
// ReconnectPolicy.h
//
// When a client connects again by itself.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ReconnectPolicy_INCLUDED
#define WS_Net_ReconnectPolicy_INCLUDED


#include "WS/Options.h"
#include <Poco/Timespan.h>
#include <cstddef>


namespace WS {
namespace Net {


struct ReconnectPolicy
	/// When a client whose connection has ended, or that could not connect, connects again by itself. It waits for a random
	/// time between nothing and a longest, which doubles from one retry to the next: thus the many clients of a
	/// server that has gone away do not come back all at once.
	///
	/// It gives up when the application closes the connection, and on an answer of 400 to 499, also from a proxy, as
	/// the same request would be refused again; but not on 408, 425 and 429, which blame the time.
{
	Poco::Timespan first{0, 500000};
		/// The longest wait before the first retry.

	Poco::Timespan most{60, 0};
		/// The longest wait of all.

	Poco::Timespan stable{60, 0};
		/// A connection that was open for so long has worked: after it the waits begin anew.

	std::size_t maxRetries = UNLIMITED;
		/// So many in a row without a stable connection, then it gives up.
};


} } // namespace WS::Net


#endif // WS_Net_ReconnectPolicy_INCLUDED
