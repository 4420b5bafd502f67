//
// Mask.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Mask_INCLUDED
#define WS_Mask_INCLUDED


#include <array>
#include <cstdint>
#include <cstring>
#include <span>


namespace WS {


class Mask
	/// A masking key and how far it has been used (RFC 6455 5.3).
{
public:
	Mask() = default;
	explicit Mask(const std::array<char, 4>& key): Mask(key.data()) {}
	explicit Mask(const char* key) { std::memcpy(&_key, key, sizeof(_key)); }
		/// The four bytes at key.

	void apply(std::span<char> bytes);
		/// Masks or unmasks in place, and turns the key for the bytes that follow.

private:
	std::uint32_t _key = 0;      // as it lies in memory
};


} // namespace WS


#endif // WS_Mask_INCLUDED
