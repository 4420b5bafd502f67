//
// LoopEngine.cpp
//
// Serves a site on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LoopEngine.h"
#include <sys/resource.h>
#include <utility>


namespace Tool {


namespace {


WS::Net::ServerSettings toServerSettings(const EngineSettings& settings)
{
	WS::Net::ServerSettings server;
	if (settings.maxConnections) server.maxConnections = *settings.maxConnections;
	return server;
}


void raiseDescriptorLimit()
	/// As far as it goes without privileges: shells give 1024.
{
	struct rlimit limit = {};
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}


} // namespace


LoopEngine::LoopEngine(const Site& site, EngineSettings settings):
	_settings(std::move(settings)),
	_server(_settings.threads, toServerSettings(_settings))
{
	for (const auto& [path, endpoint]: site.endpoints) _server.route(path, endpoint);
	_server.setPlainHandler(site.page);
}


Poco::Net::SocketAddress LoopEngine::start(const Poco::Net::SocketAddress& address)
{
	raiseDescriptorLimit();
	const auto bound = _server.listen(address, _settings.tls);
	_server.start();
	return bound;
}


void LoopEngine::drain(const Poco::Timespan& deadline)
{
	_server.drain(deadline);
}


void LoopEngine::cut()
{
	_server.stop();
}


} // namespace Tool
