//
// ConnectionLog.cpp
//
// What the server tells of its connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ConnectionLog.h"
#include "Extensions.h"
#include "Harmless.h"
#include "WS/ServerDriver.h"


namespace Tool {


Poco::Logger& connectionLog()
{
	return Poco::Logger::get("wsdriver");
}


void logOpened(WS::Net::WebSocketConnection& connection)
{
	if (!connectionLog().debug()) return;
	const auto& driver = connection.driver();
	const auto& target = connection.request().target;
	const auto path = target.substr(0, target.find('?'));        // a query may hold a secret
	connectionLog().debug(harmless(connection.peerAddress().toString() + " has opened " + path + ", "
		+ std::string(driver.version()) + ", " + toText(driver.negotiated())));
}


} // namespace Tool
