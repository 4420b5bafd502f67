//
// Extensions.cpp
//
// The extensions that the user asks for.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Extensions.h"
#include "UsageError.h"
#include "WS/PerMessageDeflate.h"
#include "WS/PluginLoader.h"
#include <Poco/Exception.h>
#include <filesystem>


namespace Tool {


namespace {


constexpr std::size_t DEFLATE_THRESHOLD = 64;


std::shared_ptr<const WS::Extension> deflateOf(const std::string& text)
{
	auto options = WS::DeflateOptions::parse(text);
	const bool hasThreshold = ("," + text).find(",threshold=") != text.npos;
	if (!hasThreshold) options.threshold = DEFLATE_THRESHOLD;
	return std::make_shared<WS::PerMessageDeflate>(options);
}


std::shared_ptr<const WS::Extension> pluginOf(const std::string& text)
{
	const PluginArgument plugin(text);
	return WS::PluginLoader::load(plugin.path, plugin.options);
}


} // namespace


PluginArgument::PluginArgument(const std::string& text):
	path(text)
{
	std::error_code error;
	const auto colon = text.find(':');
	if (colon != text.npos && !std::filesystem::exists(text, error))
	{
		path.resize(colon);
		options = text.substr(colon + 1);
	}
	if (path.empty()) throw UsageError("a plug-in without a file: " + text);
	path = std::filesystem::absolute(path).lexically_normal().string();
}


WS::ExtensionRegistry toRegistry(const ExtensionOptions& options)
{
	WS::ExtensionRegistry registry;
	for (const auto& chosen: options.chosen)
	{
		const std::string option = chosen.isPlugin ? options.pluginName : options.deflateName;
		if (!chosen.isPlugin && options.noDeflate) throw UsageError("--deflate and --no-deflate");
		try
		{
			registry.add(chosen.isPlugin ? pluginOf(chosen.text) : deflateOf(chosen.text));
		}
		catch (const Poco::Exception& exception)
		{
			throw UsageError(option + ": " + exception.message());
		}
	}
	if (!options.noDeflate && !registry.find("permessage-deflate")) registry.add(deflateOf({}));
	return registry;
}


std::string toText(std::string_view name, const WS::ExtensionParams& params)
{
	std::string text(name);
	for (const auto& param: params)
	{
		text.append("; ").append(param.name);
		if (param.value) text.append("=").append(*param.value);
	}
	return text;
}


std::string toText(const std::vector<WS::Negotiated>& extensions)
{
	std::string text;
	for (const auto& extension: extensions) text.append(text.empty() ? "" : ", ").append(toText(extension.name, extension.params));
	if (extensions.empty()) return "no extension";
	return (extensions.size() == 1 ? "extension " : "extensions ") + text;
}


} // namespace Tool
