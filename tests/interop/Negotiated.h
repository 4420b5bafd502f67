//
// Negotiated.h
//
// What has been negotiated, in words.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Negotiated_INCLUDED
#define Negotiated_INCLUDED


#include "WS/Driver.h"
#include <string>


namespace Interop {


inline std::string negotiated(const WS::Driver& driver)
	/// As Sec-WebSocket-Extensions has it.
{
	std::string text;
	for (const auto& extension: driver.negotiated())
	{
		text += text.empty() ? extension.name : ", " + extension.name;
		for (const auto& param: extension.params) text += "; " + param.name + (param.value ? "=" + *param.value : "");
	}
	return text;
}


} // namespace Interop


#endif // Negotiated_INCLUDED
