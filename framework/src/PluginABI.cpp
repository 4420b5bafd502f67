//
// PluginABI.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PluginABI.h"
#include <algorithm>


namespace WS {


namespace {


struct Field
{
	const char* name;
	std::string (*shown)(const PluginABI&);
};


template <std::size_t size>
std::string text(const char (&field)[size])
	// Up to NUL or to the field's end; bytes that are no text show as a question mark.
{
	std::string shown(field, std::find(field, field + size, '\0'));
	std::replace_if(
		shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
	return shown;
}


std::string sanitizers(std::uint32_t bits)
{
	static constexpr std::pair<PluginABI::Sanitizer, const char*> NAMES[] =
		{{PluginABI::ADDRESS, "address"}, {PluginABI::THREAD, "thread"}, {PluginABI::MEMORY, "memory"}, {PluginABI::UNDEFINED, "undefined"}};
	std::string shown;
	for (const auto& [bit, name]: NAMES)
	{
		if (bits & bit) shown.append(shown.empty() ? "" : "+").append(name);
		bits &= ~bit;
	}
	if (bits != 0) shown.append(shown.empty() ? "" : "+").append(std::to_string(bits));
	return shown.empty() ? "none" : shown;
}


// clang-format off
constexpr Field FIELDS[] =
	{
		{"magic",                    [](const PluginABI& abi) { return text(abi.magic); }},
		{"size of the ABI block",    [](const PluginABI& abi) { return std::to_string(abi.size); }},
		{"API",                      [](const PluginABI& abi) { return std::to_string(abi.api); }},
		{"size of a pointer",        [](const PluginABI& abi) { return std::to_string(abi.pointer); }},
		{"standard library",         [](const PluginABI& abi) { return text(abi.library); }},
		{"its version",              [](const PluginABI& abi) { return std::to_string(abi.libraryVersion); }},
		{"its ABI",                  [](const PluginABI& abi) { return std::to_string(abi.libraryABI); }},
		{"its debug mode",           [](const PluginABI& abi) { return std::to_string(abi.libraryDebug); }},
		{"sanitizers",               [](const PluginABI& abi) { return sanitizers(abi.sanitizers); }},
		{"size of std::string",      [](const PluginABI& abi) { return std::to_string(abi.sizes.string); }},
		{"size of std::string_view", [](const PluginABI& abi) { return std::to_string(abi.sizes.stringView); }},
		{"size of std::vector",      [](const PluginABI& abi) { return std::to_string(abi.sizes.vector); }},
		{"size of std::shared_ptr",  [](const PluginABI& abi) { return std::to_string(abi.sizes.sharedPtr); }},
		{"size of std::unique_ptr",  [](const PluginABI& abi) { return std::to_string(abi.sizes.uniquePtr); }},
		{"size of std::optional",    [](const PluginABI& abi) { return std::to_string(abi.sizes.optionalString); }},
		{"size of Message",          [](const PluginABI& abi) { return std::to_string(abi.sizes.message); }},
		{"size of SendOptions",      [](const PluginABI& abi) { return std::to_string(abi.sizes.sendOptions); }},
		{"size of SessionResult",    [](const PluginABI& abi) { return std::to_string(abi.sizes.sessionResult); }},
		{"size of ExtensionParam",   [](const PluginABI& abi) { return std::to_string(abi.sizes.extensionParam); }},
		{"size of ExtensionParams",  [](const PluginABI& abi) { return std::to_string(abi.sizes.extensionParams); }},
	};
// clang-format on


} // namespace


std::vector<std::pair<std::string, std::string>> describeABI(const PluginABI& abi)
{
	std::vector<std::pair<std::string, std::string>> description;
	for (const auto& field: FIELDS) description.emplace_back(field.name, field.shown(abi));
	description.emplace_back("compiler", text(abi.compiler));
	return description;
}


std::string differenceOfABI(const PluginABI& theirs, const PluginABI& ours)
{
	for (const auto& field: FIELDS)
	{
		const std::string its = field.shown(theirs);
		const std::string wanted = field.shown(ours);
		if (its != wanted) return std::string(field.name).append(" is ").append(its).append(", here ").append(wanted);
	}
	return {};
}


} // namespace WS
