//
// HTTPEngine.h
//
// Serves a site on Poco's HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_HTTPEngine_INCLUDED
#define WSDriver_HTTPEngine_INCLUDED


#include "Engine.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include <Poco/Net/HTTPServer.h>
#include <Poco/SharedPtr.h>
#include <Poco/ThreadPool.h>


namespace Tool {


class HTTPEngine: public Engine
	/// A thread for each connection. Not at a Unix domain socket.
{
public:
	HTTPEngine(const Site& site, EngineSettings settings);

	Poco::Net::SocketAddress start(const Poco::Net::SocketAddress& address) override;
	void drain(const Poco::Timespan& deadline) override;
	void cut() override;

private:
	const EngineSettings _settings;
	Poco::SharedPtr<WS::Net::WebSocketRequestHandlerFactory> _factory;
	std::unique_ptr<Poco::ThreadPool> _threads;
	std::unique_ptr<Poco::Net::HTTPServer> _server;
};


} // namespace Tool


#endif // WSDriver_HTTPEngine_INCLUDED
