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
#include <Poco/Net/SSLException.h>
#include <Poco/String.h>
#include <algorithm>


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


std::string excerptOf(const WS::Response& response)
	/// The beginning of a text that says why.
{
	constexpr std::size_t MOST = 300;
	const auto type = response.headers.get("Content-Type");
	if (response.headers.has("Content-Encoding") || type.find("html") != type.npos) return {};
	auto text = Poco::translate(Poco::trim(response.body), "\r\n\t", "   ");
	text.erase(std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }), text.end());
	if (text.size() <= MOST) return text;
	std::size_t end = MOST;
	while (end > 0 && (text[end] & 0xc0) == 0x80) --end;        // between characters
	return text.substr(0, end) + "...";
}


[[noreturn]] void throwRefused(const std::string& by, const WS::Response& response)
{
	const bool isRedirect = response.status / 100 == 3 && response.headers.has("Location");
	const auto excerpt = isRedirect ? "it is at " + withoutUserInfo(std::string(response.headers.get("Location"))) : excerptOf(response);
	throw Poco::Net::NetException("refused by the " + by + ": " + std::to_string(response.status) + " " + response.reason + (excerpt.empty() ? "" : ": " + excerpt));
}


} // namespace


Poco::URI toURI(const std::string& url)
{
	try
	{
		const Poco::URI uri(url);
		if (uri.getScheme() == "ws" || uri.getScheme() == "wss") return uri;
	}
	catch (const Poco::SyntaxException&)
	{
		// Said below.
	}
	throw UsageError("not a WebSocket URL (ws://HOST[:PORT]/PATH or wss://...): " + withoutUserInfo(url));
}


Poco::URI toProxyURI(const std::string& url)
{
	try
	{
		const Poco::URI uri(url.find("://") == url.npos ? "http://" + url : url);
		const auto& scheme = uri.getScheme();
		const bool isKnown = scheme == "http" || scheme == "https" || scheme == "socks5" || scheme == "socks5h";
		if (isKnown && !uri.getHost().empty()) return uri;
	}
	catch (const Poco::SyntaxException&)
	{
		// Said below.
	}
	throw UsageError("not the URL of a proxy (http, https or socks5://[USER:PASSWORD@]HOST:PORT): " + withoutUserInfo(url));
}


void setTLS(WS::Net::WebSocketClient& client, const TLSOptions& options)
{
	if (!options.authorities)
	{
		client.setTLS({.verify = !options.insecure, .caLocation = {}, .context = {}});
		return;
	}
	if (options.insecure) throw UsageError("--ca beside --insecure, which trusts everybody");
	try
	{
		const auto tls = WS::Net::ClientTLS{.verify = true, .caLocation = *options.authorities, .context = {}}.complete();
		client.setTLS(tls);
		client.setProxyTLS(tls);
	}
	catch (const Poco::Exception& exception)
	{
		throw Poco::FileException("cannot use the certificates in " + *options.authorities + ": " + exception.displayText());
	}
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
		const auto& proxyResponse = client.proxyResponse();
		if (response.status != 0 && response.status != 101) throwRefused("server", response);
		if (proxyResponse.status != 0 && proxyResponse.status / 100 != 2) throwRefused("proxy", proxyResponse);
		const bool isUntrusted = dynamic_cast<const Poco::Net::CertificateValidationException*>(&exception) != nullptr;
		throw Poco::Net::NetException("cannot connect: " + exception.displayText() + (isUntrusted ? " (--ca says whom to trust)" : ""));
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
