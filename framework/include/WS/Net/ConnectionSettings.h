//
// ConnectionSettings.h
//
// What adapters add to Options.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ConnectionSettings_INCLUDED
#define WS_Net_ConnectionSettings_INCLUDED


#include "WS/WS.h"
#include <Poco/Timespan.h>
#include <cstddef>
#include <cstdint>
#include <limits>


namespace WS {
namespace Net {


inline const Poco::Timespan FOREVER(std::numeric_limits<Poco::Timespan::TimeDiff>::max());
	/// Switches a timeout off. 0 is a timeout of no time.


enum class FullQueue: std::uint8_t
	/// What happens when more waits to be sent than ConnectionSettings::maxQueued allows.
{
	CLOSE,               /// the connection is closed with POLICY_VIOLATION (1008), and cut if the peer still does not read
	DROP_NEWEST          /// only what was to be sent is refused: for news of which each replaces the one before
};


struct ConnectionSettings
	/// What an adapter adds to Options. Sizes are in bytes, timeouts by a monotonic clock.
{
	std::size_t maxQueued = 16 * 1024 * 1024;
		/// What waits in the queue of a connection's handles and in its output together, headers of frames included. Over
		/// it, sending through a handle returns false, and whenFull says what else. What a listener sends is counted when it
		/// returns; over the limit the connection is closed. Bounds the memory that a peer which reads too slowly holds.

	FullQueue whenFull = FullQueue::CLOSE;

	std::size_t lowWater = 256 * 1024;
		/// ConnectionListener::onDrain() is called when not more than this waits any more, after it had been more than
		/// Options::outputHighWater. On event loops.

	Poco::Timespan pingInterval{20, 0};
		/// A ping is sent when nothing has come or nothing has gone for so long: keeps proxies from cutting a quiet connection.
		/// On event loops.

	Poco::Timespan pongTimeout{20, 0};
		/// How long nothing at all may come after that ping, and nothing that waits be accepted, then the connection is cut.
		/// Ends connections whose peer has vanished. On event loops.

	Poco::Timespan idleTimeout = FOREVER;
		/// How long there may be no message either way, then the connection is closed with GOING_AWAY. On event loops.

	Poco::Timespan closeTimeout{10, 0};
		/// How long the peer may take to answer our close frame, then the connection is cut; over maxQueued also to accept
		/// what is before it. Ends connections whose peer has vanished.

	Poco::Timespan lingerTimeout{1, 0};
		/// How long to read and drop after the last byte, so that the peer receives it, then the
		/// transport is closed (RFC 6455 7.1.1). Bounds what a peer that never closes holds.

	Poco::Timespan sendTimeout{20, 0};
		/// How long the peer may accept not a byte of waiting output, then the connection is cut.
		/// Ends connections whose peer has stopped reading.

	Poco::Timespan releaseAfter{5, 0};
		/// After how long without traffic Driver::releaseIdle() is called. On event loops.

	bool drafts = false;
		/// Whether hixie-75 and hixie-76 are spoken, if Options::dialects has them: they lack the masks that
		/// protect proxies. Off: such a request is refused with 426.

	bool keepRequest = false;
		/// Whether WebSocketConnection::request() stays after onOpen; else its memory is given back.
};


} } // namespace WS::Net


#endif // WS_Net_ConnectionSettings_INCLUDED
