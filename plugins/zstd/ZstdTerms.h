//
// ZstdTerms.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef ZstdTerms_INCLUDED
#define ZstdTerms_INCLUDED


#include "ZstdOptions.h"
#include <WS/ExtensionParams.h>
#include <cstdint>
#include <optional>


struct ZstdTerms
	/// What an offer or an answer says: window_log, level, dictionary, and who forgets each message.
{
	int windowLog = 0;
	int level = 0;
	std::uint32_t dictionary = 0;            /// its number; 0: none
	bool clientNoContextTakeover = false;
	bool serverNoContextTakeover = false;

	static ZstdTerms offer(const ZstdOptions& options, std::uint32_t dictionary);
		/// A client's.

	static std::optional<ZstdTerms> read(const WS::ExtensionParams& params);
		/// None: a parameter is unknown, missing, there twice, or has no value that it may have.

	WS::ExtensionParams write() const;

	std::optional<ZstdTerms> answer(const ZstdOptions& options, std::uint32_t dictionary) const;
		/// A server's, to this offer. None: it has another dictionary.

	bool permits(const ZstdTerms& answer) const;
		/// Whether a server may answer so to this offer: it may ask for less, but not for more.
};


#endif // ZstdTerms_INCLUDED
