//
// Plugin.h
//
// What makes a shared object a plug-in. Header only: a plug-in is not linked with WSDriver.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Plugin_INCLUDED
#define WS_Plugin_INCLUDED


#include "WS/Extension.h"
#include "WS/PluginOptions.h"
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>


#if defined(__has_feature)
	#define WS_HAS_FEATURE(feature) __has_feature(feature)
#else
	#define WS_HAS_FEATURE(feature) 0
#endif
#define WS_PLUGIN_TEXT(macro) WS_PLUGIN_TEXT_OF(macro)
#define WS_PLUGIN_TEXT_OF(value) #value


namespace WS {


inline constexpr std::uint32_t PLUGIN_API = 1;
	/// Counted up with every change to what crosses the border: PluginInfo, the virtual functions of Extension and
	/// Session and their order, the values that they take and return. The assertions below find changes of size.


struct PluginSizes
	/// Of the types that cross the border.
{
	std::uint16_t string = sizeof(std::string);
	std::uint16_t stringView = sizeof(std::string_view);
	std::uint16_t vector = sizeof(std::vector<ExtensionParams>);
	std::uint16_t sharedPtr = sizeof(std::shared_ptr<const Extension>);
	std::uint16_t uniquePtr = sizeof(std::unique_ptr<Session>);
	std::uint16_t optionalString = sizeof(std::optional<std::string>);
	std::uint16_t message = sizeof(Message);
	std::uint16_t sendOptions = sizeof(SendOptions);
	std::uint16_t sessionResult = sizeof(SessionResult);
	std::uint16_t extensionParam = sizeof(ExtensionParam);
	std::uint16_t extensionParams = sizeof(ExtensionParams);
	std::uint16_t reserved = 0;
};


struct PluginABI
	/// How an object was built. The loader compares it field by field with its own before it reads anything else, so
	/// its shape is the same for ever.
{
	enum Sanitizer: std::uint32_t
	{
		ADDRESS = 1,
		THREAD = 2,
		MEMORY = 4,
		UNDEFINED = 8        /// GCC does not tell
	};

	char magic[8] = {'W', 'S', 'P', 'l', 'u', 'g', 'i', 'n'};
	std::uint32_t size = 128;                        /// of this block
	std::uint32_t api = PLUGIN_API;
	std::uint32_t pointer = sizeof(void*);

#if defined(_LIBCPP_VERSION)
	char library[12] = "libc++";
	std::uint32_t libraryVersion = _LIBCPP_VERSION;
	std::uint32_t libraryABI = _LIBCPP_ABI_VERSION;
#else
	char library[12] = "libstdc++";
	std::uint32_t libraryVersion = _GLIBCXX_RELEASE;
	std::uint32_t libraryABI = _GLIBCXX_USE_CXX11_ABI;
#endif

#if defined(_GLIBCXX_DEBUG)
	std::uint32_t libraryDebug = 1;
#else
	std::uint32_t libraryDebug = 0;                  /// _GLIBCXX_DEBUG; its assertions alone change nothing
#endif

	std::uint32_t sanitizers = 0
#if defined(__SANITIZE_ADDRESS__) || WS_HAS_FEATURE(address_sanitizer)
		| ADDRESS
#endif
#if defined(__SANITIZE_THREAD__) || WS_HAS_FEATURE(thread_sanitizer)
		| THREAD
#endif
#if WS_HAS_FEATURE(memory_sanitizer)
		| MEMORY
#endif
#if WS_HAS_FEATURE(undefined_behavior_sanitizer)
		| UNDEFINED
#endif
		;

	PluginSizes sizes;

#if defined(__clang__)
	char compiler[56] = "clang " WS_PLUGIN_TEXT(__clang_major__) "." WS_PLUGIN_TEXT(__clang_minor__);
#else
	char compiler[56] = "g++ " WS_PLUGIN_TEXT(__GNUC__) "." WS_PLUGIN_TEXT(__GNUC_MINOR__);        /// shown, not compared
#endif
};


static_assert(sizeof(PluginABI) == 128 && std::is_standard_layout_v<PluginABI> && std::is_trivially_copyable_v<PluginABI>);
static_assert(offsetof(PluginABI, magic) == 0 && offsetof(PluginABI, size) == 8 && offsetof(PluginABI, api) == 12);
static_assert(offsetof(PluginABI, pointer) == 16 && offsetof(PluginABI, library) == 20 && offsetof(PluginABI, libraryVersion) == 32);
static_assert(offsetof(PluginABI, libraryABI) == 36 && offsetof(PluginABI, libraryDebug) == 40 && offsetof(PluginABI, sanitizers) == 44);
static_assert(offsetof(PluginABI, sizes) == 48 && sizeof(PluginSizes) == 24 && offsetof(PluginABI, compiler) == 72);


struct PluginInfo
	/// What wsExtensionPlugin() returns: constant, and valid as long as the object is loaded.
{
	PluginABI abi;
	const char* name;        /// the extension's
	const char* version;     /// the plug-in's
	Rsv rsv;                 /// the extension's claim

	std::unique_ptr<const Extension> (*create)(std::string_view options, std::string& error);
		/// Null: the error says why not.
};


static_assert(offsetof(PluginInfo, abi) == 0 && offsetof(PluginInfo, name) == 128);
#if defined(__GLIBCXX__) && _GLIBCXX_USE_CXX11_ABI && __SIZEOF_POINTER__ == 8
static_assert(sizeof(PluginInfo) == 160 && offsetof(PluginInfo, rsv) == 144 && offsetof(PluginInfo, create) == 152);
static_assert(sizeof(Message) == 32 && sizeof(SendOptions) == 1 && sizeof(SessionResult) == 40 && offsetof(SessionResult, text) == 8);
static_assert(sizeof(ExtensionParam) == 72 && offsetof(ExtensionParam, value) == 32);
#endif


template <class Class>
std::unique_ptr<const Extension> createPlugin(std::string_view text, std::string& error)
	/// Class is made of PluginOptions&; of the text, std::string_view, if it reads that itself; or of nothing if it has
	/// no options. What it throws becomes the error.
{
	try
	{
		std::unique_ptr<const Extension> extension;
		if constexpr (std::is_constructible_v<Class, std::string_view>) extension = std::make_unique<const Class>(text);
		else
		{
			PluginOptions options(text);
			if constexpr (std::is_constructible_v<Class, PluginOptions&>) extension = std::make_unique<const Class>(options);
			else extension = std::make_unique<const Class>();
			options.finish();
		}
		return extension;
	}
	catch (const std::exception& exception)
	{
		error = exception.what();
	}
	catch (...)
	{
		error = "an exception of unknown type";
	}
	return nullptr;
}


template <class Class>
constexpr PluginInfo pluginInfo(const char* version)
{
	return {{}, Class::NAME, version, Class::RSV, &createPlugin<Class>};
}


} // namespace WS


#define WS_EXTENSION_PLUGIN(Class, version) \
	extern "C" __attribute__((visibility("default"))) const ::WS::PluginInfo* wsExtensionPlugin() noexcept; \
	const ::WS::PluginInfo* wsExtensionPlugin() noexcept \
	{ \
		static constexpr ::WS::PluginInfo info = ::WS::pluginInfo<Class>(version); \
		return &info; \
	}
	/// Once, outside of all namespaces. Class is derived from WS::Extension and has the constants NAME, a string
	/// literal, and RSV, which name() and rsv() return.


#endif // WS_Plugin_INCLUDED
