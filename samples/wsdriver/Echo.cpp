//
// Echo.cpp
//
// The endpoint /echo.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Echo.h"
#include "ConnectionLog.h"


namespace Tool {


Echo::Echo(WS::Net::WebSocketConnection& connection):
	_connection(connection)
{
}


void Echo::onOpen()
{
	logOpened(_connection);
}


void Echo::onMessage(WS::Message& message)
{
	_connection.driver().send(message);
}


} // namespace Tool
