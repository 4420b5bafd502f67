//
// Routes.h
//
// Which endpoint serves which path.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Routes_INCLUDED
#define WS_Net_Routes_INCLUDED


#include "WS/Net/Endpoint.h"
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


class Routes
	/// Endpoints by path.
{
public:
	void add(const std::string& path, Endpoint endpoint);
		/// A path twice: Poco::ExistsException. A path that does not begin with '/', and what
		/// Endpoint::check() finds: Poco::InvalidArgumentException.

	std::shared_ptr<const Endpoint> find(std::string_view target) const;
		/// The endpoint for a request's target; null: none.

	Routes sharing(const std::shared_ptr<BufferPool>& buffers) const;
		/// The same for the connections of one thread, which share buffers.

private:
	std::map<std::string, std::shared_ptr<const Endpoint>, std::less<>> _endpoints;
};


} } // namespace WS::Net


#endif // WS_Net_Routes_INCLUDED
