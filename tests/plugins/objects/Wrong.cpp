//
// Wrong.cpp
//
// A plug-in with a fault: NAME is its extension's name, and FAULT the statement that makes the fault in its info.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/Plugin.h>
#include <new>
#include <stdexcept>


namespace {


class Idle: public WS::Extension
{
public:
	static constexpr const char* NAME = WRONG_NAME;
	static constexpr WS::Rsv RSV = WS::Rsv::RSV2;

	std::string_view name() const override { return NAME; }
	WS::Rsv rsv() const override { return RSV; }
	std::unique_ptr<WS::ClientSession> createClientSession() const override { return nullptr; }
	std::unique_ptr<WS::ServerSession> createServerSession(const std::vector<WS::ExtensionParams>&) const override { return nullptr; }
};


struct [[maybe_unused]] Exhausted: public std::bad_alloc
	// Its destructor goes with this object.
{
	const char* what() const noexcept override { return "no memory"; }
};


[[maybe_unused]] std::unique_ptr<const WS::Extension> createNothing(std::string_view, std::string&)
{
	return nullptr;
}


[[maybe_unused]] std::unique_ptr<const WS::Extension> createError(std::string_view, std::string& error)
{
	error = "not today";
	return nullptr;
}


[[maybe_unused]] std::unique_ptr<const WS::Extension> createThrows(std::string_view, std::string&)
{
	throw std::runtime_error("oops");
}


[[maybe_unused]] std::unique_ptr<const WS::Extension> createThrowsInt(std::string_view, std::string&)
{
	throw 42;
}


} // namespace


extern "C" __attribute__((visibility("default"))) const WS::PluginInfo* wsExtensionPlugin()
{
	static WS::PluginInfo info = WS::pluginInfo<Idle>("1.0");
	FAULT;
	return &info;
}
