//
// Endpoint.cpp
//
// What serves one path of a server.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/Endpoint.h"
#include "WS/ServerDriver.h"
#include <Poco/Exception.h>


namespace WS {
namespace Net {


std::shared_ptr<const Options> defaultOptions()
{
	auto options = std::make_shared<Options>();
	options->maxLength = DEFAULT_MAX_LENGTH;
	return options;
}


void Endpoint::check() const
{
	if (!listener) throw Poco::InvalidArgumentException("endpoint without a listener function");
	if (!options) throw Poco::InvalidArgumentException("endpoint without options");
	if (options->buffers) throw Poco::InvalidArgumentException("endpoint's options with a BufferPool, which threads cannot share");

	Listener unused;
	ServerDriver probe(unused, options);
}


} } // namespace WS::Net
