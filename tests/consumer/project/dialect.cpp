//
// dialect.cpp
//
// A dialect of its own, written against what is installed: each line is a message, an empty one is the end.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/Callbacks.h>
#include <WS/Protocol.h>
#include <WS/ServerDriver.h>
#include <iostream>
#include <string>
#include <utility>


class Lines: public WS::Protocol
{
public:
	explicit Lines(WS::ProtocolContext& context): _context(context) {}

	std::string_view version() const override { return "lines"; }
	bool supports(WS::Opcode opcode) const override { return opcode == WS::Opcode::TEXT; }
	bool judge(const WS::Request&) override { return true; }

	void respond(const WS::Request&, WS::Response& response) override
	{
		response.status = 101;
		response.headers.add("Upgrade", "lines");
		response.headers.add("Connection", "Upgrade");
	}

	void receive(std::span<char>& bytes) override
	{
		const char c = bytes.front();
		bytes = bytes.subspan(1);
		if (c != '\n') _line.push_back(c);
		else if (_line.empty()) _context.closed(WS::CloseCode::NO_STATUS, {});
		else
		{
			const std::string line = std::exchange(_line, {});
			WS::Message message(WS::Opcode::TEXT, line);
			_context.deliver(message);
		}
	}

	using Protocol::send;
	bool send(WS::Opcode, std::string_view payload, const WS::SendOptions&) override
	{
		_context.append(payload.size() + 1).append(payload).append("\n");
		return true;
	}

	bool close(WS::CloseCode, std::string_view) override
	{
		_context.append(1).append("\n");
		return false;
	}

private:
	WS::ProtocolContext& _context;
	std::string _line;
};


class LineDriver: public WS::ServerDriver
{
public:
	using ServerDriver::ServerDriver;

protected:
	std::unique_ptr<WS::Protocol> createProtocol(const WS::Request& request, WS::ProtocolContext& context) override
	{
		if (request.headers.get("Sec-WebSocket-Protocol") == "lines") return std::make_unique<Lines>(context);
		return ServerDriver::createProtocol(request, context);
	}
};


int main()
{
	WS::Callbacks events;
	LineDriver server(events);
	events.onMessage = [&](WS::Message& message) { server.send(message); };
	server.start();

	std::string input =
		"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: lines\r\n\r\n"
		"Hello\nworld\n\n";
	server.receive(std::span<char>(input));

	const std::string_view output = server.output();
	std::cout << server.version() << ": " << output << std::endl;
	return server.version() == "lines" && output.ends_with("\r\n\r\nHello\nworld\n") && server.state() == WS::State::CLOSED ? 0 : 1;
}
