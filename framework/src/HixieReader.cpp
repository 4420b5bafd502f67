//
// HixieReader.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HixieReader.h"
#include <algorithm>


namespace WS {


namespace {


constexpr char END = static_cast<char>(0xff);


bool hasHighBit(char c)
{
	return (static_cast<unsigned char>(c) & 0x80) != 0;
}


char takeFirst(std::span<char>& bytes)
{
	const char first = bytes.front();
	bytes = bytes.subspan(1);
	return first;
}


} // namespace


HixieReader::HixieReader(std::size_t maxLength):
	_maxLength(maxLength)
{
}


HixieReader::Part HixieReader::next(std::span<char>& bytes, std::string_view& text)
{
	switch (_expects)
	{
	case Expects::TYPE:
		_type = takeFirst(bytes);
		_expects = hasHighBit(_type) ? Expects::LENGTH : Expects::TEXT;
		_length = 0;
		return Part::NOTHING;
	case Expects::TEXT:
		return takeText(bytes, text);
	case Expects::LENGTH:
		return takeLength(takeFirst(bytes));
	case Expects::SKIPPED:
		break;
	}
	const std::size_t size = std::min(_length, bytes.size());
	bytes = bytes.subspan(size);
	_length -= size;
	if (_length == 0) _expects = Expects::TYPE;
	return Part::NOTHING;
}


HixieReader::Part HixieReader::takeText(std::span<char>& bytes, std::string_view& text)
{
	const std::string_view all(bytes.data(), bytes.size());
	const auto end = all.find(END);
	text = all.substr(0, end);
	if (end == std::string_view::npos)
	{
		bytes = {};
		return Part::TEXT;
	}
	bytes = bytes.subspan(end + 1);
	_expects = Expects::TYPE;
	return Part::TEXT_END;
}


HixieReader::Part HixieReader::takeLength(char digit)
	// Seven bits a byte, the most significant first; the last has no high bit.
{
	const auto value = static_cast<std::size_t>(static_cast<unsigned char>(digit) & 0x7f);
	if (value > _maxLength || _length > (_maxLength - value) >> 7) return Part::TOO_LONG;
	_length = (_length << 7) + value;
	if (hasHighBit(digit)) return Part::NOTHING;
	_expects = _length == 0 ? Expects::TYPE : Expects::SKIPPED;
	return _length == 0 && _type == END ? Part::CLOSE : Part::NOTHING;
}


} // namespace WS
