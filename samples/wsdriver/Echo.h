//
// Echo.h
//
// The endpoint /echo.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Echo_INCLUDED
#define WSDriver_Echo_INCLUDED


#include "WS/Net/WebSocketConnection.h"


namespace Tool {


class Echo: public WS::Listener
	/// Sends every message back, text as text and binary as binary.
{
public:
	explicit Echo(WS::Net::WebSocketConnection& connection);

	void onOpen() override;
	void onMessage(WS::Message& message) override;

private:
	WS::Net::WebSocketConnection& _connection;
};


} // namespace Tool


#endif // WSDriver_Echo_INCLUDED
