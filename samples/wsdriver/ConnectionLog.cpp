//
// ConnectionLog.cpp
//
// What the server tells of its connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ConnectionLog.h"
#include "Client.h"
#include "Extensions.h"
#include "Harmless.h"
#include "WS/ServerDriver.h"
#include <Poco/Exception.h>


namespace Tool {


Poco::Logger& connectionLog()
{
	return Poco::Logger::get("wsdriver");
}


LoggedListener::LoggedListener(WS::Net::WebSocketConnection& connection):
	_connection(connection)
{
}


LoggedListener::~LoggedListener()
{
	if (_peer.empty()) return;
	try
	{
		connectionLog().debug(harmless(_peer + " has gone: " + _end));
	}
	catch (const Poco::Exception&)
	{
		// A log that fails has nowhere to say so.
	}
}


void LoggedListener::onOpen()
{
	if (!connectionLog().debug()) return;
	const auto& driver = _connection.driver();
	const auto& target = _connection.request().target;
	const auto path = target.substr(0, target.find('?'));        // a query may hold a secret
	_peer = _connection.peerAddress().toString();
	connectionLog().debug(harmless(_peer + " has opened " + path + ", " + std::string(driver.version()) + ", " + toText(driver.negotiated())));
}


void LoggedListener::onClose(WS::CloseCode code, std::string_view reason)
{
	if (!_peer.empty()) _end = describe(code, reason);
}


void LoggedListener::onEnd(const WS::Net::CloseInfo& info)
{
	if (!_peer.empty()) _end = info.toString();
}


} // namespace Tool
