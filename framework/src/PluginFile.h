//
// PluginFile.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_PluginFile_INCLUDED
#define WS_PluginFile_INCLUDED


#include "WS/PluginLoader.h"
#include <string>
#include <sys/types.h>


namespace WS {


struct FileIdentity
	/// A file, by whatever path.
{
	dev_t device = 0;
	ino_t inode = 0;

	bool operator == (const FileIdentity& other) const = default;
};


struct PluginFile
	/// A file that may be given to the dynamic linker.
{
	std::string path;            /// without symbolic links
	FileIdentity identity;
};


[[noreturn]] void refusePlugin(const std::string& path, const std::string& reason);
	/// Throws Poco::LibraryLoadException.


PluginFile examinePlugin(const std::string& path, PluginLoader::Writers writers);
	/// Refuses paths that are not absolute, and what is no regular file, cannot be read, or may be written by all.


std::string examineDirectory(const std::string& path, PluginLoader::Writers writers);
	/// The same for a directory; returns it without symbolic links.


} // namespace WS


#endif // WS_PluginFile_INCLUDED
