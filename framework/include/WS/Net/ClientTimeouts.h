//
// ClientTimeouts.h
//
// How long a blocking client waits.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientTimeouts_INCLUDED
#define WS_Net_ClientTimeouts_INCLUDED


#include "WS/WS.h"
#include <Poco/Timespan.h>


namespace WS {
namespace Net {


struct ClientTimeouts
	/// How long calls of a WebSocketClient wait, by a monotonic clock.
{
	Poco::Timespan connect{10, 0};
		/// connect() in total: the look-up of the host's name, the transport, TLS, a proxy, the opening handshake, and
		/// again all of that for each redirect.

	Poco::Timespan close{10, 0};
		/// close() in total: until the peer has answered and ended the transport.

	Poco::Timespan send{20, 0};
		/// How long the peer may accept not a byte.
};


} } // namespace WS::Net


#endif // WS_Net_ClientTimeouts_INCLUDED
