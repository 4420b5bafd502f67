//
// WS.h
//
// Version and linkage of WSDriver. Every public header includes it.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_WS_INCLUDED
#define WS_WS_INCLUDED


#define WS_VERSION_MAJOR 0
#define WS_VERSION_MINOR 1
#define WS_VERSION_PATCH 0
#define WS_VERSION "0.1.0"


#if defined(WS_STATIC) || !defined(__GNUC__)
	#define WS_API
#else
	#define WS_API __attribute__((visibility("default")))
#endif
	/// Marks what the shared libraries export. Programs that link the static
	/// libraries get WS_STATIC from the package.


#endif // WS_WS_INCLUDED
