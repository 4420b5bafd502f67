//
// Redirects.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Redirects.h"
#include "Excerpt.h"
#include "WS/ClientDriver.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <algorithm>
#include <array>


namespace WS {
namespace Net {


namespace {


constexpr std::array STATUSES{301, 302, 303, 307, 308};

constexpr std::array<std::string_view, 3> HARMLESS{"User-Agent", "Accept-Language", "Origin"};


std::string schemeFor(const std::string& scheme)
{
	if (scheme == "http") return "ws";
	return scheme == "https" ? "wss" : scheme;
}


unsigned portOf(const Poco::URI& uri)
{
	if (uri.getPort() != 0) return uri.getPort();
	return uri.getScheme() == "wss" ? 443 : 80;
}


std::string escaped(const std::string& userInfo)
	// As setUserInfo() wants it, which decodes what getUserInfo() gives as it stands in the URL.
{
	std::string result;
	for (const char c: userInfo) result.append(c == '%' ? "%25" : std::string_view(&c, 1));
	return result;
}


bool isSameOrigin(const Poco::URI& a, const Poco::URI& b)
{
	return a.getScheme() == b.getScheme() && equalsIgnoreCase(a.getHost(), b.getHost()) && portOf(a) == portOf(b);
}


Poco::URI resolved(const Poco::URI& base, const std::string& location)
	// Throws Poco::SyntaxException for what is no WebSocket's URL.
{
	Poco::URI uri(base);
	uri.resolve(location.starts_with("//") ? base.getScheme() + ':' + location : location);          // else Poco takes the host for a path
	uri.setScheme(schemeFor(uri.getScheme()));
	uri.setFragment({});
	uri.setUserInfo({});
	Listener nobody;
	const ClientDriver probe(nobody, uri);
	return uri;
}


} // namespace


Redirects::Redirects(const Poco::URI& uri, unsigned most):
	_most(most),
	_uri(uri)
{
}


bool Redirects::applyTo(const Response& response) const
{
	return _most != 0 && std::find(STATUSES.begin(), STATUSES.end(), response.status) != STATUSES.end() && response.headers.has("Location");
}


void Redirects::follow(const Response& response)
{
	const auto refuse = [&](std::string why) { throw Poco::Net::WebSocketException(why, response.status); };
	const std::string location = response.headers.joined("Location");
	if (_count == _most) refuse("too many redirects, at most " + std::to_string(_most) + " wanted");

	Poco::URI next;
	try
	{
		next = resolved(_uri, location);
	}
	catch (const Poco::SyntaxException&)
	{
		refuse("redirect to what is no URL of a WebSocket" + excerptOf(location));
	}
	if (_uri.getScheme() == "wss" && next.getScheme() != "wss") refuse("redirect from wss to ws refused" + excerptOf(location));

	if (!isSameOrigin(_uri, next)) _isElsewhere = true;
	if (!_isElsewhere) next.setUserInfo(escaped(_uri.getUserInfo()));
	_uri = next;
	++_count;
}


Headers Redirects::allowed(const Headers& headers) const
{
	if (!_isElsewhere) return headers;

	Headers result;
	for (const auto& header: headers)
	{
		if (std::any_of(HARMLESS.begin(), HARMLESS.end(), [&](std::string_view name) { return equalsIgnoreCase(name, header.name); })) result.add(header.name, header.value);
	}
	return result;
}


} } // namespace WS::Net
