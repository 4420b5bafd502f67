//
// Engine.h
//
// What serves a site.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Engine_INCLUDED
#define WSDriver_Engine_INCLUDED


#include "WS/HTTP.h"
#include "WS/Net/Endpoint.h"
#include "WS/Net/TLS.h"
#include <Poco/Net/SocketAddress.h>
#include <Poco/Timespan.h>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>


namespace Tool {


struct Site
	/// What is served, by whichever engine.
{
	std::map<std::string, WS::Net::Endpoint> endpoints;                /// by path
	std::function<WS::Response(const WS::Request&)> page;              /// all else, on any thread: looks at method and target only
};


struct EngineSettings
{
	std::shared_ptr<WS::Net::ServerTLS> tls;                           /// none: without
	std::size_t threads = 1;                                           /// of loops
	std::optional<std::size_t> maxConnections;
};


class Engine
	/// Serves a site at one address.
{
public:
	virtual ~Engine() = default;

	virtual Poco::Net::SocketAddress start(const Poco::Net::SocketAddress& address) = 0;
		/// Listens and serves. Returns the address, with the port that was chosen if it was 0.

	virtual void drain(const Poco::Timespan& deadline) = 0;
		/// Accepts nothing further, closes all connections with GOING_AWAY, and cuts what is left at the deadline. Returns when
		/// all is over.

	virtual void cut() = 0;
		/// Ends a drain at once, from another thread.
};


} // namespace Tool


#endif // WSDriver_Engine_INCLUDED
