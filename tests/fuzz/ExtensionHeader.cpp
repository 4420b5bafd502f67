//
// ExtensionHeader.cpp
//
// Sec-WebSocket-Extensions, read and written: any bytes.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionHeader.h"
#include "Rules.h"
#include "support/AllocationCounter.h"
#include <algorithm>
#include <cstddef>
#include <cstdint>


using namespace WS;
using namespace WS::Fuzz;


namespace {


constexpr std::size_t LONGEST = 4096;
constexpr std::size_t MOST = 16;                          // elements, and parameters of one
constexpr std::ptrdiff_t FIXED_MEMORY = 32 * 1024;        // so many elements with so many parameters

constexpr std::string_view TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view SEPARATORS = ",;=";
constexpr std::string_view BLANKS = " \t";


bool isOf(std::string_view characters, char c)
{
	return characters.find(c) != std::string_view::npos;
}


std::string without(std::string_view characters, std::string_view text)
{
	std::string rest(text);
	std::erase_if(rest, [=](char c) { return isOf(characters, c); });
	return rest;
}


char takeQuoted(std::string_view& rest)
	// 'q' for a token between quotes, perhaps with backslashes before its characters.
{
	bool isToken = false, isEscaped = false;
	for (std::size_t i = 1; i < rest.size(); ++i)
	{
		const char c = rest[i];
		if (c == '"' && !isEscaped)
		{
			rest.remove_prefix(i + 1);
			return isToken ? 'q' : '!';
		}
		isEscaped = c == '\\' && !isEscaped;
		if (isEscaped) continue;
		if (!isOf(TOKEN_CHARACTERS, c)) break;
		isToken = true;
	}
	rest = {};
	return '!';
}


std::string shapeOf(std::string_view header)
	// 't' for each token, 'q' for each that is quoted, the separators, and '!' for what is neither.
{
	std::string shape;
	while (!header.empty())
	{
		const char first = header.front();
		if (first == '"')
		{
			shape += takeQuoted(header);
			continue;
		}
		const bool isToken = isOf(TOKEN_CHARACTERS, first);
		if (isToken) shape += 't';
		else if (!isOf(BLANKS, first)) shape += isOf(SEPARATORS, first) ? first : '!';
		header.remove_prefix(isToken ? std::min(header.find_first_not_of(TOKEN_CHARACTERS), header.size()) : 1);
	}
	return shape;
}


template <class Test>
bool eachPart(std::string_view list, char separator, std::size_t most, const Test& holds)
{
	if (static_cast<std::size_t>(std::count(list.begin(), list.end(), separator)) >= most) return false;
	while (true)
	{
		const auto part = list.substr(0, list.find(separator));
		if (!holds(part)) return false;
		if (part.size() == list.size()) return true;
		list.remove_prefix(part.size() + 1);
	}
}


bool isGrammatical(std::string_view header)
	// RFC 6455 9.1 once more, over the shape, and the limits.
{
	if (header.empty()) return true;
	if (header.size() > LONGEST || isOf(BLANKS, header.front()) || isOf(BLANKS, header.back())) return false;
	return eachPart(shapeOf(header), ',', MOST, [](std::string_view element) {
		if (!element.starts_with('t')) return false;
		if (element.size() == 1) return true;
		return element[1] == ';' && eachPart(element.substr(2), ';', MOST, [](std::string_view param) { return param == "t" || param == "t=t" || param == "t=q"; });
	});
}


std::optional<std::vector<ExtensionElement>> parsed(std::string_view header)
{
	const Test::AllocationCounter memory;
	auto elements = parseExtensions(header);
	const auto allowance = FIXED_MEMORY + 2 * static_cast<std::ptrdiff_t>(std::min(header.size(), LONGEST));
	demand(memory.live() <= allowance && static_cast<std::ptrdiff_t>(memory.bytes()) <= 4 * allowance, "memory is bounded");
	demand(elements || memory.live() == 0, "nothing remains of what is malformed");
	return elements;
}


std::string tokensOf(const std::vector<ExtensionElement>& elements)
{
	std::string tokens;
	for (const auto& element: elements)
	{
		tokens += element.name;
		for (const auto& param: element.params) tokens.append(param.name).append(param.value.value_or(""));
	}
	return tokens;
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	const std::string_view header(reinterpret_cast<const char*>(data), size);
	const auto elements = parsed(header);
	demand(elements.has_value() == isGrammatical(header), "what follows the grammar is read, and nothing else");
	if (!elements) return 0;

	std::string written;
	for (const auto& element: *elements) appendExtension(written, element.name, element.params);
	demand(tokensOf(*elements) == without(" \t,;=\"\\", header), "all names and values are read, in order");
	std::string shape = shapeOf(header);
	std::ranges::replace(shape, 'q', 't');
	demand(shapeOf(written) == shape, "what is written has the same parts, unquoted");
	demand(written.size() > LONGEST || parseExtensions(written) == elements, "what is written is read again");
	return 0;
}
