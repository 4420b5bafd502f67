//
// ClientHandshake.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ClientHandshake_INCLUDED
#define WS_ClientHandshake_INCLUDED


#include "HTTPParser.h"
#include "Handshake.h"
#include "WS/HTTP.h"
#include <Poco/URI.h>
#include <memory>
#include <string>


namespace WS {


class Connection;


class ClientHandshake final: public Handshake
	/// The client's opening handshake (RFC 6455 4.1): writes the request, judges the response.
{
public:
	ClientHandshake(Connection& connection, const Poco::URI& uri);
		/// Poco::SyntaxException if uri is not one for a WebSocket.

	bool start() override;
	bool setHeader(std::string_view name, std::string_view value) override;
	std::string_view version() const override;
	bool supports(Opcode opcode) const override;
	bool isWaiting() const override;
	void receive(std::span<char>& bytes) override;
	void refuse(const Failure& failure) override;

	const Response& response() const;

private:
	enum class Stage: std::uint8_t
	{
		NOT_STARTED,
		AWAITS_RESPONSE,
		DONE
	};

	void writeRequest();
	void judge(HTTPParser::Result result);
	void judgeUpgrade();

	Connection& _connection;
	std::unique_ptr<HTTPParser> _parser;
	std::string _host;
	std::string _target;
	Headers _headers;            // of setHeader(), and Authorization
	std::string _key;
	Response _response;
	std::size_t _interim = 0;    // 1xx responses so far
	Stage _stage = Stage::NOT_STARTED;
};


} // namespace WS


#endif // WS_ClientHandshake_INCLUDED
