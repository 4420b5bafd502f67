//
// Bytes.h
//
// Wire bytes as a value that tests can write, compare and read in a report.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Bytes_INCLUDED
#define WSTest_Bytes_INCLUDED


#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>


namespace WS::Test {


class Bytes
	/// Bytes as they stand on the wire. Prints text as text and everything else as hex digits.
{
public:
	Bytes() = default;
	Bytes(std::string_view bytes): _bytes(bytes) {}
	Bytes(const std::string& bytes): _bytes(bytes) {}
	Bytes(const char* text): _bytes(text) {}

	operator std::string_view() const { return _bytes; }
	std::string_view view() const { return _bytes; }
	const std::string& string() const { return _bytes; }

	std::size_t size() const { return _bytes.size(); }
	bool empty() const { return _bytes.empty(); }

	Bytes first(std::size_t size) const { return Bytes(view().substr(0, size)); }
	Bytes from(std::size_t position) const { return Bytes(view().substr(position)); }

	Bytes& operator += (const Bytes& other)
	{
		_bytes += other._bytes;
		return *this;
	}

	template <std::convertible_to<std::string_view> Other>
	friend bool operator == (const Bytes& a, const Other& b)
	{
		return a.view() == std::string_view(b);
	}

private:
	std::string _bytes;
};


Bytes operator + (Bytes a, const Bytes& b);


std::ostream& operator << (std::ostream& stream, const Bytes& bytes);


std::string printable(std::string_view bytes);
	/// Text in quotes if it is text, else hex digits; long ones are cut, with their size.


Bytes repeated(const Bytes& bytes, std::size_t times);


inline namespace Literals {


Bytes operator ""_hex(const char* digits, std::size_t size);
	/// "89 05 48656c6c6f"_hex: pairs of digits, blanks between them are ignored.


} } // namespace WS::Test::Literals


#endif // WSTest_Bytes_INCLUDED
