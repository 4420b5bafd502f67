//
// UTF8Validator.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "UTF8Validator.h"
#include <simdjson.h>
#include <algorithm>
#include <cstring>


namespace WS {


namespace {


struct Lead
	/// What a first byte promises: the character's size, and the range of its second byte.
{
	std::size_t size;
	unsigned char low = 0x80;
	unsigned char high = 0xbf;
};


Lead lead(char c)
	// The table of RFC 3629 section 4.
{
	const auto byte = static_cast<unsigned char>(c);
	if (byte < 0x80) return {1};
	if (byte < 0xc2) return {0};
	if (byte < 0xe0) return {2};
	if (byte == 0xe0) return {3, 0xa0};
	if (byte == 0xed) return {3, 0x80, 0x9f};
	if (byte < 0xf0) return {3};
	if (byte == 0xf0) return {4, 0x90};
	if (byte < 0xf4) return {4};
	if (byte == 0xf4) return {4, 0x80, 0x8f};
	return {0};
}


bool isContinuation(char c)
{
	return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}


bool canBegin(std::string_view bytes)
	// Whether a character begins with these bytes, or is these bytes.
{
	const Lead first = lead(bytes[0]);
	if (bytes.size() > first.size) return false;
	if (bytes.size() == 1) return true;
	const auto second = static_cast<unsigned char>(bytes[1]);
	return second >= first.low && second <= first.high
		&& std::all_of(bytes.begin() + 2, bytes.end(), isContinuation);
}


std::size_t cutSize(std::string_view text)
	// The bytes at the end that begin a character and do not finish it.
{
	const auto most = std::min<std::size_t>(3, text.size());
	for (std::size_t n = 1; n <= most; ++n)
	{
		const char c = text[text.size() - n];
		if (!isContinuation(c)) return lead(c).size > n ? n : 0;
	}
	return 0;
}


std::size_t asciiSize(std::string_view text)
	// The ASCII at the front, in steps of eight: short text is faster without the vectors.
{
	std::size_t i = 0;
	for (; i + 8 <= text.size(); i += 8)
	{
		std::uint64_t word;
		std::memcpy(&word, text.data() + i, sizeof(word));
		if (word & 0x8080808080808080) break;
	}
	return i;
}


constexpr std::size_t SHORT = 128;


} // namespace


bool UTF8Validator::isValid(std::string_view text)
{
	if (text.size() <= SHORT)
	{
		text.remove_prefix(asciiSize(text));
		if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; })) return true;
	}
	return simdjson::validate_utf8(text.data(), text.size());
}


bool UTF8Validator::feed(std::string_view chunk)
{
	if (_size > 0 && !feedPending(chunk)) return false;

	const std::size_t cut = cutSize(chunk);
	const auto tail = chunk.substr(chunk.size() - cut);
	if (!tail.empty() && !canBegin(tail)) return false;
	if (!isValid(chunk.substr(0, chunk.size() - cut))) return false;
	if (!tail.empty()) keep(tail);
	return true;
}


bool UTF8Validator::feedPending(std::string_view& chunk)
{
	std::array<char, 4> character;
	std::size_t size = std::copy_n(_pending.begin(), _size, character.begin()) - character.begin();
	const std::size_t whole = lead(character[0]).size;
	while (size < whole && !chunk.empty())
	{
		character[size++] = chunk.front();
		chunk.remove_prefix(1);
		if (!canBegin({character.data(), size})) return false;
	}
	if (size < whole) keep({character.data(), size});
	else _size = 0;
	return true;
}


void UTF8Validator::keep(std::string_view tail)
{
	_size = static_cast<std::uint8_t>(tail.copy(_pending.data(), _pending.size()));
}


bool UTF8Validator::isComplete() const
{
	return _size == 0;
}


void UTF8Validator::reset()
{
	_size = 0;
}


} // namespace WS
