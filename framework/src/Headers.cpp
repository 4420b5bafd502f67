//
// Headers.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Headers.h"
#include "Characters.h"
#include <Poco/Exception.h>
#include <algorithm>


namespace WS {


namespace {


constexpr std::string_view CRLF = "\r\n";
constexpr std::string_view SEPARATOR = ": ";


} // namespace


Header Headers::const_iterator::operator * () const
{
	const auto line = _rest.substr(0, _rest.find(CRLF));
	const auto colon = line.find(SEPARATOR);
	return {line.substr(0, colon), line.substr(colon + SEPARATOR.size())};
}


Headers::const_iterator& Headers::const_iterator::operator ++ ()
{
	_rest.remove_prefix(_rest.find(CRLF) + CRLF.size());
	return *this;
}


void Headers::add(std::string_view name, std::string_view value)
{
	value = trimmed(value);
	if (!isToken(name)) throw Poco::InvalidArgumentException("not a header name", printable(name));
	if (!isValue(value)) throw Poco::InvalidArgumentException("control character in the value of header", std::string(name));

	std::string line;
	line.reserve(name.size() + SEPARATOR.size() + value.size() + CRLF.size());
	line.append(name).append(SEPARATOR).append(value).append(CRLF);
	_wire.append(line);
	++_size;
}


void Headers::set(std::string_view name, std::string_view value)
{
	Headers changed = *this;
	changed.erase(name);
	changed.add(name, value);
	swap(changed);
}


void Headers::erase(std::string_view name)
{
	Headers rest;
	for (const auto& header: *this)
	{
		if (!equalsIgnoreCase(header.name, name)) rest.add(header.name, header.value);
	}
	swap(rest);
}


Headers::Headers(Headers&& other) noexcept
{
	swap(other);
}


Headers& Headers::operator = (Headers&& other) noexcept
{
	Headers taken(std::move(other));
	swap(taken);
	return *this;
}


void Headers::swap(Headers& other) noexcept
{
	_wire.swap(other._wire);
	std::swap(_size, other._size);
}


void Headers::clear()
{
	Headers().swap(*this);
}


bool Headers::has(std::string_view name) const
{
	return count(name) > 0;
}


std::string_view Headers::get(std::string_view name, std::string_view otherwise) const
{
	for (const auto& header: *this)
	{
		if (equalsIgnoreCase(header.name, name)) return header.value;
	}
	return otherwise;
}


std::vector<std::string_view> Headers::getAll(std::string_view name) const
{
	std::vector<std::string_view> values;
	for (const auto& header: *this)
	{
		if (equalsIgnoreCase(header.name, name)) values.push_back(header.value);
	}
	return values;
}


std::string Headers::joined(std::string_view name) const
{
	std::string list;
	bool first = true;
	for (const auto& header: *this)
	{
		if (!equalsIgnoreCase(header.name, name)) continue;
		if (!first) list.append(", ");
		list.append(header.value);
		first = false;
	}
	return list;
}


std::size_t Headers::count(std::string_view name) const
{
	return static_cast<std::size_t>(std::count_if(begin(), end(), [&](const Header& header) {
		return equalsIgnoreCase(header.name, name);
	}));
}


std::size_t Headers::size() const
{
	return _size;
}


bool Headers::empty() const
{
	return _size == 0;
}


Headers::const_iterator Headers::begin() const
{
	return const_iterator(_wire);
}


Headers::const_iterator Headers::end() const
{
	return const_iterator();
}


std::string_view Headers::wire() const
{
	return _wire;
}


bool Headers::isToken(std::string_view text)
{
	return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}


bool Headers::isValue(std::string_view text)
{
	return std::none_of(text.begin(), text.end(), isControlCharacter);
}


bool equalsIgnoreCase(std::string_view a, std::string_view b)
{
	return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
		return toLower(x) == toLower(y);
	});
}


std::string_view trimmed(std::string_view text)
{
	const auto first = text.find_first_not_of(" \t");
	if (first == std::string_view::npos) return {};
	return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}


namespace {


template <class Wanted>
bool anyElement(std::string_view list, const Wanted& isWanted)
	// Asks of each element, trimmed, until one is wanted.
{
	for (;;)
	{
		const auto comma = list.find(',');
		if (isWanted(trimmed(list.substr(0, comma)))) return true;
		if (comma == std::string_view::npos) return false;
		list.remove_prefix(comma + 1);
	}
}


} // namespace


std::vector<std::string_view> splitList(std::string_view list)
{
	std::vector<std::string_view> elements;
	anyElement(list, [&](std::string_view element) { return elements.push_back(element), false; });
	return elements;
}


bool listContains(std::string_view list, std::string_view token)
{
	return anyElement(list, [&](std::string_view element) { return equalsIgnoreCase(element, token); });
}


} // namespace WS
