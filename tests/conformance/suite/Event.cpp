//
// Event.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Event.h"
#include <algorithm>


namespace Conformance {


namespace {


constexpr std::size_t SHOWN = 32;
constexpr std::size_t SHOWN_BINARY = 12;        // whose octets take four columns each


std::size_t shownOf(std::string_view head)
{
	const bool isText = std::all_of(head.begin(), head.end(), [](char c) { return c >= ' ' && c <= '~'; });
	return isText ? SHOWN : SHOWN_BINARY;
}


std::string describe(int opcode, std::size_t size, std::string_view head)
{
	std::string result = size == 0 ? "an empty " : "";
	result += opcode == TEXT ? "text" : opcode == BINARY ? "binary"
														 : "pong";
	head = head.substr(0, SHOWN);
	const auto shown = shownOf(head);
	if (size > 0) result.append(1, ' ').append(printable(head.substr(0, shown)));
	if (size > shown) result.append("... of ").append(std::to_string(size)).append(" octets");
	return result;
}


} // namespace


std::string printable(std::string_view bytes)
{
	static const char DIGITS[] = "0123456789abcdef";
	std::string result = "\"";
	for (const unsigned char c: bytes)
	{
		if (c == '"' || c == '\\') result += '\\';
		if (c >= ' ' && c <= '~') result += static_cast<char>(c);
		else result.append("\\x").append({DIGITS[c >> 4], DIGITS[c & 15]});
	}
	return result + "\"";
}


std::string describe(const Event& event)
{
	return describe(event.opcode, event.payload.size(), event.payload);
}


std::string describe(const Expected& expected)
{
	return describe(expected.opcode, expected.payload.size(), expected.payload.part(0, SHOWN).bytes());
}


std::string describe(const Close& close)
{
	std::string result = close.code ? "close " : "a close without a code";
	if (close.code) result += std::to_string(*close.code);
	if (!close.reason.empty()) result.append(1, ' ').append(printable(close.reason));
	return result;
}


} // namespace Conformance
