//
// Event.h
//
// What the peer under test has sent.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Event_INCLUDED
#define Conformance_Event_INCLUDED


#include "conformance/suite/Frame.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace Conformance {


struct Event
	/// A whole message or a control frame that the peer has sent.
{
	int opcode;
	std::string payload;
	bool compressed = false;
		/// It came so. The payload is what it says, as far as it can be read.
};


struct Expected
	/// An event that is to come: TEXT, BINARY or PONG.
{
	int opcode;
	Payload payload;

	bool matches(const Event& event) const { return opcode == event.opcode && payload.matches(event.payload); }
};


struct Close
	/// The peer's close frame.
{
	std::optional<int> code;
	std::string reason;
};


std::string printable(std::string_view bytes);
	/// For reports: in quotes, short, and nothing in it that a terminal could obey.

std::string describe(const Event& event);
std::string describe(const Expected& expected);
std::string describe(const Close& close);


} // namespace Conformance


#endif // Conformance_Event_INCLUDED
