//
// ConnectionLog.h
//
// What the server tells of its connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_ConnectionLog_INCLUDED
#define WSDriver_ConnectionLog_INCLUDED


#include "WS/Net/WebSocketConnection.h"
#include <Poco/Logger.h>


namespace Tool {


Poco::Logger& connectionLog();
	/// Says something from the level debug on only.


void logOpened(WS::Net::WebSocketConnection& connection);
	/// Who has come, and what was agreed. To be called within onOpen.


} // namespace Tool


#endif // WSDriver_ConnectionLog_INCLUDED
