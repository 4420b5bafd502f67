//
// Echo.cpp
//
// The endpoint /echo.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Echo.h"


namespace Tool {


Echo::Echo(WS::Net::WebSocketConnection& connection):
	LoggedListener(connection)
{
}


void Echo::onMessage(WS::Message& message)
{
	connection().driver().send(message);
}


} // namespace Tool
