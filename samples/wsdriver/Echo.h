//
// Echo.h
//
// The endpoint /echo.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Echo_INCLUDED
#define WSDriver_Echo_INCLUDED


#include "ConnectionLog.h"


namespace Tool {


class Echo: public LoggedListener
	/// Sends every message back, text as text and binary as binary.
{
public:
	explicit Echo(WS::Net::WebSocketConnection& connection);

	void onMessage(WS::Message& message) override;
};


} // namespace Tool


#endif // WSDriver_Echo_INCLUDED
