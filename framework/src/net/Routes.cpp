//
// Routes.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Routes.h"
#include "RequestCopy.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


void Routes::add(const std::string& path, Endpoint endpoint)
{
	if (!path.starts_with('/') || pathOf(path) != path) throw Poco::InvalidArgumentException("no path of a route", path);
	if (_endpoints.contains(path)) throw Poco::ExistsException("route", path);
	endpoint.check();
	_endpoints.emplace(path, std::make_shared<const Endpoint>(std::move(endpoint)));
}


std::shared_ptr<const Endpoint> Routes::find(std::string_view target) const
{
	const auto found = _endpoints.find(pathOf(target));
	return found == _endpoints.end() ? nullptr : found->second;
}


Routes Routes::sharing(const std::shared_ptr<BufferPool>& buffers) const
{
	Routes routes;
	for (const auto& [path, endpoint]: _endpoints)
	{
		auto options = std::make_shared<Options>(*endpoint->options);
		options->buffers = buffers;
		auto copy = std::make_shared<Endpoint>(*endpoint);
		copy->options = std::move(options);
		routes._endpoints.emplace(path, std::move(copy));
	}
	return routes;
}


} } // namespace WS::Net
