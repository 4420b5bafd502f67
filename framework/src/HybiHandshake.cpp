//
// HybiHandshake.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HybiHandshake.h"
#include "AcceptKey.h"
#include "Characters.h"
#include <utility>


namespace WS {


namespace {


constexpr std::string_view EXTENSIONS = "Sec-WebSocket-Extensions";


} // namespace


bool HybiHandshake::judge(const Request& request)
{
	const auto keys = request.headers.getAll("Sec-WebSocket-Key");
	const auto extensions = request.headers.joined(EXTENSIONS);
	if (keys.size() != 1 || !isHandshakeKey(keys[0]))
		_context.fail(Error::KEY, keys.empty() ? "none given" : printable(request.headers.joined("Sec-WebSocket-Key")));
	else if (!request.headers.has("Host"))
		_context.fail(Error::HOST, "none given");
	else if (!parseExtensions(extensions))
		_context.fail(Error::EXTENSIONS, printable(extensions));
	else
		return true;
	return false;
}


Pipeline HybiHandshake::respond(const Request& request, Response& response)
{
	response.status = 101;
	response.reason = "Switching Protocols";
	response.headers.add("Upgrade", "websocket");
	response.headers.add("Connection", "Upgrade");
	response.headers.add("Sec-WebSocket-Accept", acceptKey(request.headers.get("Sec-WebSocket-Key")));
	return answer(request.headers, response.headers);
}


Pipeline HybiHandshake::answer(const Headers& request, Headers& response)
	// RFC 6455 9.1
{
	if (_context.extensions().empty()) return nullptr;
	const auto offered = parseExtensions(request.joined(EXTENSIONS));
	if (!offered || offered->empty()) return nullptr;

	auto pipeline = std::make_unique<ExtensionPipeline>(_context.options().buffers.get());
	std::string header;
	const std::string wrong = answerExtensions(_context.extensions(), *offered, *pipeline, header);
	if (!wrong.empty()) fail(Error::EXTENSION_FAILED, wrong);
	if (!wrong.empty() || header.empty()) return nullptr;
	response.add(EXTENSIONS, header);
	return pipeline;
}


bool HybiHandshake::offer(Headers& request)
{
	if (_context.extensions().empty()) return true;
	_offers = std::make_unique<ExtensionOffers>();
	std::string header;
	const std::string wrong = _offers->make(_context.extensions(), header);
	if (!wrong.empty()) fail(Error::EXTENSION_FAILED, wrong);
	else if (!header.empty()) request.add(EXTENSIONS, header);
	return wrong.empty();
}


bool HybiHandshake::agree(const Headers& response, Pipeline& pipeline)
{
	const auto offers = _offers ? std::move(_offers) : std::make_unique<ExtensionOffers>();
	const std::string header = response.joined(EXTENSIONS);
	if (header.empty()) return true;

	auto agreed = std::make_unique<ExtensionPipeline>(_context.options().buffers.get());
	const auto answered = parseExtensions(header);
	const std::string wrong = answered ? offers->activate(*answered, *agreed) : "malformed: " + printable(header);
	if (!wrong.empty()) fail(Error::EXTENSION, wrong);
	else pipeline = std::move(agreed);
	return wrong.empty();
}


void HybiHandshake::fail(Error error, const std::string& wrong)
	// A detail would be cut: this is longer than a peer's text, and bounded.
{
	Failure failure(error);
	failure.message.append(": ").append(wrong);
	_context.fail(failure);
}


} // namespace WS
