//
// DeflateOptions.h
//
// How permessage-deflate negotiates, and how it compresses.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_DeflateOptions_INCLUDED
#define WS_DeflateOptions_INCLUDED


#include "WS/WS.h"
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>


namespace WS {


enum class DeflateStrategy: std::uint8_t
	/// What the compressor looks for; the numbers are zlib's.
{
	DEFAULT = 0,
	FILTERED = 1,            /// fewer short matches
	HUFFMAN_ONLY = 2,        /// no matches at all
	RLE = 3,                 /// runs of one byte only
	FIXED = 4                /// no code tables of its own
};


struct WS_API DeflateOptions
	/// The options of PerMessageDeflate. "Own" is what this end sends with, "the peer's" what it receives with. The defaults
	/// are those of balanced().
	///
	/// Window bits are the logarithm of how far back a match may lie, 8 to 15. With context takeover each connection that
	/// is not idle has a compressor and a window of its own; framework/doc/deflate.md has a table of what they take.
{
	bool noContextTakeover = false;
		/// The own compressor forgets each message. Smaller in memory, larger on the wire.

	bool requestNoContextTakeover = false;
		/// The peer's is to forget too: a client refuses a server that will not.

	std::optional<int> maxWindowBits = {};
		/// The limit of the own window, also on the wire: a client offers client_max_window_bits with this number and refuses
		/// a larger one; a server answers server_max_window_bits if the client has named that. None: windowBits, which a
		/// client tells nobody.

	std::optional<int> requestMaxWindowBits = {};
		/// The limit of the peer's: a client offers server_max_window_bits with this number and refuses an answer of more,
		/// or without it unless it is 15; a server answers client_max_window_bits if the client has offered it. None: a
		/// client asks for nothing, and a server for windowBits.

	int windowBits = 12;
		/// Of the own window at most, and what a server asks of its clients, where the two limits say nothing.

	int level = 1;
		/// From 1, the fastest, to 9, the smallest; 0 does not compress, -1 is zlib's default.

	int memLevel = 5;
		/// From 1 to 9: what the compressor takes beside the window, 2^(memLevel + 9) bytes.

	DeflateStrategy strategy = DeflateStrategy::DEFAULT;

	std::size_t threshold = 0;
		/// In bytes: shorter messages are sent as they are.

	static DeflateOptions balanced() { return {}; }
		/// Chosen by what fits the processor's caches while a hundred connections take turns.

	static DeflateOptions shared();
		/// No context takeover either way: all connections share a few compressors, and none has memory of its own.

	static DeflateOptions smallest();
		/// What makes the fewest bytes, at a quarter of a megabyte for each connection in use.

	static DeflateOptions parse(std::string_view text);
		/// Reads "key=value,key=value": the keys are the names above, preset (balanced, shared or smallest) comes first,
		/// strategy is default, filtered, huffman, rle or fixed, a flag is true or false or stands alone. Empty: the
		/// defaults. Anything else: Poco::InvalidArgumentException that names it.

	void check() const;
		/// A value is out of its range: Poco::InvalidArgumentException that names it.

	bool operator == (const DeflateOptions& other) const = default;
};


} // namespace WS


#endif // WS_DeflateOptions_INCLUDED
