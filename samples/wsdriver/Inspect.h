//
// Inspect.h
//
// wsdriver inspect: what a plug-in is, or why it is refused.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Inspect_INCLUDED
#define WSDriver_Inspect_INCLUDED


#include <string>


namespace Tool {


struct InspectOptions
{
	std::string plugin;
	double timeout = 5;
};


void inspect(const InspectOptions& options);
	/// Loads the plug-in in a child process and describes it on standard output. Poco::LibraryLoadException if it is
	/// refused, or crashes, ends or holds up the process that loads it. To be called by a program with one thread.


} // namespace Tool


#endif // WSDriver_Inspect_INCLUDED
