//
// ExtensionRegistry.h
//
// The extensions of a server or a client, in order.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ExtensionRegistry_INCLUDED
#define WS_ExtensionRegistry_INCLUDED


#include "WS/Extension.h"
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


class WS_API ExtensionRegistry
	/// The extensions that may be negotiated, in the order in which they are offered, answered, and applied to what is
	/// sent. A value: copies share the extensions.
{
public:
	using Pointer = std::shared_ptr<const Extension>;
	using const_iterator = std::vector<Pointer>::const_iterator;

	ExtensionRegistry& add(Pointer extension);
		/// Appends an extension. One of that name is there: Poco::ExistsException. Null, a name that is no token:
		/// Poco::InvalidArgumentException.

	Pointer find(std::string_view name) const;
		/// Null: there is none.

	std::size_t size() const { return _extensions.size(); }
	bool empty() const { return _extensions.empty(); }
	const_iterator begin() const { return _extensions.begin(); }
	const_iterator end() const { return _extensions.end(); }

private:
	std::vector<Pointer> _extensions;
};


struct Negotiated
	/// An extension that is active on a connection.
{
	std::string name;
	ExtensionParams params;
		/// As the server has answered.
};


} // namespace WS


#endif // WS_ExtensionRegistry_INCLUDED
