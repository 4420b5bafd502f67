//
// Autobahn.h
//
// wsdriver autobahn: the client that the conformance suite tests.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Autobahn_INCLUDED
#define WSDriver_Autobahn_INCLUDED


#include "Client.h"
#include <string>


namespace Tool {


struct AutobahnOptions
{
	std::string url;
	TLSOptions tls;
	std::string agent = "WSDriver";
};


bool autobahn(const AutobahnOptions& options);
	/// Runs all cases of a fuzzing server (https://github.com/crossbario/autobahn-testsuite). It judges
	/// them, not we. False: not every case could be run.


} // namespace Tool


#endif // WSDriver_Autobahn_INCLUDED
