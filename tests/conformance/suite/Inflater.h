//
// Inflater.h
//
// The suite's own reader of DEFLATE data (RFC 1951). Shares no code with the library, nor with zlib, which does not
// tell how far back a message reaches.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Inflater_INCLUDED
#define Conformance_Inflater_INCLUDED


#include <cstddef>
#include <string>
#include <string_view>


namespace Conformance {


struct Inflated
	/// What a message says, and what it takes to understand it.
{
	std::string message;
	std::size_t longestDistance = 0;
		/// So many octets back goes what it copies from; 0: it copies nothing.

	std::size_t reach = 0;
		/// So many octets before its own beginning: those of earlier messages.

	std::string fault;
		/// What is wrong with the data, for the report; empty: nothing.
};


class Inflater
	/// Reads the messages of one direction of a connection (RFC 7692 7.2.2), whatever was agreed there: the window
	/// is the largest one, and goes on from message to message.
{
public:
	explicit Inflater(std::size_t longest);
		/// Octets that a message may have.

	Inflated inflate(std::string_view payload);
		/// One message, without the end 00 00 ff ff that its sender takes off. Blocks with BFINAL may be among it.

private:
	const std::size_t _longest;
	std::string _window;
		// What the messages so far have ended with.
};


} // namespace Conformance


#endif // Conformance_Inflater_INCLUDED
