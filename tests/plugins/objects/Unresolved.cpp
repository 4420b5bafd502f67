//
// Unresolved.cpp
//
// A plug-in that calls what nobody defines.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/Plugin.h>


extern "C" const WS::PluginInfo* nobodyDefinesThis();


extern "C" __attribute__((visibility("default"))) const WS::PluginInfo* wsExtensionPlugin()
{
	return nobodyDefinesThis();
}
