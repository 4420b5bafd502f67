//
// NoEntry.cpp
//
// A shared object that is no plug-in.
//
// SPDX-License-Identifier: BSL-1.0
//


extern "C" __attribute__((visibility("default"))) int somethingElse()
{
	return 42;
}
