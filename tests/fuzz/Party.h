//
// Party.h
//
// One end of a connection that negotiates extensions.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Party_INCLUDED
#define WSFuzz_Party_INCLUDED


#include "ExtensionHeader.h"
#include "WS/Driver.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace WS::Fuzz {


using Elements = std::vector<ExtensionElement>;


class Party: public Listener
	/// A driver that has been started.
{
public:
	Party(Role role, ExtensionRegistry extensions);

	Driver& driver() { return *_driver; }

	std::string take();
		/// What it has written.

	void receive(std::string bytes);

	std::optional<Elements> written() const;
		/// The extensions in the last head that was taken; nothing: they do not follow the grammar.

	void demandTold(const Elements& elements) const;
		/// negotiated() has them, in this order.

	const std::string& message() const { return _message; }
		/// The last one that has come.

	void onMessage(Message& message) override;
	void onError(const Failure& failure) override;

private:
	std::unique_ptr<Driver> _driver;
	std::string _head;
	std::string _message;
};


std::optional<std::string_view> fieldValue(std::string_view input);
	/// What a head that has the input as the value of a field says; nothing: the input has a line's end in it.


std::vector<ExtensionParams> offersOf(const Elements& elements, std::string_view name);


void demandIntact(Party& sender, Party& receiver, std::string_view payload);
	/// What one sends the other receives.


} // namespace WS::Fuzz


#endif // WSFuzz_Party_INCLUDED
