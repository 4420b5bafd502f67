//
// Client.cpp
//
// What all commands that are clients share.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Client.h"
#include "UsageError.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>


namespace Tool {


namespace {


const char* meaningOf(WS::CloseCode code)
{
	switch (code)
	{
	case WS::CloseCode::NORMAL: return "normal";
	case WS::CloseCode::GOING_AWAY: return "going away";
	case WS::CloseCode::PROTOCOL_ERROR: return "protocol error";
	case WS::CloseCode::UNSUPPORTED_DATA: return "unsupported data";
	case WS::CloseCode::NO_STATUS: return "no code";
	case WS::CloseCode::ABNORMAL: return "connection lost";
	case WS::CloseCode::INVALID_PAYLOAD: return "invalid payload";
	case WS::CloseCode::POLICY_VIOLATION: return "policy violation";
	case WS::CloseCode::MESSAGE_TOO_BIG: return "message too big";
	case WS::CloseCode::MANDATORY_EXTENSION: return "extension missing";
	case WS::CloseCode::INTERNAL_ERROR: return "internal error";
	case WS::CloseCode::SERVICE_RESTART: return "service restart";
	case WS::CloseCode::TRY_AGAIN_LATER: return "try again later";
	case WS::CloseCode::BAD_GATEWAY: return "bad gateway";
	default: return nullptr;
	}
}


std::string withoutUserInfo(const std::string& url)
	/// Up to the last @ wherever it is, for a password may hold what ends a host.
{
	const auto end = url.rfind('@');
	if (end == url.npos) return url;
	const auto scheme = url.find("://");
	return (scheme < end ? url.substr(0, scheme + 3) : "") + "..." + url.substr(end);
}


} // namespace


Poco::URI toURI(const std::string& url)
{
	try
	{
		const Poco::URI uri(url);
		if (uri.getScheme() == "ws") return uri;
		if (uri.getScheme() == "wss") throw UsageError("wss: is not supported yet");
	}
	catch (const Poco::SyntaxException&)
	{
		// Said below.
	}
	throw UsageError("not a WebSocket URL (ws://HOST[:PORT]/PATH): " + withoutUserInfo(url));
}


void connect(WS::Net::WebSocketClient& client)
{
	try
	{
		client.connect();
	}
	catch (const Poco::Exception& exception)
	{
		const auto& response = client.response();
		if (response.status != 0 && response.status != 101) throw Poco::Net::NetException("refused by the server: " + std::to_string(response.status) + " " + response.reason);
		throw Poco::Net::NetException("cannot connect: " + exception.displayText());
	}
}


std::string describe(WS::CloseCode code, std::string_view reason)
{
	std::string text = std::to_string(static_cast<int>(code));
	if (const char* meaning = meaningOf(code)) text.append(" (").append(meaning).append(")");
	if (!reason.empty()) text.append(": ").append(reason);
	return text;
}


} // namespace Tool
