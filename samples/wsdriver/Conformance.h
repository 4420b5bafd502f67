//
// Conformance.h
//
// wsdriver conformance: tests a server.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Conformance_INCLUDED
#define WSDriver_Conformance_INCLUDED


#include <string>
#include <vector>


namespace Tool {


struct ConformanceOptions
{
	std::string url;
	std::vector<std::string> cases;
	std::vector<std::string> skipped;
	double timeout = 5;
	bool full = false;
	bool quiet = false;
};


bool conformance(const ConformanceOptions& options);
	/// Runs the suite's cases against a server that sends every message back, and reports on standard
	/// output. False: a case has failed.


} // namespace Tool


#endif // WSDriver_Conformance_INCLUDED
