//
// ExtensionsFilter.h
//
// What a server says of extensions, kept from the driver that opens the connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_ExtensionsFilter_INCLUDED
#define WSDriver_ExtensionsFilter_INCLUDED


#include <string>


namespace Tool {


class ExtensionsFilter
	/// Takes Sec-WebSocket-Extensions out of the head of an answer: what was offered is the suite's business, not that
	/// of the driver that opens the connection.
{
public:
	inline static const std::string HEADER = "Sec-WebSocket-Extensions:";

	std::string next(char c);
		/// What the driver gets when c has arrived.

	const std::string& extensions() const { return _extensions; }
		/// The values that were taken out.

private:
	std::string _line;
	bool _passing = false;
	std::string _extensions;
};


} // namespace Tool


#endif // WSDriver_ExtensionsFilter_INCLUDED
