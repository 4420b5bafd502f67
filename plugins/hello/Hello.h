//
// Hello.h
//
// The smallest complete extension: a template to copy.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Hello_INCLUDED
#define Hello_INCLUDED


#include <WS/Plugin.h>


class Hello: public WS::Extension
	/// Puts a greeting before each text message, and takes it off at the other end. The client says which: x-hello; greeting=Hello.
{
public:
	static constexpr const char* NAME = "x-hello";
	static constexpr WS::Rsv RSV = WS::Rsv::RSV3;

	explicit Hello(WS::PluginOptions& options);
		/// greeting: a token, "Hello" unless given.

	std::string_view name() const override { return NAME; }
	WS::Rsv rsv() const override { return RSV; }
	std::unique_ptr<WS::ClientSession> createClientSession() const override;
	std::unique_ptr<WS::ServerSession> createServerSession(const std::vector<WS::ExtensionParams>& offers) const override;

private:
	std::string _greeting;
};


#endif // Hello_INCLUDED
