//
// Chat.cpp
//
// The endpoint /chat.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Chat.h"


namespace Tool {


Chat::Chat(WS::Net::WebSocketConnection& connection, const WS::Request& request, ChatRoom& room):
	LoggedListener(connection),
	_room(room),
	_wish(ChatRoom::nameOf(request.target))
{
}


void Chat::onOpen()
{
	LoggedListener::onOpen();
	_room.join(connection().handle(), _wish);
}


void Chat::onMessage(WS::Message& message)
{
	if (message.isText()) _room.say(connection().handle(), message.payload);
	else connection().driver().close(WS::CloseCode::UNSUPPORTED_DATA, "this chat takes text only");
}


void Chat::onClose(WS::CloseCode code, std::string_view reason)
{
	LoggedListener::onClose(code, reason);
	_room.leave(connection().handle());
}


} // namespace Tool
