//
// PluginLoader.h
//
// Extensions from shared objects.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_PluginLoader_INCLUDED
#define WS_PluginLoader_INCLUDED


#include "WS/Extension.h"
#include <memory>
#include <string>
#include <utility>
#include <vector>


namespace WS {


struct PluginDescription
	/// What a plug-in says of itself.
{
	std::string path;
	std::string name;
	std::string version;
	Rsv rsv = Rsv::NONE;
	std::vector<std::pair<std::string, std::string>> abi;
		/// Field and value, in the order in which they are compared.
};


struct PluginDirectory
	/// What was found in a directory, in the order of the files' names.
{
	struct Refused
	{
		std::string path;
		std::string reason;          /// names the file, too
	};

	std::vector<std::shared_ptr<const Extension>> extensions;
	std::vector<Refused> refused;
};


class WS_API PluginLoader
	/// Loads plug-ins (see Plugin.h) through a gate: a file that is not one, or was built otherwise than this library, is
	/// refused with a reason and is not kept. What was accepted stays loaded until the process ends, and a process keeps
	/// the build that it has loaded first. May be called from many threads. What the gate cannot protect from stands in
	/// framework/doc/plugins.md.
	///
	/// All errors are Poco::LibraryLoadException with a message that names the file and the cause.
{
public:
	enum class Writers
		/// Who may write to the file and to its directory.
	{
		KNOWN,        /// whom owner and group let; what all may write to is refused
		ANYBODY
	};

	static std::shared_ptr<const Extension> load(const std::string& path, const std::string& options = {}, Writers writers = Writers::KNOWN);
		/// An extension with these options, "key=value,key=value", as the plug-in understands them. The path is
		/// absolute. A file that is loaded already, by this or another path, is not loaded again but makes another
		/// extension; another file that has the same plug-in is refused, newer or not.

	static PluginDirectory loadDirectory(const std::string& path, Writers writers = Writers::KNOWN);
		/// All files whose names end with ".so", without options. Of several paths of one plug-in the first is taken.
		/// Throws only if the directory cannot be read.

	static PluginDescription inspect(const std::string& path, Writers writers = Writers::KNOWN);
		/// As load() would see it, without making an extension; it is not kept. Code of the object runs: do this in a
		/// process of its own where the object is not trusted.

	static std::vector<std::pair<std::string, std::string>> abi();
		/// What the ABI of a plug-in is compared with, as in PluginDescription. The last field, the compiler, is not.

	PluginLoader() = delete;
};


} // namespace WS


#endif // WS_PluginLoader_INCLUDED
