//
// Agreement.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Agreement.h"
#include "conformance/suite/Event.h"
#include <algorithm>
#include <array>
#include <optional>


namespace Conformance {


namespace {


constexpr std::string_view NAME = "permessage-deflate";
constexpr std::string_view SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
constexpr std::string_view CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
constexpr std::string_view SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
constexpr std::string_view CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";
constexpr std::array PARAMETERS{SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER, SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS};


struct Parameter
{
	std::string_view name;
	std::optional<std::string_view> value;
};


struct Element
	/// An extension with its parameters, as it stands in the header.
{
	std::string_view name;
	std::vector<Parameter> parameters;

	bool has(std::string_view name) const { return find(name) != nullptr; }

	int bits(std::string_view name) const
		/// Of a parameter that has been checked; 15 without a value.
	{
		const auto* const parameter = find(name);
		return parameter && parameter->value ? std::stoi(std::string(*parameter->value)) : 15;
	}

private:
	const Parameter* find(std::string_view name) const
	{
		const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& parameter) { return parameter.name == name; });
		return found == parameters.end() ? nullptr : &*found;
	}
};


std::string_view trim(std::string_view text)
{
	constexpr auto BLANKS = " \t";
	text.remove_prefix(std::min(text.find_first_not_of(BLANKS), text.size()));
	return text.substr(0, text.find_last_not_of(BLANKS) + 1);
}


std::vector<std::string_view> split(std::string_view text, char separator)
	/// None of the values that there are holds a separator in quotes.
{
	std::vector<std::string_view> parts;
	for (auto position = text.find(separator); position != text.npos; position = text.find(separator))
	{
		parts.push_back(trim(text.substr(0, position)));
		text.remove_prefix(position + 1);
	}
	parts.push_back(trim(text));
	return parts;
}


Parameter parseParameter(std::string_view text)
{
	const auto position = text.find('=');
	if (position == text.npos) return {text, std::nullopt};
	auto value = trim(text.substr(position + 1));
	if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
	return {trim(text.substr(0, position)), value};
}


std::vector<Element> parse(std::string_view header)
{
	std::vector<Element> elements;
	if (trim(header).empty()) return elements;
	for (const auto text: split(header, ','))
	{
		const auto parts = split(text, ';');
		Element element{parts.front(), {}};
		for (std::size_t i = 1; i < parts.size(); ++i) element.parameters.push_back(parseParameter(parts[i]));
		elements.push_back(std::move(element));
	}
	return elements;
}


bool isWindow(std::string_view value)
{
	return value == "8" || value == "9" || (value.size() == 2 && value >= "10" && value <= "15");
}


bool isGood(const Parameter& parameter, bool offered)
{
	if (std::find(PARAMETERS.begin(), PARAMETERS.end(), parameter.name) == PARAMETERS.end()) return false;
	if (parameter.name == SERVER_NO_CONTEXT_TAKEOVER || parameter.name == CLIENT_NO_CONTEXT_TAKEOVER) return !parameter.value;
	return parameter.value ? isWindow(*parameter.value) : offered && parameter.name == CLIENT_MAX_WINDOW_BITS;
}


std::string describe(const Parameter& parameter)
{
	return printable(std::string(parameter.name).append(parameter.value ? "=" : "").append(parameter.value.value_or("")));
}


std::string badParameter(const Element& element, bool offered)
{
	for (auto parameter = element.parameters.begin(); parameter != element.parameters.end(); ++parameter)
	{
		if (!isGood(*parameter, offered)) return "the parameter " + describe(*parameter) + ", which there is not";
		const auto isSame = [&](const Parameter& earlier) { return earlier.name == parameter->name; };
		if (std::any_of(element.parameters.begin(), parameter, isSame)) return "the parameter " + describe(*parameter) + " a second time";
	}
	return {};
}


std::string deviation(const Element& answer, const Element& offer)
	/// Of an answer from one of the offers (RFC 7692 7.1.1, 7.1.2).
{
	if (offer.has(SERVER_NO_CONTEXT_TAKEOVER) && !answer.has(SERVER_NO_CONTEXT_TAKEOVER)) return "without server_no_context_takeover";
	for (const auto name: {SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS})
		if (answer.bits(name) > offer.bits(name) && (name == SERVER_MAX_WINDOW_BITS || answer.has(name))) return "with a larger " + std::string(name) + " than offered";
	if (answer.has(CLIENT_MAX_WINDOW_BITS) && !offer.has(CLIENT_MAX_WINDOW_BITS)) return "with client_max_window_bits, which was not offered";
	return {};
}


bool allows(const Element& offer, const Wish& wish)
{
	return wish.maxWindowBits == 0 || offer.has(CLIENT_MAX_WINDOW_BITS);
}


std::string answerTo(const Element& offer, const Wish& wish)
{
	std::string answer(NAME);
	const auto append = [&](std::string_view name) { answer.append("; ").append(name); };
	const auto appendBits = [&](std::string_view name, int bits) {
		append(name);
		answer.append(1, '=').append(std::to_string(bits));
	};
	if (offer.has(SERVER_NO_CONTEXT_TAKEOVER)) append(SERVER_NO_CONTEXT_TAKEOVER);
	if (wish.noContextTakeover) append(CLIENT_NO_CONTEXT_TAKEOVER);
	if (offer.has(SERVER_MAX_WINDOW_BITS)) appendBits(SERVER_MAX_WINDOW_BITS, offer.bits(SERVER_MAX_WINDOW_BITS));
	if (wish.maxWindowBits > 0) appendBits(CLIENT_MAX_WINDOW_BITS, std::min(wish.maxWindowBits, offer.bits(CLIENT_MAX_WINDOW_BITS)));
	return answer;
}


} // namespace


std::string answerTo(std::string_view offer, const Negotiation& negotiation)
{
	if (negotiation.kind == Negotiation::WRONG) return negotiation.answer;
	for (const auto& element: parse(offer))
	{
		if (element.name != NAME || !badParameter(element, true).empty()) continue;
		for (const auto& wish: negotiation.wishes)
			if (allows(element, wish)) return answerTo(element, wish);
	}
	return {};
}


std::string violation(std::string_view answer, const Negotiation& negotiation)
{
	const auto elements = parse(answer);
	if (elements.empty()) return {};
	const auto accepted = "accepted " + printable(answer);
	if (negotiation.kind == Negotiation::NONE) return accepted + " where nothing was offered";
	if (negotiation.kind == Negotiation::WRONG) return accepted + " to the wrong offer " + printable(negotiation.offer);
	if (elements.size() > 1 || elements.front().name != NAME) return accepted + " to the offer " + printable(negotiation.offer);
	if (auto bad = badParameter(elements.front(), false); !bad.empty()) return "accepted with " + bad;
	if (!negotiation.comparing) return {};

	std::string result;
	for (const auto& offer: parse(negotiation.offer))
	{
		if (offer.name != NAME || !badParameter(offer, true).empty()) continue;
		result = deviation(elements.front(), offer);
		if (result.empty()) return {};
	}
	return "accepted the offer " + printable(negotiation.offer) + " " + result;
}


std::string offerViolation(std::string_view offer)
{
	for (const auto& element: parse(offer))
	{
		if (element.name != NAME) continue;
		if (auto bad = badParameter(element, true); !bad.empty()) return "offered " + bad;
	}
	return {};
}


Agreement agreed(std::string_view answer)
{
	const auto element = parse(answer).front();
	return {
		{!element.has(SERVER_NO_CONTEXT_TAKEOVER), element.bits(SERVER_MAX_WINDOW_BITS)},
		{!element.has(CLIENT_NO_CONTEXT_TAKEOVER), element.bits(CLIENT_MAX_WINDOW_BITS)},
	};
}


} // namespace Conformance
