//
// ServerHandshake.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ServerHandshake.h"
#include "Characters.h"
#include "Connection.h"
#include "CustomHeaders.h"
#include "RequestRules.h"
#include "WS/ProtocolFactory.h"
#include "WS/ServerDriver.h"
#include <Poco/Exception.h>
#include <algorithm>


namespace WS {


namespace {


Error errorOf(HTTPParser::Result result)
{
	switch (result)
	{
	case HTTPParser::Result::START_LINE_TOO_LONG: return Error::REQUEST_LINE_TOO_LONG;
	case HTTPParser::Result::HEAD_TOO_LARGE: return Error::HEAD_TOO_LARGE;
	default: return Error::HEAD_SYNTAX;
	}
}


std::string_view reasonOf(int status)
{
	switch (status)
	{
	case 101: return "Switching Protocols";
	case 200: return "OK";
	case 204: return "No Content";
	case 301: return "Moved Permanently";
	case 302: return "Found";
	case 304: return "Not Modified";
	case 307: return "Temporary Redirect";
	case 308: return "Permanent Redirect";
	case 400: return "Bad Request";
	case 401: return "Unauthorized";
	case 403: return "Forbidden";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 408: return "Request Timeout";
	case 414: return "URI Too Long";
	case 426: return "Upgrade Required";
	case 429: return "Too Many Requests";
	case 431: return "Request Header Fields Too Large";
	case 500: return "Internal Server Error";
	case 503: return "Service Unavailable";
	case 505: return "HTTP Version Not Supported";
	default: break;
	}
	if (status < 300) return "Success";
	if (status < 400) return "Redirect";
	return status < 500 ? "Refused" : "Failed";
}


void addConnection(Response& response)
	// A 426 says to what to upgrade (RFC 9110 15.5.22).
{
	const bool upgrade = response.status == 426;
	if (upgrade) response.headers.add("Upgrade", "websocket");
	response.headers.add("Connection", upgrade ? "Upgrade, close" : "close");
}


void addVersions(Response& response, Dialects enabled)
	// RFC 6455 4.4
{
	const std::string versions = ProtocolFactory::supportedVersions(enabled);
	if (!versions.empty()) response.headers.add("Sec-WebSocket-Version", versions);
}


} // namespace


ServerHandshake::ServerHandshake(ServerDriver& driver, Connection& connection):
	_driver(driver),
	_connection(connection),
	_parser(std::make_unique<HTTPParser>(connection.options(), isRequestLine)),
	_stage(Stage::AWAITS_HEAD)
{
}


ServerHandshake::ServerHandshake(ServerDriver& driver, Connection& connection, Request request):
	_driver(driver),
	_connection(connection),
	_request(std::move(request)),
	_stage(Stage::AWAITS_START)
{
}


bool ServerHandshake::start()
{
	switch (_stage)
	{
	case Stage::AWAITS_HEAD:
		_stage = Stage::START_WANTED;
		return true;
	case Stage::START_DUE:
	case Stage::AWAITS_START:
		return answer();
	default:
		return false;
	}
}


bool ServerHandshake::isSettled() const
{
	return _stage >= Stage::DECORATING;
}


bool ServerHandshake::setHeader(std::string_view name, std::string_view value)
{
	return !isSettled() && addCustomHeader(_headers, name, value);
}


std::string_view ServerHandshake::version() const
{
	if (_request.method.empty()) return {};
	return ProtocolFactory::version(_request, _connection.options().dialects);
}


bool ServerHandshake::supports(Opcode opcode) const
	// Before the request has arrived everything may be queued.
{
	if (_stage == Stage::AWAITS_HEAD || _stage == Stage::START_WANTED) return true;
	return ProtocolFactory::supports(_request, _connection.options().dialects, opcode);
}


bool ServerHandshake::isWaiting() const
{
	return _stage == Stage::AWAITS_START;
}


void ServerHandshake::receive(std::span<char>& bytes)
{
	if (_stage == Stage::AWAITS_HEAD || _stage == Stage::START_WANTED) receiveHead(bytes);
	if (_stage != Stage::START_DUE || _connection.state() != State::CONNECTING) return;
	const auto early = _connection.showEarly(bytes);
	answer();
}


void ServerHandshake::receiveHead(std::span<char>& bytes)
{
	const auto result = _parser->feed(bytes);
	if (result == HTTPParser::Result::INCOMPLETE) return;
	if (result != HTTPParser::Result::COMPLETE)
	{
		_connection.fail(errorOf(result), _parser->detail());
		return;
	}
	parseRequestLine(_parser->startLine(), _request);
	_request.headers = std::move(_parser->headers());
	_parser.reset();
	_stage = _stage == Stage::START_WANTED ? Stage::START_DUE : Stage::AWAITS_START;
	const auto early = _connection.showEarly(bytes);
	_connection.connect(_request);
}


bool ServerHandshake::answer()
{
	const Stage before = _stage;
	_stage = Stage::ANSWERING;
	try
	{
		return decide();
	}
	catch (...)
	{
		// A decision threw: nothing has been answered, unless the listener threw afterwards.
		if (_stage != Stage::ANSWERED) _stage = before == Stage::START_DUE ? Stage::AWAITS_START : before;
		throw;
	}
}


bool ServerHandshake::decide()
	// RFC 6455 4.2.2
{
	const Verdict verdict = judgeRequest(_request);
	if (verdict.error != Error::NONE)
	{
		_connection.fail(verdict.error, verdict.detail);
		return false;
	}
	auto protocol = createProtocol();
	if (!protocol) return false;
	const auto offered = offeredProtocols(_request.headers);
	if (!offered)
	{
		_connection.fail(Error::SUBPROTOCOLS);
		return false;
	}
	if (!_driver.acceptRequest(_request)) _connection.fail(Error::REFUSED);
	if (_connection.state() != State::CONNECTING) return false;

	const std::string name = chooseProtocol(*offered);
	if (_connection.state() != State::CONNECTING) return false;
	Response response{0, {}, customHeaders()};
	if (_connection.state() != State::CONNECTING) return false;

	protocol->respond(_request, response);
	if (_connection.state() != State::CONNECTING) return false;
	if (!name.empty()) response.headers.add("Sec-WebSocket-Protocol", name);

	writeResponse(response);
	_connection.open(std::move(protocol), name);
	return true;
}


std::unique_ptr<Protocol> ServerHandshake::createProtocol()
	// Null: the request is refused, or the decision ended the handshake.
{
	auto protocol = _driver.createProtocol(_request, _connection);
	if (_connection.state() != State::CONNECTING) return nullptr;
	if (!protocol)
	{
		const auto versions = _request.headers.joined("Sec-WebSocket-Version");
		_connection.fail(Error::VERSION, versions.empty() ? "none given" : printable(versions));
		return nullptr;
	}
	if (!protocol->judge(_request)) _connection.fail(Error::NOT_A_WEBSOCKET_REQUEST);      // unless it did so itself
	if (_connection.state() != State::CONNECTING) return nullptr;
	return protocol;
}


std::string ServerHandshake::chooseProtocol(const std::vector<std::string>& offered)
{
	std::string name = _driver.selectProtocol(offered);
	if (!name.empty() && std::find(offered.begin(), offered.end(), name) == offered.end())
		throw Poco::InvalidArgumentException("subprotocol was not offered", name);
	return name;
}


Headers ServerHandshake::customHeaders()
{
	Headers headers = _headers;
	_stage = Stage::DECORATING;
	_driver.decorateResponse(_request, headers);
	for (const auto& header: headers)
	{
		if (isOwnedByHandshake(header.name))
			throw Poco::InvalidArgumentException("the handshake writes this header itself", std::string(header.name));
	}
	return headers;
}


void ServerHandshake::refuse(const Failure& failure)
	// RFC 9110 15.5, RFC 6455 4.4
{
	if (_stage == Stage::ANSWERED) return;
	Response response;
	response.status = failure.status == 0 ? 500 : failure.status;
	response.headers.add("Content-Type", "text/plain");
	if (failure.error == Error::METHOD) response.headers.add("Allow", "GET");
	if (failure.error == Error::VERSION) addVersions(response, _connection.options().dialects);
	response.headers.add("Content-Length", std::to_string(failure.message.size()));
	addConnection(response);
	writeResponse(response, failure.message);
}


bool ServerHandshake::reject(int status, std::string_view body, const Headers& headers)
{
	if (status < 400 || status > 599) throw Poco::InvalidArgumentException("not an HTTP error", std::to_string(status));
	Failure failure(Error::REFUSED, std::to_string(status));
	failure.status = status;
	if (!writeAnswer(status, body, headers)) return false;
	_connection.refuse(failure);
	return true;
}


bool ServerHandshake::respond(int status, std::string_view body, const Headers& headers)
{
	if (status < 200 || status > 599) throw Poco::InvalidArgumentException("not the status of a final HTTP response", std::to_string(status));
	if (!writeAnswer(status, body, headers)) return false;
	_connection.closed(CloseCode::NORMAL, {});
	return true;
}


bool ServerHandshake::writeAnswer(int status, std::string_view body, const Headers& headers)
	// RFC 9110 6.4.1: some answers have no body.
{
	for (const auto& header: headers)
	{
		if (isOwnedByHandshake(header.name) && !equalsIgnoreCase(header.name, "Sec-WebSocket-Version"))
			throw Poco::InvalidArgumentException("the handshake writes this header itself", std::string(header.name));
	}
	const bool bodiless = status == 204 || status == 304;
	if (bodiless && !body.empty()) throw Poco::InvalidArgumentException("a response with this status has no body", std::to_string(status));
	if (_connection.state() != State::CONNECTING || _stage < Stage::START_DUE || _stage == Stage::ANSWERED) return false;

	Response response{status, {}, headers};
	if (!bodiless && !headers.has("Content-Type")) response.headers.add("Content-Type", "text/plain");
	if (!bodiless) response.headers.add("Content-Length", std::to_string(body.size()));
	addConnection(response);
	writeResponse(response, _request.method == "HEAD" ? std::string_view() : body);
	return true;
}


void ServerHandshake::writeResponse(const Response& response, std::string_view body)
{
	std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
	head.append(response.reason.empty() ? reasonOf(response.status) : response.reason).append("\r\n");
	head.append(response.headers.wire()).append("\r\n").append(body);
	_connection.append(head.size()).append(head);
	_stage = Stage::ANSWERED;
}


const Request& ServerHandshake::request() const
{
	return _request;
}


void ServerHandshake::releaseRequest()
{
	if (_stage != Stage::ANSWERED && _connection.state() == State::CONNECTING) return;
	Request released;
	std::swap(released, _request);
	_headers.clear();
}


} // namespace WS
