//
// Characters.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Characters_INCLUDED
#define WS_Characters_INCLUDED


#include <string>
#include <string_view>


namespace WS {


// The character classes of HTTP (RFC 9110 5.5, 5.6.2), for ASCII whatever the locale.


constexpr bool isDigit(char c)
{
	return c >= '0' && c <= '9';
}


constexpr bool isAlpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}


constexpr bool isTokenCharacter(char c)
{
	return isAlpha(c) || isDigit(c) || (c != 0 && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}


constexpr bool isControlCharacter(char c)
	/// Not the tab, which may stand in a header's value.
{
	return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}


constexpr bool isVisible(char c)
{
	return c > 0x20 && c < 0x7f;
}


constexpr char toLower(char c)
{
	return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}


std::string printable(std::string_view bytes);
	/// At most 75 bytes of a peer's text, for a message: what is not printable ASCII becomes '?'.


} // namespace WS


#endif // WS_Characters_INCLUDED
