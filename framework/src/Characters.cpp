//
// Characters.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Characters.h"


namespace WS {


std::string printable(std::string_view bytes)
{
	constexpr std::size_t MOST = 75;
	std::string text(bytes.substr(0, MOST));
	for (auto& c: text)
	{
		if (c != ' ' && !isVisible(c)) c = '?';
	}
	if (bytes.size() > MOST) text.append("...");
	return text;
}


} // namespace WS
