//
// PluginABI.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_PluginABI_INCLUDED
#define WS_PluginABI_INCLUDED


#include "WS/Plugin.h"
#include <string>
#include <utility>
#include <vector>


namespace WS {


std::vector<std::pair<std::string, std::string>> describeABI(const PluginABI& abi);
	/// Field and value.


std::string differenceOfABI(const PluginABI& theirs, const PluginABI& ours);
	/// The first field that differs, and both values; empty: none does. Nothing behind a field that differs is read.


} // namespace WS


#endif // WS_PluginABI_INCLUDED
