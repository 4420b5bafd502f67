//
// Unruly.cpp
//
// A plug-in whose static constructor does what DEED says, before anybody can look at it.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/Plugin.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <unistd.h>


namespace {


[[maybe_unused]] void hang()
{
	for (;;) pause();
}


const struct Deed
{
	Deed() { DEED; }
} deed;


class Unruly: public WS::Extension
{
public:
	static constexpr const char* NAME = "x-unruly";
	static constexpr WS::Rsv RSV = WS::Rsv::NONE;

	std::string_view name() const override { return NAME; }
	WS::Rsv rsv() const override { return RSV; }
	std::unique_ptr<WS::ClientSession> createClientSession() const override { return nullptr; }
	std::unique_ptr<WS::ServerSession> createServerSession(const std::vector<WS::ExtensionParams>&) const override { return nullptr; }
};


} // namespace


WS_EXTENSION_PLUGIN(Unruly, "1.0 \033[2J")
