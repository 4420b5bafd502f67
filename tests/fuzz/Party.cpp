//
// Party.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Party.h"
#include "Plan.h"
#include "Rules.h"
#include "WS/ClientDriver.h"
#include "WS/ServerDriver.h"
#include <algorithm>
#include <utility>


namespace WS::Fuzz {


Party::Party(Role role, ExtensionRegistry extensions)
{
	auto options = std::make_shared<Options>(*Plan({}).options());
	options->extensions = std::move(extensions);
	if (role == Role::SERVER) _driver = std::make_unique<ServerDriver>(*this, std::move(options));
	else _driver = std::make_unique<ClientDriver>(*this, Poco::URI("ws://server.example.com/chat"), std::move(options));
	_driver->start();
}


std::string Party::take()
{
	std::string bytes;
	for (auto piece = _driver->output(); !piece.empty(); piece = _driver->output())
	{
		bytes.append(piece);
		_driver->consume(piece.size());
	}
	if (bytes.ends_with("\r\n\r\n")) _head = bytes;
	return bytes;
}


void Party::receive(std::string bytes)
{
	_driver->receive(std::span<char>(bytes));
}


std::optional<Elements> Party::written() const
{
	constexpr std::string_view FIELD = "\r\nSec-WebSocket-Extensions: ";
	const auto begin = _head.find(FIELD);
	if (begin == std::string::npos) return Elements();
	const auto value = std::string_view(_head).substr(begin + FIELD.size());
	const auto elements = parseExtensions(value.substr(0, value.find("\r\n")));
	demand(!elements || !elements->empty(), "no field is written for no extensions");
	return elements;
}


void Party::demandTold(const Elements& elements) const
{
	const auto active = _driver->negotiated();
	const bool same = std::equal(elements.begin(), elements.end(), active.begin(), active.end(),
		[](const ExtensionElement& element, const Negotiated& active) { return element.name == active.name && element.params == active.params; });
	demand(same, "the answer tells what is active");
}


void Party::onMessage(Message& message)
{
	_message = message.payload;
}


void Party::onError(const Failure& failure)
{
	demandReadable(failure.message);
}


std::optional<std::string_view> fieldValue(std::string_view input)
{
	constexpr std::string_view BLANKS = " \t";
	if (input.find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
	input.remove_prefix(std::min(input.find_first_not_of(BLANKS), input.size()));
	return input.substr(0, input.find_last_not_of(BLANKS) + 1);
}


std::vector<ExtensionParams> offersOf(const Elements& elements, std::string_view name)
{
	std::vector<ExtensionParams> offers;
	for (const auto& element: elements)
	{
		if (element.name == name) offers.push_back(element.params);
	}
	return offers;
}


void demandIntact(Party& sender, Party& receiver, std::string_view payload)
{
	demand(sender.driver().binary(payload), "what is sent passes");
	receiver.receive(sender.take());
	demand(receiver.driver().state() == State::OPEN && receiver.message() == payload, "messages arrive as they were sent");
}


} // namespace WS::Fuzz
