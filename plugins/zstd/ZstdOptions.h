//
// ZstdOptions.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef ZstdOptions_INCLUDED
#define ZstdOptions_INCLUDED


#include <WS/PluginOptions.h>
#include <cstddef>
#include <string>


struct ZstdOptions
	/// Of x-permessage-zstd; the keys of the plug-in's options are the members' names.
{
	static constexpr int MIN_WINDOW_LOG = 10;
	static constexpr int MAX_WINDOW_LOG = 23;
	static constexpr int MAX_LEVEL = 19;

	int windowLog = 15;
		/// How far back a match may lie, as a logarithm: 10 to 23. The smaller one of both ends holds for both directions.
		/// Bounds the memory of a connection.

	int level = 1;
		/// From 1, the fastest, to 19, the smallest. The lower one of both ends holds for both directions.

	bool noContextTakeover = false;
		/// The own compressor forgets each message.

	bool requestNoContextTakeover = false;
		/// The peer's is to forget too. A client refuses a server that will not.

	std::size_t threshold = 0;
		/// In bytes: shorter messages are sent as they are.

	std::string dictionary;
		/// The path of a dictionary as `zstd --train` makes it. Both ends need the same: where their numbers differ the
		/// extension is not negotiated. Empty: none.

	ZstdOptions() = default;
	explicit ZstdOptions(WS::PluginOptions& options);
};


#endif // ZstdOptions_INCLUDED
