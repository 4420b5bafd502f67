//
// PluginLoader.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/PluginLoader.h"
#include "PluginABI.h"
#include "PluginFile.h"
#include "WS/Headers.h"
#include "WS/Plugin.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <link.h>
#include <map>
#include <mutex>
#include <system_error>


namespace WS {


namespace {


using Entry = const PluginInfo* (*)();


struct Loaded
	// A plug-in that the process keeps.
{
	FileIdentity file;
	std::string path;
	const PluginInfo* info;
};


struct Record
	// What the process has loaded. The dynamic linker, whose list is the process's as well, knows the objects but does not
	// tell their inodes, by which alone a file that was replaced differs from the one that is loaded.
{
	std::mutex mutex;
	std::vector<Loaded> plugins;
	std::map<std::string, FileIdentity> opened;        // by path; what was refused or inspected may refuse to go
};


Record& record()
{
	static Record record;
	return record;
}


class Object
	// A shared object, opened as long as this lives or for ever.
{
public:
	explicit Object(const std::string& path):
		_path(path),
		_handle(::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL))
	{
		if (!_handle) refuse(path, "cannot be loaded");
	}

	~Object()
	{
		::dlclose(_handle);
	}

	Object(const Object&) = delete;
	Object& operator = (const Object&) = delete;

	Entry entry() const
		/// Its own: dlsym would also find that of an object which this one is linked with.
	{
		void* const symbol = ::dlsym(_handle, "wsExtensionPlugin");
		if (!symbol) refusePlugin(_path, "is no plug-in: it has no wsExtensionPlugin");
		link_map* own = nullptr;
		Dl_info owner = {};
		if (::dlinfo(_handle, RTLD_DI_LINKMAP, &own) != 0 || ::dladdr(symbol, &owner) == 0 || std::strcmp(own->l_name, owner.dli_fname) != 0)
		{
			refusePlugin(_path, "is no plug-in: it has no wsExtensionPlugin of its own");
		}
		return reinterpret_cast<Entry>(symbol);
	}

	static bool isOpen(const std::string& path)
		/// The dynamic linker goes by the path: it would give this object again, whatever the file is now.
	{
		void* const handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
		if (handle) ::dlclose(handle);
		return handle != nullptr;
	}

	void keep() const
		/// Loaded until the process ends.
	{
		if (!::dlopen(_path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) refuse(_path, "cannot be kept");
	}

private:
	[[noreturn]] static void refuse(const std::string& path, const std::string& what)
	{
		const char* const error = ::dlerror();        // once: a second call would return null
		refusePlugin(path, what + ": " + (error ? error : "the dynamic linker does not say why"));
	}

	const std::string _path;
	void* const _handle;
};


template <class Call>
auto guarded(const std::string& path, const Call& call)
	// Plug-ins are others' code: what they throw is a reason to refuse them. It may be of a class of theirs, and must not
	// outlive the object.
{
	try
	{
		return call();
	}
	catch (const std::exception& exception)
	{
		refusePlugin(path, std::string("throws: ") + exception.what());
	}
	catch (...)
	{
		refusePlugin(path, "throws an exception of unknown type");
	}
}


const PluginInfo& checkedInfo(const PluginFile& file, Entry entry)
	// The gate. Nothing of the info is read before its ABI block was found to be ours.
{
	const PluginInfo* const info = guarded(file.path, entry);
	if (!info) refusePlugin(file.path, "is no plug-in: wsExtensionPlugin returned null");
	const std::string difference = differenceOfABI(info->abi, PluginABI());
	if (!difference.empty()) refusePlugin(file.path, "was built otherwise: " + difference);
	if (!info->name || !info->version || !info->create) refusePlugin(file.path, "does not say its name, its version, or how an extension is made");
	if (!Headers::isToken(info->name)) refusePlugin(file.path, std::string("its name is not that of an extension: \"") + info->name + '"');
	return *info;
}


const PluginInfo* findLoaded(Record& record, const PluginFile& file)
	// The plug-in of this file, if it is loaded. If not, the file is about to be opened: an object of its path may be there
	// though the file was replaced.
{
	for (const auto& loaded: record.plugins)
	{
		if (loaded.file == file.identity) return loaded.info;
	}
	const auto [earlier, isNew] = record.opened.emplace(file.path, file.identity);
	if (isNew || earlier->second == file.identity) return nullptr;
	if (Object::isOpen(file.path)) refusePlugin(file.path, "was replaced, and another build of it is loaded already: start the process anew to use this one");
	earlier->second = file.identity;
	return nullptr;
}


void checkUnloaded(const std::vector<Loaded>& plugins, const PluginFile& file, const PluginInfo& info)
	// A process keeps the build that it has loaded first, whatever the others' versions are.
{
	for (const auto& loaded: plugins)
	{
		if (std::strcmp(loaded.info->name, info.name) != 0) continue;
		refusePlugin(file.path, std::string("another build of ") + info.name + " is loaded already, version " + loaded.info->version + " from " + loaded.path);
	}
}


const PluginInfo& loadedInfo(const std::string& path, PluginLoader::Writers writers)
{
	const std::lock_guard lock(record().mutex);
	auto& plugins = record().plugins;
	const PluginFile file = examinePlugin(path, writers);
	if (const auto info = findLoaded(record(), file)) return *info;

	const Object object(file.path);
	const PluginInfo& info = checkedInfo(file, object.entry());
	checkUnloaded(plugins, file, info);
	if (examinePlugin(path, writers).identity != file.identity) refusePlugin(path, "was replaced while it was loaded");
	plugins.push_back({file.identity, file.path, &info});
	try
	{
		object.keep();
	}
	catch (...)
	{
		plugins.pop_back();
		throw;
	}
	return info;
}


std::unique_ptr<const Extension> created(const std::string& path, const PluginInfo& info, const std::string& options)
{
	std::string error;
	auto extension = guarded(path, [&] {
		auto made = info.create(options, error);
		if (made && (made->name() != info.name || made->rsv() != info.rsv)) error = "its name or its reserved bits are not those that the plug-in says";
		return made;
	});
	if (!extension && error.empty()) error = "neither an extension nor an error was returned";
	if (!error.empty()) refusePlugin(path, std::string("no extension ") + info.name + ": " + error);
	return extension;
}


std::vector<std::string> filesIn(const std::string& path, PluginLoader::Writers writers)
	// Those that loadDirectory() takes, sorted.
{
	std::vector<std::string> files;
	try
	{
		for (const auto& entry: std::filesystem::directory_iterator(examineDirectory(path, writers)))
		{
			if (entry.path().extension() == ".so") files.push_back(entry.path().string());
		}
	}
	catch (const std::filesystem::filesystem_error& error)
	{
		refusePlugin(path, error.code().message());
	}
	std::sort(files.begin(), files.end());
	return files;
}


} // namespace


std::shared_ptr<const Extension> PluginLoader::load(const std::string& path, const std::string& options, Writers writers)
{
	return created(path, loadedInfo(path, writers), options);
}


PluginDirectory PluginLoader::loadDirectory(const std::string& path, Writers writers)
{
	PluginDirectory directory;
	std::map<std::string, std::string, std::less<>> taken;        // the files by the names of their extensions
	for (const auto& file: filesIn(path, writers))
	{
		try
		{
			auto extension = load(file, {}, writers);
			const auto [first, isNew] = taken.emplace(extension->name(), file);
			if (!isNew) refusePlugin(file, "is the plug-in " + first->first + " of " + first->second);
			directory.extensions.push_back(std::move(extension));
		}
		catch (const Poco::LibraryLoadException& exception)
		{
			directory.refused.push_back({file, exception.message()});
		}
	}
	return directory;
}


PluginDescription PluginLoader::inspect(const std::string& path, Writers writers)
{
	const std::lock_guard lock(record().mutex);
	const PluginFile file = examinePlugin(path, writers);
	const bool isLoaded = findLoaded(record(), file) != nullptr;
	const Object object(file.path);
	const PluginInfo& info = checkedInfo(file, object.entry());
	if (!isLoaded) checkUnloaded(record().plugins, file, info);
	return {file.path, info.name, info.version, info.rsv, describeABI(info.abi)};
}


std::vector<std::pair<std::string, std::string>> PluginLoader::abi()
{
	return describeABI(PluginABI());
}


} // namespace WS
