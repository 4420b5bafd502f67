//
// Judge.h
//
// Runs a case against a peer and says how it did.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Judge_INCLUDED
#define Conformance_Judge_INCLUDED


#include "conformance/suite/Case.h"
#include "conformance/suite/Dialogue.h"
#include "conformance/suite/Transport.h"
#include <string>


namespace Conformance {


struct Result
{
	enum Verdict
	{
		PASSED,
		FAILED,
		INFORMATIONAL,
		UNIMPLEMENTED        /// the peer does not agree to what the case is about
	};

	Verdict verdict = PASSED;
	std::string reason = {};
		/// What was expected and what was seen. Empty if the peer passed.
};


constexpr int ALL_MESSAGES = 1000;
	/// That the public suite sends in each case of groups 12 and 13.


struct Conditions
	/// Under which a case is run.
{
	Peer peer = Peer::SERVER;
	Clock::duration timeout = std::chrono::seconds(1);
		/// How long to wait while nothing happens. The patience of a case bounds its time where that is longer.

	unsigned seed = 1;
		/// Of the masking keys.

	int messages = 20;
		/// So many in each case that sends generated ones.

	bool limited = false;
		/// The peer takes no message of more than 16 MiB.
};


Result run(const Case& c, Transport& transport, const Conditions& conditions);
	/// Over a fresh connection, which is ended. Strict: a peer that fails a connection in time, but without
	/// handing out what was good before, or later than it could, has not passed.


} // namespace Conformance


#endif // Conformance_Judge_INCLUDED
