//
// Inflater.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Inflater.h"
#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>


namespace Conformance {


namespace {


constexpr std::size_t WINDOW = 32 * 1024;
constexpr int MAX_BITS = 15;
constexpr std::string_view END("\0\0\xff\xff", 4);

constexpr unsigned END_OF_BLOCK = 256;
constexpr unsigned LENGTHS = 29;
constexpr unsigned DISTANCES = 30;
constexpr unsigned FIXED_DISTANCES = 32;        // the last two are none
constexpr std::array<std::uint16_t, LENGTHS> LENGTH_BASE{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<std::uint8_t, LENGTHS> LENGTH_BITS{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint8_t, 19> CODE_LENGTH_ORDER{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};


class Bad: public std::runtime_error
	/// What is wrong with the data.
{
public:
	using std::runtime_error::runtime_error;
};


class BitReader
	/// Takes bits from two pieces, the lowest of each octet first. Beyond their end there are zeros, which only count
	/// when they are taken.
{
public:
	BitReader(std::string_view first, std::string_view second):
		_pieces{first, second}
	{
	}

	unsigned peek(int count)
	{
		while (_count < count)
		{
			_bits |= static_cast<std::uint64_t>(octet()) << _count;
			_count += 8;
		}
		return static_cast<unsigned>(_bits & ((1U << count) - 1));
	}

	void skip(int count)
	{
		_bits >>= count;
		_count -= count;
		if (_count < _padding) throw Bad("is cut short");
	}

	unsigned take(int count)
	{
		const auto bits = peek(count);
		skip(count);
		return bits;
	}

	void align() { skip(_count % 8); }

	bool isAtEnd() const { return _count == _padding && _pieces[0].empty() && _pieces[1].empty(); }

private:
	unsigned octet()
	{
		auto& piece = _pieces[_pieces[0].empty() ? 1 : 0];
		if (piece.empty())
		{
			_padding += 8;
			return 0;
		}
		const auto result = static_cast<unsigned char>(piece.front());
		piece.remove_prefix(1);
		return result;
	}

	std::array<std::string_view, 2> _pieces;
	std::uint64_t _bits = 0;
	int _count = 0;
	int _padding = 0;
		// How many of the last bits are no data.
};


class HuffmanCode
	/// A table of all strings of so many bits as the longest code has (RFC 1951 3.2.2).
{
public:
	explicit HuffmanCode(const std::vector<std::uint8_t>& lengths)
	{
		std::array<unsigned, MAX_BITS + 1> counts{};
		for (const auto length: lengths) ++counts[length];
		counts[0] = 0;

		std::array<unsigned, MAX_BITS + 1> next{};
		for (std::size_t length = 1; length <= MAX_BITS; ++length)
		{
			next[length] = 2 * (next[length - 1] + counts[length - 1]);
			if (next[length] + counts[length] > 1U << length) throw Bad("has a Huffman code with too many codes");
			if (counts[length] > 0) _bits = static_cast<int>(length);
		}
		_table.resize(std::size_t(1) << _bits);
		for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol)
			if (lengths[symbol] > 0) enter(static_cast<std::uint16_t>(symbol), lengths[symbol], next[lengths[symbol]]++);
	}

	unsigned take(BitReader& reader) const
	{
		const auto entry = _table[reader.peek(_bits)];
		if (entry.length == 0)
		{
			reader.skip(_bits);        // if there are so many
			throw Bad("has bits that its Huffman code does not know");
		}
		reader.skip(entry.length);
		return entry.symbol;
	}

private:
	struct Entry
	{
		std::uint16_t symbol = 0;
		std::uint8_t length = 0;
	};

	void enter(std::uint16_t symbol, std::uint8_t length, unsigned code)
		/// A code's bits stand in the data with the highest first.
	{
		unsigned reversed = 0;
		for (int bit = 0; bit < length; ++bit) reversed |= (code >> bit & 1) << (length - 1 - bit);
		for (auto i = reversed; i < _table.size(); i += 1U << length) _table[i] = {symbol, length};
	}

	int _bits = 0;
	std::vector<Entry> _table;
};


std::vector<std::uint8_t> fixedLengths()
{
	std::vector<std::uint8_t> lengths(288, 8);
	std::fill(lengths.begin() + 144, lengths.begin() + 256, 9);
	std::fill(lengths.begin() + 256, lengths.begin() + 280, 7);
	return lengths;
}


class Blocks
	/// The blocks of one message (RFC 1951 3.2.3).
{
public:
	Blocks(std::string_view payload, std::string_view window, std::size_t longest, Inflated& result):
		_reader(payload, END),
		_window(window),
		_longest(longest),
		_result(result)
	{
	}

	void read()
	{
		while (!_reader.isAtEnd())
		{
			const bool final = _reader.take(1) == 1;
			switch (_reader.take(2))
			{
			case 0: stored(); break;
			case 1: compressed(HuffmanCode(fixedLengths()), HuffmanCode(std::vector<std::uint8_t>(FIXED_DISTANCES, 5))); break;
			case 2: dynamic(); break;
			default: throw Bad("has a block of the type 3, which there is not");
			}
			if (final) _reader.align();        // and goes on behind it (RFC 7692 7.2.3.4)
		}
	}

private:
	void stored()
	{
		_reader.align();
		auto length = _reader.take(16);
		if ((length ^ _reader.take(16)) != 0xffff) throw Bad("has a stored block whose two lengths differ");
		while (length-- > 0) append(static_cast<char>(_reader.take(8)));
	}

	void dynamic()
	{
		const auto literals = _reader.take(5) + 257;
		const auto distances = _reader.take(5) + 1;
		const auto count = _reader.take(4) + 4;
		std::vector<std::uint8_t> lengths(CODE_LENGTH_ORDER.size());
		for (unsigned i = 0; i < count; ++i) lengths[CODE_LENGTH_ORDER[i]] = static_cast<std::uint8_t>(_reader.take(3));
		lengths = readLengths(HuffmanCode(lengths), literals + distances);

		const auto border = lengths.begin() + literals;
		if (lengths[END_OF_BLOCK] == 0) throw Bad("has a block that cannot end");
		compressed(HuffmanCode({lengths.begin(), border}), HuffmanCode({border, lengths.end()}));
	}

	std::vector<std::uint8_t> readLengths(const HuffmanCode& code, std::size_t count)
	{
		std::vector<std::uint8_t> lengths;
		while (lengths.size() < count)
		{
			const auto symbol = code.take(_reader);
			if (symbol == 16 && lengths.empty()) throw Bad("repeats a code length where there is none");
			if (symbol < 16) lengths.push_back(static_cast<std::uint8_t>(symbol));
			else if (symbol == 16) lengths.insert(lengths.end(), 3 + _reader.take(2), lengths.back());
			else lengths.insert(lengths.end(), symbol == 17 ? 3 + _reader.take(3) : 11 + _reader.take(7), 0);
		}
		if (lengths.size() > count) throw Bad("has too many code lengths");
		return lengths;
	}

	void compressed(const HuffmanCode& literals, const HuffmanCode& distances)
	{
		for (auto symbol = literals.take(_reader); symbol != END_OF_BLOCK; symbol = literals.take(_reader))
		{
			if (symbol < END_OF_BLOCK)
			{
				append(static_cast<char>(symbol));
				continue;
			}
			const auto index = symbol - END_OF_BLOCK - 1;
			if (index >= LENGTHS) throw Bad("has a length that there is not");
			const auto length = LENGTH_BASE[index] + _reader.take(LENGTH_BITS[index]);
			copy(length, distance(distances.take(_reader)));
		}
	}

	std::size_t distance(unsigned symbol)
	{
		if (symbol >= DISTANCES) throw Bad("has a distance that there is not");
		if (symbol < 4) return symbol + 1;
		const auto bits = static_cast<int>(symbol / 2 - 1);
		return ((2U + symbol % 2) << bits) + 1 + _reader.take(bits);
	}

	void copy(std::size_t length, std::size_t distance)
	{
		const auto size = _result.message.size();
		const auto before = distance > size ? distance - size : 0;
		if (before > _window.size()) throw Bad("copies from " + std::to_string(distance) + " octets back, where nothing has been");
		_result.longestDistance = std::max(_result.longestDistance, distance);
		_result.reach = std::max(_result.reach, before);
		for (std::size_t i = 0; i < length; ++i)
		{
			const auto position = size + i;
			append(position < distance ? _window[_window.size() + position - distance] : _result.message[position - distance]);
		}
	}

	void append(char c)
	{
		if (_result.message.size() == _longest) throw Bad("is longer than any that the peer was sent");
		_result.message += c;
	}

	BitReader _reader;
	const std::string_view _window;
	const std::size_t _longest;
	Inflated& _result;
};


} // namespace


Inflater::Inflater(std::size_t longest):
	_longest(longest)
{
}


Inflated Inflater::inflate(std::string_view payload)
{
	Inflated result;
	try
	{
		Blocks(payload, _window, _longest, result).read();
	}
	catch (const Bad& bad)
	{
		result.fault = bad.what();
	}
	_window.append(result.message, result.message.size() - std::min(WINDOW, result.message.size()));
	if (_window.size() > WINDOW) _window.erase(0, _window.size() - WINDOW);
	return result;
}


} // namespace Conformance
