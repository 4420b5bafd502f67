//
// ClientHandshake.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ClientHandshake_INCLUDED
#define WS_ClientHandshake_INCLUDED


#include "Handshake.h"
#include "HybiHandshake.h"
#include "ResponseBody.h"
#include "ResponseHead.h"
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
	bool isSettled() const override;
	bool setHeader(std::string_view name, std::string_view value) override;
	std::string_view version() const override;
	bool supports(Opcode opcode) const override;
	bool isWaiting() const override;
	void receive(std::span<char>& bytes) override;
	void receiveEnd() override;
	void refuse(const Failure& failure) override;

	const Response& response() const;

	const std::string& host() const;
		/// The Host header's value.

	std::string authority() const;
		/// Host and port, whatever the port is.

private:
	enum class Stage: std::uint8_t
	{
		NOT_STARTED,
		AWAITS_RESPONSE,
		AWAITS_BODY,     // of a response that refuses
		DONE
	};

	bool writeRequest();
	void receiveHead(std::span<char>& bytes);
	void judgeUpgrade();
	void failWithStatus();

	Connection& _connection;
	HybiHandshake _hybi;
	std::unique_ptr<ResponseHead> _head;
	std::unique_ptr<ResponseBody> _body;
	std::string _host;
	std::string _target;
	Headers _headers;            // of setHeader(), and Authorization
	std::string _key;
	Response _response;
	std::uint16_t _impliedPort;  // that _host leaves out; 0: it does not
	Stage _stage = Stage::NOT_STARTED;
};


} // namespace WS


#endif // WS_ClientHandshake_INCLUDED
