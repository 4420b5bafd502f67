//
// Inspect.cpp
//
// wsdriver inspect: what a plug-in is, or why it is refused.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Inspect.h"
#include "ChildProcess.h"
#include "Extensions.h"
#include "Harmless.h"
#include "WS/PluginLoader.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <iostream>


namespace Tool {


namespace {


constexpr std::size_t NAME_WIDTH = 28;
constexpr std::size_t VALUE_WIDTH = 20;
constexpr char ACCEPTED = '+';
constexpr char REFUSED = '-';


std::string padded(std::string text, std::size_t width)
{
	text.resize(std::max(text.size() + 1, width), ' ');
	return text;
}


std::string line(const std::string& name, const std::string& value)
	/// In one line, whatever a plug-in calls itself.
{
	std::string shown = padded(name, NAME_WIDTH) + harmless(value);
	for (char& c: shown)
		if (c == '\n') c = ' ';
	return shown + '\n';
}


std::string namesOf(WS::Rsv bits)
{
	std::string text;
	for (const auto& [bit, name]: {std::pair(WS::Rsv::RSV1, "RSV1"), {WS::Rsv::RSV2, "RSV2"}, {WS::Rsv::RSV3, "RSV3"}})
		if ((bits & bit) != WS::Rsv::NONE) text.append(text.empty() ? "" : ", ").append(name);
	return text.empty() ? "none" : text;
}


std::string describeHandshake(const WS::Extension& extension)
	/// What a client offers, and what a server answers to that.
{
	const std::string name(extension.name());
	const auto client = extension.createClientSession();
	const auto offers = client ? client->offers() : std::vector<WS::ExtensionParams>();
	if (offers.empty()) return line("offers", "nothing");
	std::string text;
	for (const auto& offer: offers) text += line(text.empty() ? "offers" : "", toText(name, offer));
	const auto server = extension.createServerSession(offers);
	return text + line("answers to that", server ? toText(name, server->response()) : "nothing");
}


std::string describe(const PluginArgument& argument)
{
	const auto extension = WS::PluginLoader::load(argument.path, argument.options);
	const auto plugin = WS::PluginLoader::inspect(argument.path);
	auto text = line("file", plugin.path) + line("name", plugin.name) + line("version", plugin.version)
		+ line("reserved bits", namesOf(plugin.rsv)) + describeHandshake(*extension);
	text += '\n' + line("ABI", padded("of the plug-in", VALUE_WIDTH) + "of wsdriver");
	const auto ours = WS::PluginLoader::abi();
	for (std::size_t i = 0; i < ours.size(); ++i) text += line(ours[i].first, padded(plugin.abi.at(i).second, VALUE_WIDTH) + ours[i].second);
	return text;
}


std::string judged(const PluginArgument& argument)
	/// In the child.
{
	try
	{
		return ACCEPTED + describe(argument);
	}
	catch (const Poco::Exception& exception)
	{
		return REFUSED + exception.message();
	}
	catch (const std::exception& exception)
	{
		return REFUSED + argument.path + ": throws: " + exception.what();
	}
	catch (...)
	{
		return REFUSED + argument.path + ": throws an exception of unknown type";
	}
}


} // namespace


void inspect(const InspectOptions& options)
{
	const PluginArgument argument(options.plugin);
	ChildProcess child([&] { return judged(argument); });
	const auto end = child.waitFor(options.timeout);
	if (!end.empty()) throw Poco::LibraryLoadException(argument.path + ": " + end);
	const auto report = child.report();
	if (report.front() == REFUSED) throw Poco::LibraryLoadException(report.substr(1));
	std::cout << report.substr(1) << std::flush;
}


} // namespace Tool
