//
// PlainAnswer.cpp
//
// An HTTP answer of one line.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PlainAnswer.h"
#include <utility>


namespace WS {
namespace Net {


void answer(Poco::Net::HTTPServerResponse& response, Poco::Net::HTTPResponse::HTTPStatus status, const std::string& text)
{
	const auto line = text + "\n";
	response.setStatusAndReason(status);
	response.setContentType("text/plain");
	response.setKeepAlive(false);
	response.sendBuffer(line.data(), line.size());
}


PlainAnswer::PlainAnswer(Poco::Net::HTTPResponse::HTTPStatus status, std::string text):
	_status(status),
	_text(std::move(text))
{
}


Poco::Net::HTTPRequestHandler* PlainAnswer::notServed(bool routed)
{
	if (routed) return new PlainAnswer(Poco::Net::HTTPResponse::HTTP_UPGRADE_REQUIRED, "This is a WebSocket endpoint.");
	return new PlainAnswer(Poco::Net::HTTPResponse::HTTP_NOT_FOUND, "Not found.");
}


void PlainAnswer::handleRequest(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse& response)
{
	if (_status == Poco::Net::HTTPResponse::HTTP_UPGRADE_REQUIRED) response.set("Upgrade", "websocket");
	answer(response, _status, _text);
}


} } // namespace WS::Net
