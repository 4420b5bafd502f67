//
// Chat.h
//
// The endpoint /chat.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Chat_INCLUDED
#define WSDriver_Chat_INCLUDED


#include "ChatRoom.h"
#include "ConnectionLog.h"


namespace Tool {


class Chat: public LoggedListener
	/// One member's connection: hands what it hears to the room.
{
public:
	Chat(WS::Net::WebSocketConnection& connection, const WS::Request& request, ChatRoom& room);

	void onOpen() override;
	void onMessage(WS::Message& message) override;
	void onClose(WS::CloseCode code, std::string_view reason) override;

private:
	ChatRoom& _room;
	const std::string _wish;
};


} // namespace Tool


#endif // WSDriver_Chat_INCLUDED
