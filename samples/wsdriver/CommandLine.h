//
// CommandLine.h
//
// What the user asks for.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_CommandLine_INCLUDED
#define WSDriver_CommandLine_INCLUDED


#include "Autobahn.h"
#include "Conformance.h"
#include "Connect.h"
#include "Inspect.h"
#include "Serve.h"
#include <CLI/CLI.hpp>


namespace Tool {


class CommandLine
	/// The grammar of the command line, and after parsing what has been given.
{
public:
	CommandLine();

	CLI::App parser;
	CLI::App* serve;
	CLI::App* connect;
	CLI::App* conformance;
	CLI::App* autobahn;
	CLI::App* inspect;
		/// The command that was given is parsed().

	ServeOptions serveOptions;
	ConnectOptions connectOptions;
	ConformanceOptions conformanceOptions;
	AutobahnOptions autobahnOptions;
	InspectOptions inspectOptions;

private:
	void describeServe();
	void describeConnect();
	void describeConformance();
	void describeAutobahn();
	void describeInspect();
};


} // namespace Tool


#endif // WSDriver_CommandLine_INCLUDED
