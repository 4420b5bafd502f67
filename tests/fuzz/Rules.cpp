//
// Rules.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Rules.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>


namespace WS::Fuzz {


namespace {


unsigned byteAt(std::string_view bytes, std::size_t position)
{
	demand(position < bytes.size(), "a frame's header is written whole");
	return static_cast<unsigned char>(bytes[position]);
}


std::size_t followers(unsigned lead)
	// How many bytes follow the first of a character; 4: it is no first byte.
{
	if (lead < 0x80) return 0;
	if (lead >= 0xc0 && lead < 0xe0) return 1;
	if (lead >= 0xe0 && lead < 0xf0) return 2;
	return lead >= 0xf0 && lead < 0xf8 ? 3 : 4;
}


void demandValidFrame(std::string_view& rest, Role role, Rsv claimed)
	// Takes one frame off the front (RFC 6455 5.2 to 5.5).
{
	const unsigned first = byteAt(rest, 0);
	const unsigned second = byteAt(rest, 1);
	const unsigned opcode = first & 0x0f;
	const unsigned allowed = opcode < 8 ? static_cast<unsigned>(claimed) << 4 : 0;
	demand((first & 0xf0 & ~allowed) == 0x80, "what is written has FIN and no reserved bits that are not claimed");
	demand(opcode == 1 || opcode == 2 || (opcode >= 8 && opcode <= 10), "what is written has a known opcode");
	demand((second & 0x80) == (role == Role::CLIENT ? 0x80u : 0u), "a client masks, a server does not");

	std::size_t length = second & 0x7f;
	const std::size_t extended = length == 127 ? 8 : length == 126 ? 2
																   : 0;
	demand(extended == 0 || opcode < 8, "a control frame has at most 125 bytes");
	if (extended > 0) length = 0;
	for (std::size_t i = 0; i < extended; ++i) length = length << 8 | byteAt(rest, 2 + i);
	demand(extended == 0 || length >= (extended == 2 ? 126u : 65536u), "lengths are written in the shortest form");

	const std::size_t size = 2 + extended + (role == Role::CLIENT ? 4 : 0) + length;
	demand(rest.size() >= size, "frames are written whole");
	rest.remove_prefix(size);
}


} // namespace


void broken(std::string_view rule)
{
	std::fprintf(stderr, "\nBROKEN RULE: %.*s\n\n", static_cast<int>(rule.size()), rule.data());
	std::abort();
}


void demandReadable(std::string_view message)
{
	constexpr std::size_t LONGEST = 300;          // with room
	const bool printable = std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c <= '~'; });
	demand(!message.empty() && message.size() <= LONGEST && printable, "a failure's message is short and printable");
}


bool isUTF8(std::string_view text)
{
	constexpr unsigned SMALLEST[] = {0, 0x80, 0x800, 0x10000};
	for (std::size_t i = 0; i < text.size();)
	{
		const unsigned lead = static_cast<unsigned char>(text[i++]);
		const std::size_t more = followers(lead);
		if (more == 4 || text.size() - i < more) return false;
		unsigned character = more == 0 ? lead : lead & (0x3fu >> more);
		for (std::size_t j = 0; j < more; ++j)
		{
			const unsigned byte = static_cast<unsigned char>(text[i++]);
			if ((byte & 0xc0) != 0x80) return false;
			character = character << 6 | (byte & 0x3f);
		}
		if (character < SMALLEST[more] || character > 0x10ffff || (character >= 0xd800 && character < 0xe000)) return false;
	}
	return true;
}


void demandValidFrames(std::string_view written, Role role, Rsv claimed)
{
	while (!written.empty()) demandValidFrame(written, role, claimed);
}


void demandValidTexts(std::string_view written)
{
	constexpr std::string_view CLOSE("\xff\x00", 2);
	while (!written.empty() && written != CLOSE)
	{
		const auto end = written.find('\xff');
		demand(written[0] == '\x00' && end != std::string_view::npos, "texts are written between 00 and FF");
		demand(isUTF8(written.substr(1, end - 1)), "texts are written as UTF-8");
		written.remove_prefix(end + 1);
	}
}


} // namespace WS::Fuzz
