//
// Lines.h
//
// A dialect of its own, written against the public headers alone.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Lines_INCLUDED
#define WSTest_Lines_INCLUDED


#include "WS/Protocol.h"
#include "WS/ServerDriver.h"
#include <memory>
#include <string>


namespace WS::Test {


class Lines: public Protocol
	/// Each line is a text message, "?" a ping, "." the end, and "!" an error.
{
public:
	explicit Lines(ProtocolContext& context): _context(context) {}

	std::string_view version() const override
	{
		return "lines-1";
	}

	bool judge(const Request& request) override
	{
		if (request.headers.has("X-Lines")) return true;
		_context.fail(Error::VERSION, "no X-Lines");
		return false;
	}

	void respond(const Request&, Response& response) override
	{
		response.status = 101;
		response.reason = "Lines";
		response.headers.add("Upgrade", "lines");
	}

	void receive(std::span<char>& bytes) override
	{
		const char c = bytes.front();
		bytes = bytes.subspan(1);
		if (c != '\n')
		{
			_line += c;
			return;
		}
		std::string line;
		line.swap(_line);
		if (line == "?") _context.ping("?");
		else if (line == "!") _context.fail(Error::HEAD_SYNTAX, "!");
		else if (line == ".") _context.closed(CloseCode::NO_STATUS, {});
		else
		{
			Message message(Opcode::TEXT, line);
			_context.deliver(message);
		}
	}

	using Protocol::send;

	bool send(Opcode opcode, std::string_view payload, const SendOptions&) override
	{
		if (opcode == Opcode::BINARY || opcode == Opcode::PING) return false;
		_context.append(payload.size() + 1).append(payload).append("\n");
		return true;
	}

	bool close(CloseCode, std::string_view) override
	{
		_context.append(2).append(".\n");
		return false;
	}

private:
	ProtocolContext& _context;
	std::string _line;
};


class LineServer: public ServerDriver
{
public:
	using ServerDriver::ServerDriver;

protected:
	std::unique_ptr<Protocol> createProtocol(const Request&, ProtocolContext& context) override
	{
		return std::make_unique<Lines>(context);
	}
};


} // namespace WS::Test


#endif // WSTest_Lines_INCLUDED
