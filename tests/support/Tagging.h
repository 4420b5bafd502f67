//
// Tagging.h
//
// An extension for tests, that shows on the wire what it has done.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Tagging_INCLUDED
#define WSTest_Tagging_INCLUDED


#include "WS/Options.h"
#include <functional>
#include <memory>
#include <string>
#include <vector>


namespace WS::Test {


struct Tagging: public Extension
	/// Puts "name(" and ")" round what is sent, and takes it off what is received. What a test wants to be different it sets
	/// before the extension is used.
{
	Tagging(std::string name, Rsv rsv): _name(std::move(name)), _rsv(rsv) {}

	std::string_view name() const override { return _name; }
	Rsv rsv() const override { return _rsv; }
	std::unique_ptr<ClientSession> createClientSession() const override;
	std::unique_ptr<ServerSession> createServerSession(const std::vector<ExtensionParams>& offers) const override;

	std::vector<ExtensionParams> offers = {{}};                              /// a client's
	std::function<bool(const ExtensionParams&)> accepts;                     /// of an offer and of an answer; none: all
	ExtensionParams response;                                                /// a server's
	std::function<SessionResult(const Message&)> before;                     /// decides about decode and encode unless DONE
	mutable int released = 0;

private:
	const std::string _name;
	const Rsv _rsv;
};


std::shared_ptr<Tagging> tagging(std::string name, Rsv rsv = Rsv::NONE);


using Taggings = std::vector<std::shared_ptr<Tagging>>;

Taggings threeTaggings();
	/// "a" with RSV1, "b" with RSV2, "c" without reserved bits.

Options knowing(const Taggings& extensions);
	/// Options with these extensions.

const std::string EXTENSIONS = "Sec-WebSocket-Extensions";


} // namespace WS::Test


#endif // WSTest_Tagging_INCLUDED
