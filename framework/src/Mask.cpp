//
// Mask.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Mask.h"
#include <bit>


namespace WS {


namespace {


template <class Word>
void applyWord(char* data, Word key)
{
	Word word;
	std::memcpy(&word, data, sizeof(word));
	word ^= key;
	std::memcpy(data, &word, sizeof(word));
}


} // namespace


void Mask::apply(std::span<char> bytes)
{
	constexpr std::size_t BLOCK = 64;
	char* data = bytes.data();
	std::size_t size = bytes.size();
	const std::uint64_t twice = _key | static_cast<std::uint64_t>(_key) << 32;

	// Blocks of a fixed size: the compiler makes a few vector instructions of each, without a prologue.
	for (; size >= BLOCK; data += BLOCK, size -= BLOCK)
	{
		for (std::size_t i = 0; i < BLOCK; i += sizeof(twice)) applyWord(data + i, twice);
	}
	for (; size >= sizeof(twice); data += sizeof(twice), size -= sizeof(twice)) applyWord(data, twice);
	if (size >= sizeof(_key))
	{
		applyWord(data, _key);
		data += sizeof(_key);
		size -= sizeof(_key);
	}
	if (size == 0) return;

	std::array<char, sizeof(_key)> key;
	std::memcpy(key.data(), &_key, sizeof(_key));
	for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<char>(data[i] ^ key[i]);
	const int used = static_cast<int>(size) * 8;
	_key = std::endian::native == std::endian::little ? std::rotr(_key, used) : std::rotl(_key, used);
}


} // namespace WS
