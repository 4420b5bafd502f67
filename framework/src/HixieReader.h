//
// HixieReader.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_HixieReader_INCLUDED
#define WS_HixieReader_INCLUDED


#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>


namespace WS {


class HixieReader
	/// Splits the byte stream of the drafts hixie-75 and hixie-76 into frames: text between
	/// 00 and FF, and frames with a length, which are skipped. Holds no payload.
{
public:
	enum class Part: std::uint8_t
	{
		NOTHING,             /// bytes ran out, or were skipped
		TEXT,                /// a piece of text
		TEXT_END,            /// the last piece of a text
		CLOSE,               /// FF 00, which asks to close in hixie-76 and means nothing in hixie-75
		TOO_LONG             /// a frame announces more than the limit
	};

	explicit HixieReader(std::size_t maxLength);

	Part next(std::span<char>& bytes, std::string_view& text);
		/// Takes the next part off the front of bytes. A text lies in bytes.

private:
	enum class Expects: std::uint8_t
	{
		TYPE,
		TEXT,
		LENGTH,
		SKIPPED
	};

	Part takeText(std::span<char>& bytes, std::string_view& text);
	Part takeLength(char digit);

	std::size_t _maxLength;
	std::size_t _length = 0;             // of the frame that is skipped: what is left of it
	char _type = 0;
	Expects _expects = Expects::TYPE;
};


} // namespace WS


#endif // WS_HixieReader_INCLUDED
