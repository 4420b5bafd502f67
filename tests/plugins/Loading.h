//
// Loading.h
//
// What the tests of the loader share.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Loading_INCLUDED
#define WSTest_Loading_INCLUDED


#include "WS/PluginLoader.h"
#include <Poco/Exception.h>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <string>


namespace WS::Test {


struct Folder
	/// A folder that is removed with all that is in it, and to which only its owner may write.
{
	Folder()
	{
		std::string pattern = (std::filesystem::temp_directory_path() / "wsdriver-plugins-XXXXXX").string();
		path = std::filesystem::canonical(::mkdtemp(pattern.data())).string() + '/';
	}

	~Folder()
	{
		std::filesystem::remove_all(path);
	}

	Folder(const Folder&) = delete;
	Folder& operator = (const Folder&) = delete;

	std::string write(const std::string& name, const std::string& bytes) const
		/// The path of a new file.
	{
		std::ofstream(path + name, std::ios::binary) << bytes;
		return path + name;
	}

	std::string copy(const std::string& from, const std::string& name) const
		/// By a new file that takes the name: what an installation does.
	{
		std::filesystem::copy_file(from, path + "new");
		std::filesystem::rename(path + "new", path + name);
		return path + name;
	}

	std::string path;
};


inline std::string object(const std::string& name)
{
	return WS_TEST_OBJECTS + name + ".so";
}


inline std::string refusal(const std::string& path, const std::string& options = {})
	/// Why the file was refused, without its path; empty: it was loaded.
{
	try
	{
		PluginLoader::load(path, options);
		return {};
	}
	catch (const Poco::LibraryLoadException& exception)
	{
		const std::string& message = exception.message();
		return message.starts_with(path + ": ") ? message.substr(path.size() + 2) : "the message does not name the file: " + message;
	}
}


inline bool isLoaded(const std::string& path)
	/// Whether the process has the object.
{
	void* const handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD);
	if (handle) ::dlclose(handle);
	return handle != nullptr;
}


} // namespace WS::Test


#endif // WSTest_Loading_INCLUDED
