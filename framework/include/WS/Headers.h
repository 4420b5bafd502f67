//
// Headers.h
//
// The header fields of an HTTP message.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Headers_INCLUDED
#define WS_Headers_INCLUDED


#include "WS/WS.h"
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


struct Header
	/// One field, as a view into the Headers that it came from.
{
	std::string_view name;
	std::string_view value;
};


class WS_API Headers
	/// The header fields of an HTTP message, in order, in one packed buffer that has the
	/// form of the wire. Names are compared without regard to case (RFC 9110 5.1).
	/// Views are valid until the next change.
{
public:
	class const_iterator
	{
	public:
		using iterator_category = std::forward_iterator_tag;
		using value_type = Header;
		using difference_type = std::ptrdiff_t;
		using pointer = const Header*;
		using reference = Header;

		const_iterator() = default;
		explicit const_iterator(std::string_view rest): _rest(rest) {}

		WS_API Header operator * () const;
		WS_API const_iterator& operator ++ ();
		const_iterator operator ++ (int)
		{
			auto old = *this;
			++*this;
			return old;
		}
		bool operator == (const const_iterator& other) const { return _rest.size() == other._rest.size(); }

	private:
		std::string_view _rest;
	};

	Headers() = default;
	Headers(const Headers&) = default;
	Headers(Headers&& other) noexcept;
	Headers& operator = (const Headers&) = default;
	Headers& operator = (Headers&& other) noexcept;
		/// What was moved from is empty.

	void swap(Headers& other) noexcept;

	void add(std::string_view name, std::string_view value);
		/// Appends a field; blanks and tabs around the value are dropped. Throws
		/// Poco::InvalidArgumentException, and changes nothing, if the name is no token
		/// or the value holds a control character (CR and LF above all; RFC 9110 5.5).

	void set(std::string_view name, std::string_view value);
		/// Like add, in the place of all fields of that name.

	void erase(std::string_view name);

	void clear();
		/// Removes all fields and gives the memory back.

	bool has(std::string_view name) const;

	std::string_view get(std::string_view name, std::string_view otherwise = {}) const;
		/// The value of the first field of that name, else otherwise.

	std::vector<std::string_view> getAll(std::string_view name) const;
		/// The values of all fields of that name, in order.

	std::string joined(std::string_view name) const;
		/// The values of all fields of that name as one list, with ", " between them (RFC 9110 5.3).

	std::size_t count(std::string_view name) const;
	std::size_t size() const;
	bool empty() const;

	const_iterator begin() const;
	const_iterator end() const;

	std::string_view wire() const;
		/// All fields as they stand in a message: "Name: value", CR, LF for each.

	static bool isToken(std::string_view text);
		/// Whether text is a token (RFC 9110 5.6.2): not empty, and no blanks or separators in it.

	static bool isValue(std::string_view text);
		/// Whether text may be a field's value: no control characters but the tab.

private:
	std::string _wire;
	std::size_t _size = 0;
};


WS_API bool equalsIgnoreCase(std::string_view a, std::string_view b);
	/// Compares ASCII text without regard to case.


WS_API std::string_view trimmed(std::string_view text);
	/// The text without blanks and tabs at its ends.


WS_API std::vector<std::string_view> splitList(std::string_view list);
	/// The elements of a comma-separated list without quoted strings, trimmed; empty elements are kept.


WS_API bool listContains(std::string_view list, std::string_view token);
	/// Whether a comma-separated list has the token, without regard to case.


} // namespace WS


#endif // WS_Headers_INCLUDED
