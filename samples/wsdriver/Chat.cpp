//
// Chat.cpp
//
// The endpoint /chat.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Chat.h"
#include "ConnectionLog.h"


namespace Tool {


Chat::Chat(WS::Net::WebSocketConnection& connection, const WS::Request& request, ChatRoom& room):
	_connection(connection),
	_room(room),
	_wish(ChatRoom::nameOf(request.target))
{
}


void Chat::onOpen()
{
	logOpened(_connection);
	_room.join(_connection.handle(), _wish);
}


void Chat::onMessage(WS::Message& message)
{
	if (message.isText()) _room.say(_connection.handle(), message.payload);
	else _connection.driver().close(WS::CloseCode::UNSUPPORTED_DATA, "this chat takes text only");
}


void Chat::onClose(WS::CloseCode, std::string_view)
{
	_room.leave(_connection.handle());
}


} // namespace Tool
