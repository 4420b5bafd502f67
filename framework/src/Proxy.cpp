//
// Proxy.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Proxy.h"
#include "ClientHandshake.h"
#include "Connection.h"
#include "Credentials.h"
#include "CustomHeaders.h"
#include "ResponseBody.h"
#include "ResponseHead.h"
#include <Poco/Exception.h>


namespace WS {


Proxy::Proxy(const ClientDriver& driver, const Poco::URI& proxy):
	_target(driver._handshake->authority()),
	_host(driver._handshake->host()),
	_options(driver.connection().options()),
	_head(std::make_unique<ResponseHead>(_options))
{
	// Not the whole URI in a message: it may hold a password.
	if (proxy.getScheme() != "http" && proxy.getScheme() != "https") throw Poco::SyntaxException("not a proxy's URL, scheme is not http or https", proxy.getScheme());
	if (proxy.getHost().empty()) throw Poco::SyntaxException("not a proxy's URL, it has no host");
	if (!proxy.getUserInfo().empty()) _headers.add("Proxy-Authorization", basicCredentials(proxy));
}


Proxy::~Proxy() = default;


bool Proxy::setHeader(std::string_view name, std::string_view value)
{
	Headers().add(name, value);
	return !_started && !equalsIgnoreCase(name, "Proxy-Connection") && addCustomHeader(_headers, name, value);
}


bool Proxy::start()
{
	if (_started || _result != Result::PENDING) return false;
	_started = true;
	Headers headers;
	headers.add("Host", _host);
	headers.add("Connection", "keep-alive");
	headers.add("Proxy-Connection", "keep-alive");
	_output = "CONNECT " + _target + " HTTP/1.1\r\n";
	_output.append(headers.wire()).append(_headers.wire()).append("\r\n");
	return true;
}


void Proxy::receive(std::span<char>& bytes)
{
	if (!_started || _result != Result::PENDING) return;
	if (!_body) receiveHead(bytes);
	if (_body && _body->feed(bytes)) refuse();
}


void Proxy::receiveHead(std::span<char>& bytes)
{
	switch (_head->feed(bytes, _response))
	{
	case ResponseHead::Result::INCOMPLETE:
		break;
	case ResponseHead::Result::FAILED:
		fail(_head->error(), _head->detail());
		break;
	case ResponseHead::Result::COMPLETE:
		// A 2xx has no body, whatever its headers say (RFC 9110 9.3.6).
		if (_response.status >= 200 && _response.status <= 299) _result = Result::CONNECTED;
		else _body = std::make_unique<ResponseBody>(_response, _options.maxResponseBody);
		break;
	}
}


void Proxy::receiveEnd()
{
	if (_result != Result::PENDING) return;
	if (_body) refuse();
	else fail(Error::PROXY_ENDED);
}


void Proxy::refuse()
{
	std::string detail = std::to_string(_response.status);
	if (!_response.reason.empty()) detail.append(" ").append(_response.reason);
	fail(Error::PROXY_STATUS, detail);
}


void Proxy::fail(Error error, std::string_view detail)
{
	_failure.emplace(error, detail);
	_result = Result::FAILED;
	_output.clear();
}


std::string_view Proxy::output() const
{
	return _output;
}


void Proxy::consume(std::size_t size)
{
	if (size > _output.size()) throw Poco::InvalidArgumentException("more consumed than waits", std::to_string(size));
	_output.erase(0, size);
}


Proxy::Result Proxy::result() const
{
	return _result;
}


const std::optional<Failure>& Proxy::failure() const
{
	return _failure;
}


const Response& Proxy::response() const
{
	return _response;
}


} // namespace WS
