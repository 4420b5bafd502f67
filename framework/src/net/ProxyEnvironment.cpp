//
// ProxyEnvironment.cpp
//
// The proxy that the environment asks for.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ProxyEnvironment.h"
#include "NoProxy.h"
#include "WS/Headers.h"
#include <Poco/Exception.h>
#include <cstdlib>
#include <initializer_list>
#include <string>


namespace WS {
namespace Net {


namespace {


struct Variable
{
	std::string name;
	std::string value;
};


std::optional<Variable> firstOf(std::initializer_list<const char*> names)
{
	for (const char* name: names)
	{
		if (const char* value = std::getenv(name)) return Variable{name, std::string(trimmed(value))};
	}
	return std::nullopt;
}


Poco::URI toURI(const Variable& variable)
{
	const bool hasScheme = variable.value.find("://") != std::string::npos;
	try
	{
		const Poco::URI uri(hasScheme ? variable.value : "http://" + variable.value);
		const auto& scheme = uri.getScheme();
		const bool isProxy = scheme == "http" || scheme == "https" || scheme == "socks5" || scheme == "socks5h";
		if (isProxy && !uri.getHost().empty()) return uri;
	}
	catch (const Poco::SyntaxException&)
	{
		// Said below, without the value.
	}
	throw Poco::SyntaxException("not the URL of a proxy (http://HOST:PORT or socks5://HOST:PORT)", variable.name);
}


} // namespace


std::optional<Poco::URI> proxyFromEnvironment(const Poco::URI& uri)
{
	const auto proxy = uri.getScheme() == "wss" ? firstOf({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) : firstOf({"http_proxy", "all_proxy", "ALL_PROXY"});
	if (!proxy || proxy->value.empty()) return std::nullopt;

	const auto exempt = firstOf({"no_proxy", "NO_PROXY"});
	try
	{
		if (exempt && isExempt(exempt->value, uri.getHost(), uri.getPort())) return std::nullopt;
	}
	catch (const Poco::SyntaxException& exception)
	{
		throw Poco::SyntaxException(exempt->name, exception.message());
	}
	return toURI(*proxy);
}


} } // namespace WS::Net
