//
// Bytes.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Bytes.h"
#include <algorithm>
#include <ostream>
#include <stdexcept>


namespace WS::Test {


namespace {


constexpr std::size_t MAX_PRINTED = 512;


bool isText(char c)
{
	return (c >= ' ' && c <= '~') || c == '\r' || c == '\n' || c == '\t';
}


int digit(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	throw std::invalid_argument(std::string("not a hex digit: ") + c);
}


std::string asText(std::string_view bytes)
{
	std::string result = "\"";
	for (char c: bytes)
	{
		if (c == '\r') result += "\\r";
		else if (c == '\n') result += "\\n";
		else if (c == '\t') result += "\\t";
		else result += c;
	}
	return result + "\"";
}


std::string asHex(std::string_view bytes)
{
	static const char DIGITS[] = "0123456789abcdef";
	std::string result;
	for (unsigned char c: bytes)
	{
		if (!result.empty()) result += ' ';
		result += DIGITS[c >> 4];
		result += DIGITS[c & 15];
	}
	return result;
}


} // namespace


Bytes operator + (Bytes a, const Bytes& b)
{
	a += b;
	return a;
}


std::ostream& operator << (std::ostream& stream, const Bytes& bytes)
{
	return stream << printable(bytes);
}


std::string printable(std::string_view bytes)
{
	const auto shown = bytes.substr(0, MAX_PRINTED);
	auto result = std::all_of(shown.begin(), shown.end(), isText) ? asText(shown) : asHex(shown);
	if (bytes.size() > shown.size()) result += "... (" + std::to_string(bytes.size()) + " bytes)";
	return result;
}


Bytes repeated(const Bytes& bytes, std::size_t times)
{
	std::string result;
	result.reserve(bytes.size() * times);
	while (times-- > 0) result += bytes.view();
	return Bytes(result);
}


inline namespace Literals {


Bytes operator ""_hex(const char* digits, std::size_t size)
{
	std::string result;
	int high = -1;
	for (char c: std::string_view(digits, size))
	{
		if (c == ' ') continue;
		if (high < 0) high = digit(c);
		else
		{
			result += static_cast<char>(high * 16 + digit(c));
			high = -1;
		}
	}
	if (high >= 0) throw std::invalid_argument("half a byte: " + std::string(digits, size));
	return Bytes(result);
}


} } // namespace WS::Test::Literals
