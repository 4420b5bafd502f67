//
// ChatRoom.h
//
// Who is in the chat, and what they hear.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_ChatRoom_INCLUDED
#define WSDriver_ChatRoom_INCLUDED


#include "WS/Net/WebSocketConnection.h"
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>


namespace Tool {


class ChatRoom
	/// Passes what one member says on to all of them, the speaker included: "NAME: TEXT". Notices
	/// begin with "* ". All hear all in the same order. For any thread.
{
public:
	using Member = WS::Net::WebSocketConnection::Handle;

	void join(const Member& member, const std::string& wish);
		/// The member gets the wished name, with a number if it is taken, or guest-N instead of an empty
		/// one. The notice of this is the first thing that the member hears.

	void say(const Member& member, std::string_view text);

	void leave(const Member& member);
		/// Nothing happens if the member is not in the room.

	static std::string nameOf(const std::string& target);
		/// The name that a request's target wishes, ?name=NAME: without control characters,
		/// colons and leading stars, at most 32 characters. Empty: none, or none that can be had.

private:
	std::string freeName(const std::string& wish);
	void remove(const Member& member);
	void tell(const std::string& line);

	std::mutex _mutex;
	std::map<Member, std::string> _members;
	std::set<std::string> _names;
	unsigned _guests = 0;
};


} // namespace Tool


#endif // WSDriver_ChatRoom_INCLUDED
