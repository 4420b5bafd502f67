//
// ExtensionsFilter.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionsFilter.h"
#include <Poco/String.h>
#include <algorithm>
#include <utility>


namespace Tool {


std::string ExtensionsFilter::next(char c)
	/// Holds a line back as long as it may be the one that is looked for.
{
	if (c == '\n' && _passing)
	{
		_passing = false;
		return "\n";
	}
	if (_passing) return std::string(1, c);

	_line += c;
	const auto size = std::min(_line.size(), HEADER.size());
	if (Poco::icompare(_line.substr(0, size), HEADER.substr(0, size)) != 0)
	{
		_passing = c != '\n';
		return std::exchange(_line, {});
	}
	if (c == '\n')
	{
		if (!_extensions.empty()) _extensions += ", ";
		_extensions += Poco::trim(_line.substr(size));
		_line.clear();
	}
	return {};
}


} // namespace Tool
