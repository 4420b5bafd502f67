//
// ReceivedMessage.h
//
// A message that a blocking client has received.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ReceivedMessage_INCLUDED
#define WS_Net_ReceivedMessage_INCLUDED


#include "WS/Frame.h"
#include "WS/WS.h"
#include <string>


namespace WS {
namespace Net {


struct ReceivedMessage
	/// A message that a WebSocketClient has received, as owned bytes. Text is UTF-8.
{
	Opcode opcode;
	std::string payload;

	bool isText() const { return opcode == Opcode::TEXT; }
};


} } // namespace WS::Net


#endif // WS_Net_ReceivedMessage_INCLUDED
