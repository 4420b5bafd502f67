//
// ExtensionRegistry.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ExtensionRegistry.h"
#include "WS/Headers.h"
#include <Poco/Exception.h>
#include <algorithm>


namespace WS {


ExtensionRegistry& ExtensionRegistry::add(Pointer extension)
{
	if (!extension) throw Poco::InvalidArgumentException("no extension");
	const std::string name(extension->name());
	if (!Headers::isToken(name)) throw Poco::InvalidArgumentException("not the name of an extension", name);
	if (find(name)) throw Poco::ExistsException("an extension of this name is registered already", name);
	_extensions.push_back(std::move(extension));
	return *this;
}


ExtensionRegistry::Pointer ExtensionRegistry::find(std::string_view name) const
{
	const auto found = std::find_if(begin(), end(), [&](const Pointer& extension) { return extension->name() == name; });
	return found == end() ? nullptr : *found;
}


} // namespace WS
