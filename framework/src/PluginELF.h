//
// PluginELF.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_PluginELF_INCLUDED
#define WS_PluginELF_INCLUDED


#include <cstdint>
#include <string>


namespace WS {


std::string whyNotLoadable(int fd, std::uint64_t size);
	/// What in a file of that size would make the dynamic linker end the process instead of refusing it: a file
	/// that was cut off, or one that needs the run-time of a sanitizer which this process is without. Besides,
	/// what it would refuse with a misleading text. Empty: nothing.


} // namespace WS


#endif // WS_PluginELF_INCLUDED
