//
// DeflateParams.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_DeflateParams_INCLUDED
#define WS_DeflateParams_INCLUDED


#include "WS/DeflateOptions.h"
#include "WS/ExtensionParams.h"
#include <optional>


namespace WS {


struct DeflateParams
	/// The parameters of permessage-deflate (RFC 7692 7.1), as they were read or are to be written.
{
	bool serverNoContextTakeover = false;
	bool clientNoContextTakeover = false;
	std::optional<int> serverMaxWindowBits;
	std::optional<int> clientMaxWindowBits;

	static ExtensionParams offer(const DeflateOptions& options);
		/// What a client offers.

	static std::optional<DeflateParams> readOffer(const ExtensionParams& params);
		/// client_max_window_bits without a value is read as 15: it is no limit. Nothing: malformed.

	static std::optional<DeflateParams> readAnswer(const ExtensionParams& params);
		/// Nothing: malformed.

	bool isAcceptable(const DeflateOptions& options) const;
		/// Whether this answers what a client with these options has offered.

	ExtensionParams write() const;
		/// As an answer.

	bool operator == (const DeflateParams& other) const = default;
};


struct DeflateTerms
	/// What one end has to keep to, and may rely on.
{
	bool ownTakeover = true;
	bool peerTakeover = true;
	int ownWindowBits = 15;
	int peerWindowBits = 15;

	static DeflateTerms ofClient(const DeflateParams& answer, const DeflateOptions& options);

	static DeflateTerms ofServer(const DeflateParams& offer, const DeflateOptions& options);

	DeflateParams answer(const DeflateParams& offer) const;
		/// How a server with these terms answers: with what the client has named, but a window of its of 15 bits is no limit.

	bool operator == (const DeflateTerms& other) const = default;
};


} // namespace WS


#endif // WS_DeflateParams_INCLUDED
