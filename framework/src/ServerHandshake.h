//
// ServerHandshake.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ServerHandshake_INCLUDED
#define WS_ServerHandshake_INCLUDED


#include "HTTPParser.h"
#include "Handshake.h"
#include "WS/HTTP.h"
#include <memory>
#include <string>
#include <vector>


namespace WS {


class Connection;
class Protocol;
class ServerDriver;


class ServerHandshake final: public Handshake
	/// The server's opening handshake (RFC 6455 4.2): collects the request, unless it is there already,
	/// asks the driver's decisions, and answers.
{
public:
	ServerHandshake(ServerDriver& driver, Connection& connection);
	ServerHandshake(ServerDriver& driver, Connection& connection, Request request);

	bool start() override;
	bool isSettled() const override;
	bool setHeader(std::string_view name, std::string_view value) override;
	std::string_view version() const override;
	bool supports(Opcode opcode) const override;
	bool isWaiting() const override;
	void receive(std::span<char>& bytes) override;
	void refuse(const Failure& failure) override;

	bool reject(int status, std::string_view body, const Headers& headers);
	bool respond(int status, std::string_view body, const Headers& headers);
	const Request& request() const;
	void releaseRequest();

private:
	enum class Stage: std::uint8_t
	{
		AWAITS_HEAD,
		START_WANTED,            // the same, and start() was called
		START_DUE,               // the head is there, and start() was called before
		AWAITS_START,
		ANSWERING,               // the decisions are being asked
		DECORATING,              // the last of them: its headers are made already
		ANSWERED
	};

	void receiveHead(std::span<char>& bytes);
	bool answer();
	bool decide();
	std::unique_ptr<Protocol> createProtocol();
	std::string chooseProtocol(const std::vector<std::string>& offered);
	Headers customHeaders();
	bool writeAnswer(int status, std::string_view body, const Headers& headers);
	void writeResponse(const Response& response, std::string_view body = {});

	ServerDriver& _driver;
	Connection& _connection;
	std::unique_ptr<HTTPParser> _parser;
	Request _request;
	Headers _headers;            // of setHeader()
	Stage _stage;
};


} // namespace WS


#endif // WS_ServerHandshake_INCLUDED
