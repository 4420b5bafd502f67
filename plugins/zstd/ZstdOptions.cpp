//
// ZstdOptions.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ZstdOptions.h"


ZstdOptions::ZstdOptions(WS::PluginOptions& options)
{
	windowLog = options.number("windowLog", windowLog, MIN_WINDOW_LOG, MAX_WINDOW_LOG);
	level = options.number("level", level, 1, MAX_LEVEL);
	noContextTakeover = options.flag("noContextTakeover", noContextTakeover);
	requestNoContextTakeover = options.flag("requestNoContextTakeover", requestNoContextTakeover);
	threshold = static_cast<std::size_t>(options.number("threshold", 0, 0, 1 << 30));
	dictionary = options.take("dictionary").value_or("");
}
