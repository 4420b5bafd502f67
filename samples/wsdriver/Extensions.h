//
// Extensions.h
//
// The extensions that the user asks for.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Extensions_INCLUDED
#define WSDriver_Extensions_INCLUDED


#include "WS/ExtensionRegistry.h"
#include <string>
#include <string_view>
#include <vector>


namespace Tool {


struct ExtensionOptions
{
	struct Chosen
	{
		bool isPlugin = false;
		std::string text;            /// of a plug-in FILE[:OPTIONS], else permessage-deflate's options
	};

	std::vector<Chosen> chosen;      /// in the order of the command line
	bool noDeflate = false;
	const char* pluginName = "--plugin";
	const char* deflateName = "--deflate";       /// where they are from, for messages
};


struct PluginArgument
	/// FILE[:OPTIONS] in its parts.
{
	explicit PluginArgument(const std::string& text);
		/// A file that has the whole text for its name has no options.

	std::string path;                /// absolute
	std::string options;
};


WS::ExtensionRegistry toRegistry(const ExtensionOptions& options);
	/// What was chosen, in its order, and behind it permessage-deflate unless it is there already or is not wanted.
	/// UsageError if a plug-in is refused, options are wrong, or an extension is there twice.


std::string toText(std::string_view name, const WS::ExtensionParams& params);
	/// As in the header: "x-hello; greeting=Hello".


std::string toText(const std::vector<WS::Negotiated>& extensions);
	/// "extension x-hello; greeting=Hello", "extensions ..., ..." or "no extension".


} // namespace Tool


#endif // WSDriver_Extensions_INCLUDED
