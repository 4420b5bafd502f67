//
// Trial.h
//
// One input in two piecings, which must not differ.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Trial_INCLUDED
#define WSFuzz_Trial_INCLUDED


#include "WS/Driver.h"
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>


namespace WS::Fuzz {


struct Subject
	/// What a target tries.
{
	std::unique_ptr<Driver> (*make)(Listener& listener, std::shared_ptr<const Options> options);

	std::string_view opening = {};
		/// Given in one piece before the input, with what was written for it forgotten.

	bool isAnswered = false;
		/// The input follows the head: start() is called at once, whatever the Plan says.

	void (*demandValid)(std::string_view written) = nullptr;
		/// Checks all that was written after the opening.

	std::size_t headAllowance = 0;
		/// What a head may pin besides messages.

	std::size_t codecMemory = 0;
		/// What extensions take for any input.
};


int tryOut(const Subject& subject, const std::uint8_t* data, std::size_t size);
	/// The body of LLVMFuzzerTestOneInput: gives the input whole and in the pieces of its Plan to a
	/// driver each, and aborts with a message when a rule is broken:
	///
	/// - both tell the same events, with the same output before each, and write the same bytes
	/// - the rules of Observer for each event
	/// - nothing but the listener's own exception leaves a call
	/// - memory and output stay below a bound made of the limits and what has arrived
	/// - a closed driver does nothing, and the state never goes back


} // namespace WS::Fuzz


#endif // WSFuzz_Trial_INCLUDED
