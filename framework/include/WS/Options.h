//
// Options.h
//
// What can be set for a connection, and the limits that protect it.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Options_INCLUDED
#define WS_Options_INCLUDED


#include "WS/BufferPool.h"
#include "WS/ExtensionRegistry.h"
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>


namespace WS {


constexpr std::size_t UNLIMITED = std::numeric_limits<std::size_t>::max();
	/// Switches a limit off. 0 is a limit of zero.


enum class Dialects: std::uint8_t
	/// A set of dialects.
{
	NONE = 0,
	HIXIE_75 = 1,
	HIXIE_76 = 2,
	HYBI_7 = 4,
	HYBI_8 = 8,
	HYBI_13 = 16,                            /// RFC 6455
	DRAFTS = HIXIE_75 | HIXIE_76,            /// those of 2010: text only, no masks
	RFC_FAMILY = HYBI_7 | HYBI_8 | HYBI_13,  /// those with the frames of RFC 6455
	ALL = RFC_FAMILY | DRAFTS
};


constexpr Dialects operator | (Dialects a, Dialects b)
{
	return static_cast<Dialects>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}


constexpr Dialects operator & (Dialects a, Dialects b)
{
	return static_cast<Dialects>(static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b));
}


constexpr bool contains(Dialects set, Dialects dialect)
{
	return (set & dialect) == dialect;
}


struct Options
	/// Shared by any number of connections as std::shared_ptr<const Options>; never
	/// copied into one. Sizes are in bytes.
{
	std::size_t maxLength = 0x3ffffff;
		/// The longest message, fragments added up; judged from a frame's header before a
		/// byte of it is stored, and once more of what extensions make of it, while they do
		/// so. Bounds the memory that one peer can hold. Over it: 1009.

	std::size_t maxFragments = 131072;
		/// Frames of one message. Bounds the work for empty fragments without end. Over it: 1008.

	std::vector<std::string> protocols;
		/// Subprotocols. A client offers them in this order; a server takes the client's
		/// first that is among them. Names that are no tokens or stand here twice:
		/// Poco::InvalidArgumentException when a driver is made.

	ExtensionRegistry extensions;
		/// What may be negotiated, in this order: offered by a client, answered by a server. Driver::addExtension
		/// appends for one connection. Drafts older than hybi have none.

	Dialects dialects = Dialects::ALL;
		/// What a server speaks; clients speak hybi-13. The two hixie drafts have no masks, which protect proxies
		/// from hostile pages (RFC 6455 10.3): the adapters of WS::Net leave them out unless asked.

	std::size_t maxRequestLine = 8192;
		/// Request line or status line. Over it: 414.

	std::size_t maxHeaderLine = 8192;
	std::size_t maxHeaders = 100;
		/// Length of a header line, and how many there may be. Over it: 431.

	std::size_t maxHead = 16384;
		/// The whole head; also what is kept of input that arrives before start(). Over it: 431.

	std::size_t maxResponseBody = 64 * 1024;
		/// What a client keeps of the body of a response that refuses. The failure is told when it is there; with 0 at once.

	std::size_t maxQueued = 1024 * 1024;
		/// Messages, pings and pongs sent before the connection is open. Over it, sending returns false.

	std::size_t outputHighWater = 1024 * 1024;
		/// While more output than this waits, only the newest ping is answered (RFC 6455
		/// 5.5.3). Bounds what a flood of pings can pile up. Adapters stop reading above it.

	bool requireMasking = true;
		/// A server refuses unmasked frames (RFC 6455 5.1). Off: for tests and trusted tools.

	bool checkOutgoingText = true;
		/// text() refuses what is not UTF-8. Off: for callers that have checked already.

	std::shared_ptr<BufferPool> buffers;
		/// Where connections borrow buffers; none: each keeps small ones of its own. All
		/// connections with these options then belong to one thread.

	std::function<void(std::span<char>)> random;
		/// Fills the span with unpredictable bytes for masks and keys (RFC 6455 10.3), or
		/// throws. None: the system's generator. Replaced in tests.
};


} // namespace WS


#endif // WS_Options_INCLUDED
