//
// Head.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Head.h"
#include <algorithm>
#include <sstream>
#include <stdexcept>


namespace WS::Test {


Head Head::request()
{
	return Head("GET /chat HTTP/1.1")
		.add("Host", "server.example.com")
		.add("Upgrade", "websocket")
		.add("Connection", "Upgrade")
		.add("Sec-WebSocket-Key", std::string(KEY))
		.add("Sec-WebSocket-Version", "13");
}


Head Head::response()
{
	return Head("HTTP/1.1 101 Switching Protocols")
		.add("Upgrade", "websocket")
		.add("Connection", "Upgrade")
		.add("Sec-WebSocket-Accept", std::string(ACCEPT));
}


Head::Head(std::string firstLine):
	_firstLine(std::move(firstLine))
{
}


Head& Head::line(std::string firstLine)
{
	_firstLine = std::move(firstLine);
	return *this;
}


Head& Head::set(std::string name, std::string value)
{
	const auto it = std::find_if(_fields.begin(), _fields.end(), [&](const auto& field) { return field.first == name; });
	if (it == _fields.end()) return add(std::move(name), std::move(value));
	it->second = std::move(value);
	return *this;
}


Head& Head::add(std::string name, std::string value)
{
	_fields.emplace_back(std::move(name), std::move(value));
	return *this;
}


Head& Head::without(std::string_view name)
{
	std::erase_if(_fields, [&](const auto& field) { return field.first == name; });
	return *this;
}


Head& Head::raw(std::string field)
{
	return add({}, std::move(field));
}


Bytes Head::bytes() const
{
	std::string result = _firstLine + "\r\n";
	for (const auto& [name, value]: _fields)
	{
		if (!name.empty()) result += name + ": ";
		result += value + "\r\n";
	}
	return result + "\r\n";
}


Request Head::parsed() const
{
	Request request;
	std::istringstream(_firstLine) >> request.method >> request.target >> request.version;
	for (const auto& [name, value]: _fields) request.headers.add(name, value);
	return request;
}


std::string fieldOf(std::string_view head, std::string_view name)
{
	const std::string start = "\r\n" + std::string(name) + ": ";
	head = head.substr(0, head.find("\r\n\r\n") + 2);
	const auto position = head.find(start);
	if (position == head.npos) return {};
	if (head.find(start, position + 1) != head.npos) throw std::logic_error("twice: " + std::string(name));
	const auto value = head.substr(position + start.size());
	return std::string(value.substr(0, value.find("\r\n")));
}


std::string bodyOf(std::string_view message)
{
	const auto end = message.find("\r\n\r\n");
	if (end == message.npos) throw std::logic_error("no head's end");
	return std::string(message.substr(end + 4));
}


} // namespace WS::Test
