//
// UnixSocketFile.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "UnixSocketFile.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <sys/stat.h>
#include <unistd.h>


namespace WS {
namespace Net {


namespace {


bool isSocket(const std::string& path)
{
	struct stat status = {};
	return ::lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode);
}


bool isServed(const std::string& path)
	// Also by who has no room for us, or lets us not in, or has a socket of another kind.
{
	try
	{
		Poco::Net::StreamSocket socket;
		socket.connectNB(Poco::Net::SocketAddress(Poco::Net::SocketAddress::UNIX_LOCAL, path));
		return true;
	}
	catch (const Poco::Net::ConnectionRefusedException&)
	{
		return false;
	}
	catch (const Poco::Exception&)
	{
		return true;
	}
}


} // namespace


void clearWayForUnixSocket(const std::string& path)
{
	struct stat status = {};
	if (::lstat(path.c_str(), &status) != 0) return;
	if (!isSocket(path)) throw Poco::FileExistsException("no socket", path);
	if (isServed(path)) throw Poco::FileExistsException("somebody listens there", path);
	removeUnixSocket(path);
}


void removeUnixSocket(const std::string& path) noexcept
{
	if (isSocket(path)) ::unlink(path.c_str());
}


} } // namespace WS::Net
