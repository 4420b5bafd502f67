//
// LoopEngine.h
//
// Serves a site on event loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_LoopEngine_INCLUDED
#define WSDriver_LoopEngine_INCLUDED


#include "Engine.h"
#include "WS/Net/WebSocketServer.h"


namespace Tool {


class LoopEngine: public Engine
	/// A few threads with an event loop each. There may be as many connections as the process may have descriptors.
{
public:
	LoopEngine(const Site& site, EngineSettings settings);

	Poco::Net::SocketAddress start(const Poco::Net::SocketAddress& address) override;
	void drain(const Poco::Timespan& deadline) override;
	void cut() override;

private:
	const EngineSettings _settings;
	WS::Net::WebSocketServer _server;
};


} // namespace Tool


#endif // WSDriver_LoopEngine_INCLUDED
