//
// UnixSocketFile.h
//
// The files of Unix domain sockets.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_UnixSocketFile_INCLUDED
#define WS_Net_UnixSocketFile_INCLUDED


#include <string>


namespace WS {
namespace Net {


void clearWayForUnixSocket(const std::string& path);
	/// Removes what a server that is gone has left. What is no socket, and one at which somebody listens:
	/// Poco::FileExistsException.


void removeUnixSocket(const std::string& path) noexcept;
	/// Removes the file if it is a socket.


} } // namespace WS::Net


#endif // WS_Net_UnixSocketFile_INCLUDED
