//
// ChatRoom.cpp
//
// Who is in the chat, and what they hear.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ChatRoom.h"
#include "Harmless.h"
#include <Poco/Exception.h>
#include <Poco/TextIterator.h>
#include <Poco/URI.h>
#include <Poco/UTF8Encoding.h>
#include <vector>


namespace Tool {


namespace {


constexpr int MAX_NAME = 32;


std::string cleaned(const std::string& name)
	/// Empty if the name is not UTF-8.
{
	const Poco::UTF8Encoding utf8;
	const Poco::TextIterator end(name);
	std::string clean;
	int size = 0;
	for (Poco::TextIterator it(name, utf8); it != end; ++it)
	{
		if (*it < 0) return {};
		if (size == MAX_NAME || isInvisible(*it) || *it == ':') continue;
		if (size == 0 && (*it == ' ' || *it == '*')) continue;        // "* " is how a notice begins
		unsigned char bytes[4];
		const int length = utf8.convert(*it, bytes, sizeof bytes);
		clean.append(reinterpret_cast<char*>(bytes), length);
		++size;
	}
	clean.erase(clean.find_last_not_of(' ') + 1);
	return clean;
}


} // namespace


void ChatRoom::join(const Member& member, const std::string& wish)
{
	const std::lock_guard lock(_mutex);
	const auto name = freeName(wish);
	_names.insert(name);
	_members.emplace(member, name);
	tell("* " + name + " joined");
}


void ChatRoom::say(const Member& member, std::string_view text)
{
	const std::lock_guard lock(_mutex);
	const auto found = _members.find(member);
	if (found != _members.end()) tell(found->second + ": " + std::string(text));
}


void ChatRoom::leave(const Member& member)
{
	const std::lock_guard lock(_mutex);
	remove(member);
}


std::string ChatRoom::nameOf(const std::string& target)
{
	try
	{
		for (const auto& [name, value]: Poco::URI(target).getQueryParameters())
		{
			if (name == "name") return cleaned(value);
		}
	}
	catch (const Poco::SyntaxException&)
	{
		// As if there were no name: a chat is no place to be strict about it.
	}
	return {};
}


std::string ChatRoom::freeName(const std::string& wish)
{
	std::string name = wish;
	if (wish.empty())
	{
		do name = "guest-" + std::to_string(++_guests);
		while (_names.contains(name));
	}
	for (int n = 2; _names.contains(name); ++n) name = wish + "-" + std::to_string(n);
	return name;
}


void ChatRoom::remove(const Member& member)
{
	const auto found = _members.find(member);
	if (found == _members.end()) return;
	const auto name = found->second;
	_members.erase(found);
	_names.erase(name);
	tell("* " + name + " left");
}


void ChatRoom::tell(const std::string& line)
	/// Who is going already is not told, and who reads so slowly that the queue is full has to
	/// go: a chat with gaps is no chat.
{
	std::vector<Member> leaving;
	for (const auto& [member, name]: _members)
	{
		if (!member.text(line)) leaving.push_back(member);
	}
	for (const auto& member: leaving)
	{
		member.close(WS::CloseCode::POLICY_VIOLATION, "you read too slowly");
		remove(member);
	}
}


} // namespace Tool
