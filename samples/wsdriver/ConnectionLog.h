//
// ConnectionLog.h
//
// What the server tells of its connections.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_ConnectionLog_INCLUDED
#define WSDriver_ConnectionLog_INCLUDED


#include "WS/Net/ConnectionListener.h"
#include "WS/Net/WebSocketConnection.h"
#include <Poco/Logger.h>
#include <string>


namespace Tool {


Poco::Logger& connectionLog();
	/// Says something from the level debug on only.


class LoggedListener: public WS::Net::ConnectionListener
	/// Tells the log who has come, what was agreed, and how it ended: on an event loop as onEnd has it, else as onClose.
{
public:
	explicit LoggedListener(WS::Net::WebSocketConnection& connection);

	~LoggedListener() override;

	void onOpen() override;
	void onClose(WS::CloseCode code, std::string_view reason) override;
	void onEnd(const WS::Net::CloseInfo& info) override;

protected:
	WS::Net::WebSocketConnection& connection() { return _connection; }

private:
	WS::Net::WebSocketConnection& _connection;
	std::string _peer;               // empty: nothing to tell
	std::string _end;
};


} // namespace Tool


#endif // WSDriver_ConnectionLog_INCLUDED
