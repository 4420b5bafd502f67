//
// Excerpt.cpp
//
// What a message may quote of an answer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Excerpt.h"


namespace WS {
namespace Net {


namespace {


constexpr std::size_t MOST = 100;


bool isBlank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}


} // namespace


std::string excerptOf(std::string_view body)
{
	std::string text;
	bool blank = false;
	for (const char c: body)
	{
		if (isBlank(c))
		{
			blank = !text.empty();
			continue;
		}
		if (text.empty() && c == '<') return {};
		if (text.size() >= MOST)
		{
			text += "...";
			break;
		}
		if (blank) text += ' ';
		blank = false;
		text += c > ' ' && c < 0x7f ? c : '?';
	}
	return text.empty() ? text : " (" + text + ")";
}


} } // namespace WS::Net
