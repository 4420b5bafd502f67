//
// PluginFile.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PluginFile.h"
#include <Poco/Exception.h>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>


namespace WS {


namespace {


std::string systemError()
{
	return std::generic_category().message(errno);
}


std::string canonical(const std::string& path)
{
	if (!path.starts_with('/')) refusePlugin(path, "the path is not absolute");
	if (path.find('\0') != std::string::npos) refusePlugin(path.c_str(), "the path has a NUL in it");
	const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(path.c_str(), nullptr), &std::free);
	if (!resolved) refusePlugin(path, systemError());
	return resolved.get();
}


struct stat statusOf(const std::string& path, const std::string& shown, int flags)
	// By opening it, which also tells whether it can be read. A FIFO does not block.
{
	const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
	if (fd < 0) refusePlugin(shown, systemError());
	struct stat status = {};
	const int failed = ::fstat(fd, &status);
	::close(fd);
	if (failed) refusePlugin(shown, systemError());
	return status;
}


} // namespace


void refusePlugin(const std::string& path, const std::string& reason)
{
	throw Poco::LibraryLoadException(path + ": " + reason);
}


PluginFile examinePlugin(const std::string& path, PluginLoader::Writers writers)
{
	PluginFile file;
	file.path = canonical(path);
	const auto status = statusOf(file.path, path, 0);
	if (S_ISDIR(status.st_mode)) refusePlugin(path, "is a directory");
	if (!S_ISREG(status.st_mode)) refusePlugin(path, "is not a regular file");
	if (status.st_size == 0) refusePlugin(path, "is empty");
	if (writers == PluginLoader::Writers::KNOWN)
	{
		if (status.st_mode & S_IWOTH) refusePlugin(path, "anybody may write to the file");
		const auto directory = statusOf(file.path.substr(0, file.path.rfind('/') + 1), path, O_DIRECTORY);
		if (directory.st_mode & S_IWOTH) refusePlugin(path, "anybody may write to its directory");
	}
	file.identity = {status.st_dev, status.st_ino};
	return file;
}


std::string examineDirectory(const std::string& path, PluginLoader::Writers writers)
{
	std::string directory = canonical(path);
	const auto status = statusOf(directory, path, 0);
	if (!S_ISDIR(status.st_mode)) refusePlugin(path, "is not a directory");
	if (writers == PluginLoader::Writers::KNOWN && (status.st_mode & S_IWOTH)) refusePlugin(path, "anybody may write to the directory");
	return directory;
}


} // namespace WS
