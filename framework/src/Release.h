//
// Release.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Release_INCLUDED
#define WS_Release_INCLUDED


#include <string>


namespace WS {


inline void release(std::string& buffer) noexcept
	/// Empties a buffer and gives its memory back; assigning an empty string would keep it.
{
	std::string().swap(buffer);
}


} // namespace WS


#endif // WS_Release_INCLUDED
