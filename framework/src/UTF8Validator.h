//
// UTF8Validator.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_UTF8Validator_INCLUDED
#define WS_UTF8Validator_INCLUDED


#include <array>
#include <cstdint>
#include <string_view>


namespace WS {


class UTF8Validator
	/// Checks UTF-8 that arrives in chunks cut anywhere, strictly (RFC 3629): no overlong
	/// forms, no surrogates, nothing above U+10FFFF. Fails at the first byte that no
	/// continuation could make valid.
{
public:
	static bool isValid(std::string_view text);
		/// Whether a whole text is valid.

	bool feed(std::string_view chunk);
		/// False: a byte of this chunk is wrong; reset() before the next use.

	bool isComplete() const;
		/// Whether the chunks so far end at a character's border.

	void reset();

private:
	bool feedPending(std::string_view& chunk);
	void keep(std::string_view tail);

	std::array<char, 3> _pending{};         // the beginning of a character
	std::uint8_t _size = 0;
};


} // namespace WS


#endif // WS_UTF8Validator_INCLUDED
