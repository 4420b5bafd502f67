//
// RequestRules.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "RequestRules.h"
#include "Characters.h"
#include <algorithm>


namespace WS {


namespace {


constexpr std::ptrdiff_t MAX_PROTOCOLS = 64;


bool isPort(std::string_view text)
{
	if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), isDigit)) return false;
	unsigned port = 0;
	for (const char c: text) port = port * 10 + static_cast<unsigned>(c - '0');
	return port <= 65535;
}


bool isIPv6(std::string_view text)
	// By shape: the transport has resolved the name already.
{
	const auto isPart = [](char c) { return isDigit(c) || (toLower(c) >= 'a' && toLower(c) <= 'f') || c == ':' || c == '.'; };
	return std::count(text.begin(), text.end(), ':') >= 2 && std::all_of(text.begin(), text.end(), isPart);
}


bool isName(std::string_view text)
	// reg-name (RFC 3986 3.2.2)
{
	const auto isPart = [](char c) { return isAlpha(c) || isDigit(c) || std::string_view("-._~!$&'()*+,;=%").find(c) != std::string_view::npos; };
	return !text.empty() && std::all_of(text.begin(), text.end(), isPart);
}


bool hasBody(const Headers& headers)
{
	const auto lengths = headers.getAll("Content-Length");
	return headers.has("Transfer-Encoding") || lengths.size() > 1 || (lengths.size() == 1 && lengths[0] != "0");
}


} // namespace


Verdict judgeRequest(const Request& request)
{
	if (request.version != "HTTP/1.1") return {Error::HTTP_VERSION, printable(request.version)};
	if (request.method != "GET") return {Error::METHOD, printable(request.method)};
	if (!isWebSocket(request)) return {Error::NOT_A_WEBSOCKET_REQUEST, {}};
	const auto host = request.headers.get("Host");
	if (request.headers.count("Host") > 1 || (request.headers.has("Host") && !isAuthority(host))) return {Error::HOST, printable(request.headers.joined("Host"))};
	if (!isTarget(request.target, host)) return {Error::TARGET, printable(request.target)};
	if (hasBody(request.headers)) return {Error::BODY, {}};
	return {};
}


bool isAuthority(std::string_view text)
{
	if (text.starts_with('['))
	{
		const auto end = text.find(']');
		if (end == std::string_view::npos || !isIPv6(text.substr(1, end - 1))) return false;
		text.remove_prefix(end + 1);
		return text.empty() || (text.starts_with(':') && isPort(text.substr(1)));
	}
	const auto colon = text.find(':');
	return isName(text.substr(0, colon)) && (colon == std::string_view::npos || isPort(text.substr(colon + 1)));
}


bool isTarget(std::string_view target, std::string_view host)
{
	if (target.empty() || !std::all_of(target.begin(), target.end(), isVisible)) return false;
	if (target.find('#') != std::string_view::npos) return false;
	if (target.front() == '/') return true;

	const auto scheme = target.find("://");
	if (scheme == std::string_view::npos) return false;
	constexpr std::string_view SCHEMES[] = {"http", "https", "ws", "wss"};
	const bool known = std::any_of(std::begin(SCHEMES), std::end(SCHEMES), [&](std::string_view known) {
		return equalsIgnoreCase(target.substr(0, scheme), known);
	});
	const auto rest = target.substr(scheme + 3);
	return known && equalsIgnoreCase(rest.substr(0, rest.find_first_of("/?")), host);
}


std::optional<std::vector<std::string>> offeredProtocols(const Headers& headers)
{
	std::vector<std::string> names;
	if (!headers.has("Sec-WebSocket-Protocol")) return names;
	const std::string list = headers.joined("Sec-WebSocket-Protocol");
	if (std::count(list.begin(), list.end(), ',') >= MAX_PROTOCOLS) return std::nullopt;
	for (const auto name: splitList(list))
	{
		if (!Headers::isToken(name)) return std::nullopt;
		names.emplace_back(name);
	}
	return names;
}


} // namespace WS
