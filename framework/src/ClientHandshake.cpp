//
// ClientHandshake.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ClientHandshake.h"
#include "AcceptKey.h"
#include "Characters.h"
#include "Connection.h"
#include "Credentials.h"
#include "CustomHeaders.h"
#include "Hybi.h"
#include "RequestRules.h"
#include <Poco/Exception.h>
#include <algorithm>


namespace WS {


namespace {


constexpr std::string_view VERSION = "hybi-13";


std::uint16_t impliedPort(const Poco::URI& uri)
	// The scheme's own port if it is that one, else 0.
{
	const std::uint16_t usual = uri.getScheme() == "wss" ? 443 : 80;
	return uri.getPort() == 0 || uri.getPort() == usual ? usual : 0;
}


std::string hostOf(const Poco::URI& uri)
	// The Host header's value: without the scheme's own port.
{
	std::string host = uri.getHost();
	if (host.find(':') != std::string::npos && host.front() != '[') host = '[' + host + ']';
	if (impliedPort(uri) == 0) host += ':' + std::to_string(uri.getPort());
	return host;
}


std::string targetOf(const Poco::URI& uri)
{
	const std::string target = uri.getPathEtc();
	return target.starts_with('/') ? target : '/' + target;
}


} // namespace


ClientHandshake::ClientHandshake(Connection& connection, const Poco::URI& uri):
	_connection(connection),
	_hybi(connection),
	_head(std::make_unique<ResponseHead>(connection.options())),
	_host(hostOf(uri)),
	_target(targetOf(uri)),
	_impliedPort(impliedPort(uri))
{
	// Not the whole URI in a message: it may hold a password.
	if (uri.getScheme() != "ws" && uri.getScheme() != "wss") throw Poco::SyntaxException("not a WebSocket URL, scheme is not ws or wss", uri.getScheme());
	if (!uri.getFragment().empty()) throw Poco::SyntaxException("not a WebSocket URL, it has a fragment", uri.getFragment());
	if (!isAuthority(_host)) throw Poco::SyntaxException("not a WebSocket URL, invalid host", printable(_host));
	if (!isTarget(_target, _host)) throw Poco::SyntaxException("not a WebSocket URL, invalid path", printable(_target));
	if (!uri.getUserInfo().empty()) _headers.add("Authorization", basicCredentials(uri));
}


bool ClientHandshake::start()
{
	if (_stage != Stage::NOT_STARTED) return false;
	std::array<char, 16> nonce;
	if (!_connection.random(nonce)) return false;
	_key = handshakeKey(nonce);
	_stage = Stage::AWAITS_RESPONSE;
	return writeRequest();
}


bool ClientHandshake::writeRequest()
{
	Headers headers;
	headers.add("Host", _host);
	headers.add("Upgrade", "websocket");
	headers.add("Connection", "Upgrade");
	headers.add("Sec-WebSocket-Key", _key);
	headers.add("Sec-WebSocket-Version", "13");
	std::string names;
	for (const auto& name: _connection.options().protocols) names.append(names.empty() ? "" : ", ").append(name);
	if (!names.empty()) headers.add("Sec-WebSocket-Protocol", names);

	Headers extensions;
	if (!_hybi.offer(extensions)) return false;

	std::string head = "GET " + _target + " HTTP/1.1\r\n";
	head.append(headers.wire()).append(_headers.wire()).append(extensions.wire()).append("\r\n");
	_connection.append(head.size()).append(head);
	return true;
}


bool ClientHandshake::isSettled() const
{
	return _stage != Stage::NOT_STARTED;
}


bool ClientHandshake::setHeader(std::string_view name, std::string_view value)
{
	return !isSettled() && addCustomHeader(_headers, name, value);
}


std::string_view ClientHandshake::version() const
{
	return VERSION;
}


bool ClientHandshake::supports(Opcode) const
{
	return true;
}


bool ClientHandshake::isWaiting() const
{
	return _stage == Stage::NOT_STARTED;
}


void ClientHandshake::receive(std::span<char>& bytes)
{
	if (_stage == Stage::AWAITS_RESPONSE) receiveHead(bytes);
	if (_stage == Stage::AWAITS_BODY && _body->feed(bytes)) failWithStatus();
}


void ClientHandshake::receiveHead(std::span<char>& bytes)
{
	const auto result = _head->feed(bytes, _response);
	if (result == ResponseHead::Result::INCOMPLETE) return;

	const auto head = std::move(_head);
	_stage = Stage::DONE;
	if (result == ResponseHead::Result::FAILED)
		_connection.fail(head->error(), head->detail());
	else if (_response.status == 101)
		judgeUpgrade();
	else
	{
		_body = std::make_unique<ResponseBody>(_response, _connection.options().maxResponseBody);
		_stage = Stage::AWAITS_BODY;
	}
}


void ClientHandshake::receiveEnd()
{
	if (_stage == Stage::AWAITS_BODY) failWithStatus();
}


void ClientHandshake::failWithStatus()
	// When the body is there, so that the listener can read it.
{
	_body.reset();
	_stage = Stage::DONE;
	_connection.fail(Error::STATUS, std::to_string(_response.status));
}


void ClientHandshake::judgeUpgrade()
	// RFC 6455 4.1, in the order of its list
{
	const auto& headers = _response.headers;
	const auto names = headers.getAll("Sec-WebSocket-Protocol");
	const auto& offered = _connection.options().protocols;
	const auto accepts = headers.getAll("Sec-WebSocket-Accept");

	if (!equalsIgnoreCase(headers.joined("Upgrade"), "websocket"))
		_connection.fail(Error::UPGRADE, printable(headers.joined("Upgrade")));
	else if (!listContains(headers.joined("Connection"), "upgrade"))
		_connection.fail(Error::CONNECTION, printable(headers.joined("Connection")));
	else if (accepts.size() != 1 || accepts[0] != acceptKey(_key))
		_connection.fail(Error::ACCEPT);
	else if (names.size() > 1 || (names.size() == 1 && std::find(offered.begin(), offered.end(), names[0]) == offered.end()))
		_connection.fail(Error::SUBPROTOCOL, printable(headers.joined("Sec-WebSocket-Protocol")));
	else if (Pipeline pipeline; _hybi.agree(headers, pipeline))
		_connection.open(std::make_unique<Hybi>(_connection, VERSION, std::move(pipeline)), names.empty() ? std::string() : std::string(names[0]));
}


void ClientHandshake::refuse(const Failure&)
	// There is no way to tell a server why: the transport is ended (RFC 6455 4.1).
{
}


const Response& ClientHandshake::response() const
{
	return _response;
}


const std::string& ClientHandshake::host() const
{
	return _host;
}


std::string ClientHandshake::authority() const
{
	return _impliedPort == 0 ? _host : _host + ':' + std::to_string(_impliedPort);
}


} // namespace WS
