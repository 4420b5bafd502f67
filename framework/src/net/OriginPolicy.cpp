//
// OriginPolicy.cpp
//
// Whose pages may connect.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/OriginPolicy.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <charconv>
#include <optional>


namespace WS {
namespace Net {


namespace {


std::string lowered(std::string_view text)
{
	std::string result(text);
	for (char& c: result)
		if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
	return result;
}


std::uint16_t defaultPort(std::string_view scheme)
{
	if (scheme == "http" || scheme == "ws") return 80;
	if (scheme == "https" || scheme == "wss") return 443;
	return 0;
}


bool consistsOf(std::string_view text, std::string_view others)
{
	return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
	});
}


std::optional<Origin> parseAuthority(std::string scheme, const std::string& text)
	/// host or [IPv6], and a port unless it is the scheme's own; text is in lower case.
{
	const bool bracketed = text.starts_with('[');
	const auto hostEnd = bracketed ? text.find(']') + 1 : std::min(text.find(':'), text.size());
	const auto host = text.substr(0, hostEnd);
	const auto rest = text.substr(hostEnd);
	const bool valid = bracketed
		? host.size() > 2 && consistsOf(std::string_view(host).substr(1, host.size() - 2), ":.")
		: consistsOf(host, "-._~");
	if (!valid) return std::nullopt;

	auto port = defaultPort(scheme);
	if (!rest.empty())
	{
		const auto* end = rest.data() + rest.size();
		const auto [last, error] = std::from_chars(rest.data() + 1, end, port);
		if (rest[0] != ':' || error != std::errc() || last != end || port == 0) return std::nullopt;
	}
	return Origin{std::move(scheme), host, port};
}


std::optional<Origin> parseOrigin(std::string_view text)
{
	const auto lower = lowered(text);
	const auto schemeEnd = lower.find("://");
	if (schemeEnd == std::string::npos || !consistsOf(lower.substr(0, schemeEnd), "+-.")) return std::nullopt;
	return parseAuthority(lower.substr(0, schemeEnd), lower.substr(schemeEnd + 3));
}


std::string lastElement(const Headers& headers, std::string_view name)
{
	const auto joined = headers.joined(name);
	return joined.empty() ? joined : std::string(splitList(joined).back());
}


std::string schemeOf(const Request& request, bool trusted, bool overTLS)
	/// Empty where it is not known: a proxy that nobody configured may have removed the TLS.
{
	const auto forwarded = trusted ? lowered(lastElement(request.headers, "X-Forwarded-Proto")) : std::string();
	if (defaultPort(forwarded) == 443) return "https";
	if (defaultPort(forwarded) == 80) return "http";
	return overTLS ? "https" : "";
}


} // namespace


OriginPolicy OriginPolicy::sameHost()
{
	return {};
}


OriginPolicy OriginPolicy::any()
{
	OriginPolicy policy;
	policy._any = true;
	return policy;
}


OriginPolicy& OriginPolicy::allow(const std::string& origin)
{
	if (origin == "null")
	{
		_allowNull = true;
		return *this;
	}
	auto parsed = parseOrigin(origin);
	if (!parsed) throw Poco::InvalidArgumentException("no origin such as https://example.com", origin);
	_allowed.push_back(std::move(*parsed));
	return *this;
}


OriginPolicy& OriginPolicy::requireOrigin(bool require)
{
	_required = require;
	return *this;
}


OriginPolicy& OriginPolicy::trustProxy(const std::string& network)
{
	_proxies.add(network);
	return *this;
}


OriginPolicy& OriginPolicy::trustProxies(const TrustedProxies& proxies)
{
	_proxies = proxies;
	return *this;
}


bool OriginPolicy::accepts(const Request& request, const Poco::Net::IPAddress& peer, bool overTLS) const
{
	auto origins = request.headers.getAll("Origin");
	for (const auto origin: request.headers.getAll("Sec-WebSocket-Origin")) origins.push_back(origin);

	if (origins.empty()) return !_required;
	if (_any) return true;
	if (origins.size() > 1) return false;
	if (origins[0] == "null") return _allowNull;

	const auto origin = parseOrigin(origins[0]);
	if (!origin) return false;
	if (std::find(_allowed.begin(), _allowed.end(), *origin) != _allowed.end()) return true;
	return isOwn(*origin, request, _proxies.trusts(peer), overTLS);
}


bool OriginPolicy::isOwn(const Origin& origin, const Request& request, bool trusted, bool overTLS) const
{
	if (defaultPort(origin.scheme) == 0) return false;

	const auto scheme = schemeOf(request, trusted, overTLS);
	auto host = trusted ? lastElement(request.headers, "X-Forwarded-Host") : std::string();
	if (host.empty()) host = request.headers.get("Host");
	return parseAuthority(scheme.empty() ? origin.scheme : scheme, lowered(host)) == origin;
}


Poco::Net::IPAddress OriginPolicy::clientAddress(const Request& request, const Poco::Net::IPAddress& peer) const
{
	return _proxies.clientAddress(request, peer);
}


bool OriginPolicy::secure(const Request& request, const Poco::Net::IPAddress& peer, bool overTLS) const
{
	return schemeOf(request, _proxies.trusts(peer), overTLS) == "https";
}


} } // namespace WS::Net
