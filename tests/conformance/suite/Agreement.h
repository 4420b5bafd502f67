//
// Agreement.h
//
// What the suite and the peer under test say of permessage-deflate in the opening handshake (RFC 7692 7.1).
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Agreement_INCLUDED
#define Conformance_Agreement_INCLUDED


#include <string>
#include <string_view>
#include <vector>


namespace Conformance {


struct Direction
	/// How one end compresses.
{
	bool takeover = true;
		/// A message may refer to those before it.

	int windowBits = 15;
};


struct Agreement
{
	Direction server;
	Direction client;
};


struct Wish
	/// What the suite as server wants of the client.
{
	bool noContextTakeover = false;
	int maxWindowBits = 0;
		/// 0: as it likes. Else only a client that has offered client_max_window_bits can be asked.
};


struct Negotiation
	/// What the suite says, in both roles, and what has to come of it.
{
	enum Kind
	{
		NONE,         /// no extension
		DEFLATE,      /// permessage-deflate, or the case cannot be run
		WRONG         /// a server has to decline the offer, a client has to refuse the answer
	};

	Kind kind = NONE;
	std::string offer = {};
		/// Of the suite as client.

	std::vector<Wish> wishes = {};
		/// Of the suite as server: the first one that the client's offer allows.

	std::string answer = {};
		/// Of the suite as server, if it is WRONG: this, whatever the offer.

	bool comparing = false;
		/// The peer's answer has to keep to the offer. The public suite does not look at that.
};


std::string answerTo(std::string_view offer, const Negotiation& negotiation);
	/// What the suite as server answers; empty: nothing, as the offer does not allow it. What the client asks of
	/// the server is granted.


std::string violation(std::string_view answer, const Negotiation& negotiation);
	/// What is wrong with the answer of a server to our offer; empty: nothing.


std::string offerViolation(std::string_view offer);
	/// What is wrong with the offer of a client.


Agreement agreed(std::string_view answer);
	/// What an answer without violations says.


} // namespace Conformance


#endif // Conformance_Agreement_INCLUDED
