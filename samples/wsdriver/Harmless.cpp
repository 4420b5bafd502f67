//
// Harmless.cpp
//
// What a terminal may be shown of what others have written.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Harmless.h"
#include <Poco/Format.h>
#include <Poco/UTF8Encoding.h>
#include <algorithm>


namespace Tool {


namespace {


constexpr std::size_t MAX_SEQUENCE = 4;


std::string escaped(unsigned character)
{
	return Poco::format(character < 0x100 ? "\\x%02x" : "\\u%04x", character);
}


std::size_t sizeOf(int character)
	/// In UTF-8; 1 for a byte that is none.
{
	if (character < 0x80) return 1;
	if (character < 0x800) return 2;
	return character < 0x10000 ? 3 : 4;
}


} // namespace


bool isInvisible(int character)
{
	return character < 0x20
		|| (character >= 0x7f && character < 0xa0)
		|| (character >= 0x2028 && character <= 0x202e)
		|| (character >= 0x2066 && character <= 0x2069);
}


std::string harmless(std::string_view text)
{
	const Poco::UTF8Encoding utf8;
	std::string shown;
	while (!text.empty())
	{
		const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
		const int character = utf8.queryConvert(bytes, static_cast<int>(std::min(text.size(), MAX_SEQUENCE)));
		const auto size = sizeOf(character);
		if (character < 0) shown += escaped(*bytes);        // not UTF-8
		else if (character == '\n') shown += "\n  ";
		else if (isInvisible(character) && character != '\t') shown += escaped(static_cast<unsigned>(character));
		else shown += text.substr(0, size);
		text.remove_prefix(size);
	}
	return shown;
}


} // namespace Tool
