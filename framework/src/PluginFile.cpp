//
// PluginFile.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PluginFile.h"
#include "PluginELF.h"
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


bool isWritableByAll(const struct stat& status)
{
	return (status.st_mode & S_IWOTH) != 0;
}


class Descriptor
	// Opened for reading. A FIFO does not block.
{
public:
	Descriptor(const std::string& path, const std::string& shown):
		_fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY))
	{
		if (_fd >= 0 && ::fstat(_fd, &_status) == 0) return;
		const std::string error = systemError();
		if (_fd >= 0) ::close(_fd);
		refusePlugin(shown, error);
	}

	~Descriptor()
	{
		::close(_fd);
	}

	Descriptor(const Descriptor&) = delete;
	Descriptor& operator = (const Descriptor&) = delete;

	int fd() const { return _fd; }
	const struct stat& status() const { return _status; }

private:
	const int _fd;
	struct stat _status = {};
};


} // namespace


void refusePlugin(const std::string& path, const std::string& reason)
{
	throw Poco::LibraryLoadException(path + ": " + reason);
}


PluginFile examinePlugin(const std::string& path, PluginLoader::Writers writers)
{
	const std::string resolved = canonical(path);
	const Descriptor file(resolved, path);
	const auto& status = file.status();
	if (S_ISDIR(status.st_mode)) refusePlugin(path, "is a directory");
	if (!S_ISREG(status.st_mode)) refusePlugin(path, "is not a regular file");
	if (status.st_size == 0) refusePlugin(path, "is empty");
	if (writers == PluginLoader::Writers::KNOWN)
	{
		if (isWritableByAll(status)) refusePlugin(path, "anybody may write to the file");
		struct stat directory = {};        // which need not be readable
		if (::stat(resolved.substr(0, resolved.rfind('/') + 1).c_str(), &directory) != 0) refusePlugin(path, systemError());
		if (isWritableByAll(directory)) refusePlugin(path, "anybody may write to its directory");
	}
	const std::string problem = whyNotLoadable(file.fd(), static_cast<std::uint64_t>(status.st_size));
	if (!problem.empty()) refusePlugin(path, problem);
	return {resolved, {status.st_dev, status.st_ino}};
}


std::string examineDirectory(const std::string& path, PluginLoader::Writers writers)
{
	std::string resolved = canonical(path);
	const Descriptor directory(resolved, path);
	if (!S_ISDIR(directory.status().st_mode)) refusePlugin(path, "is not a directory");
	if (writers == PluginLoader::Writers::KNOWN && isWritableByAll(directory.status())) refusePlugin(path, "anybody may write to the directory");
	return resolved;
}


} // namespace WS
