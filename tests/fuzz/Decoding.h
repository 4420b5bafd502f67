//
// Decoding.h
//
// A session of an extension that is given any bytes as messages.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Decoding_INCLUDED
#define WSFuzz_Decoding_INCLUDED


#include "WS/Extension.h"
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>


namespace WS::Fuzz {


enum class Verdict
	/// What a codec makes of a message.
{
	GOOD,
	INVALID,
	TOO_LONG
};


struct DecodePlan
	/// The first two bytes of an input:
	///
	///     0     bits 0-2 the window, 3 no context takeover, 4 a server, 5-6 maxLength, 7 the buffer is not empty
	///     1     before which messages release() is called, bit by bit
	///
	/// Then follow messages, each behind a byte with its length; 0: it is all the rest. What is missing is 0.
{
	static constexpr std::size_t LARGEST_LENGTH = 100000;

	int window = 0;
	bool takeover = true;
	bool isServer = false;
	std::size_t maxLength = LARGEST_LENGTH;
	std::string_view before;             /// what is in the buffer
	unsigned releases = 0;

	explicit DecodePlan(std::string_view& input);
		/// Takes these bytes off the front.
};


std::unique_ptr<Session> sessionOf(const Extension& extension, const DecodePlan& plan, ExtensionParams params);
	/// That of a server or a client which has agreed to the parameters, and to no context takeover if that is the plan.


using Judge = std::function<void(std::string_view message, Verdict verdict, std::string_view out)>;
	/// Aborts if the codec's own library makes something else of the message.


void decodeAll(Session& session, const DecodePlan& plan, std::string_view input, const Judge& judge);
	/// Gives the messages to the session until one fails, and demands that limits are kept and failures told.


} // namespace WS::Fuzz


#endif // WSFuzz_Decoding_INCLUDED
