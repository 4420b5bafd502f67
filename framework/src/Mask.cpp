//
// Mask.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Mask.h"
#include <bit>
#include <cstring>


namespace WS {


Mask::Mask(std::array<char, 4> key)
{
	std::memcpy(&_key, key.data(), sizeof(_key));
}


void Mask::apply(std::span<char> bytes)
{
	char* const data = bytes.data();
	const std::size_t size = bytes.size();
	const std::uint64_t twice = _key | static_cast<std::uint64_t>(_key) << 32;

	// Words: the compiler vectorises this loop.
	std::size_t i = 0;
	for (; i + sizeof(twice) <= size; i += sizeof(twice))
	{
		std::uint64_t word;
		std::memcpy(&word, data + i, sizeof(word));
		word ^= twice;
		std::memcpy(data + i, &word, sizeof(word));
	}

	std::array<char, sizeof(twice)> key;
	std::memcpy(key.data(), &twice, sizeof(twice));
	for (; i < size; ++i) data[i] = static_cast<char>(data[i] ^ key[i % key.size()]);

	const int used = static_cast<int>(size % sizeof(_key)) * 8;
	_key = std::endian::native == std::endian::little ? std::rotr(_key, used) : std::rotl(_key, used);
}


} // namespace WS
