//
// Plugin.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PerMessageZstd.h"
#include <WS/Plugin.h>


WS_EXTENSION_PLUGIN(PerMessageZstd, "1.0")
