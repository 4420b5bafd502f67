//
// TrustedProxies.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/TrustedProxies.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>


namespace WS {
namespace Net {


namespace {


using Poco::Net::IPAddress;


constexpr unsigned MAPPED = 96;          // bits before an IPv4 address within an IPv6 one


IPAddress unmapped(const IPAddress& address)
	/// A socket that serves both families sees IPv4 peers as ::ffff:a.b.c.d.
{
	if (address.family() != IPAddress::IPv6 || !address.isIPv4Mapped()) return address;
	return IPAddress(static_cast<const char*>(address.addr()) + MAPPED / 8, sizeof(in_addr));
}


std::optional<IPAddress> parseAddress(const std::string& text)
	/// Poco's own parser takes "1", "0x7f.1" and names of interfaces.
{
	in_addr four = {};
	in6_addr six = {};
	if (text.find('\0') != std::string::npos) return std::nullopt;
	if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return IPAddress(&four, sizeof four);
	if (::inet_pton(AF_INET6, text.c_str(), &six) == 1) return IPAddress(&six, sizeof six);
	return std::nullopt;
}


template <class Number>
bool parseNumber(std::string_view text, Number& number)
{
	const auto* end = text.data() + text.size();
	const auto [last, error] = std::from_chars(text.data(), end, number);
	return error == std::errc() && last == end;
}


std::optional<IPAddress> parseHop(std::string_view text)
	/// An element of X-Forwarded-For: 192.0.2.1, 2001:db8::1, or either with a port, [2001:db8::1]:443.
{
	const bool bracketed = text.starts_with('[');
	const auto colon = text.find(':');
	auto host = text;
	std::string_view port;
	if (bracketed)
	{
		const auto end = text.find(']');
		if (end == std::string_view::npos) return std::nullopt;
		host = text.substr(1, end - 1);
		port = text.substr(end + 1);
		if (host.find(':') == std::string_view::npos) return std::nullopt;
	}
	else if (colon != std::string_view::npos && colon == text.rfind(':'))
	{
		host = text.substr(0, colon);
		port = text.substr(colon);
	}
	std::uint16_t number = 0;
	if (!port.empty() && !(port[0] == ':' && parseNumber(port.substr(1), number))) return std::nullopt;

	const auto address = parseAddress(std::string(host));
	return address ? std::optional(unmapped(*address)) : std::nullopt;
}


} // namespace


TrustedProxies& TrustedProxies::add(const std::string& network)
{
	const auto slash = std::min(network.find('/'), network.size());
	const auto parsed = parseAddress(network.substr(0, slash));
	const auto bits = parsed ? static_cast<unsigned>(parsed->length() * 8) : 0;
	unsigned prefix = bits;
	const bool hasPrefix = slash < network.size();
	if (!parsed || (hasPrefix && !parseNumber(std::string_view(network).substr(slash + 1), prefix)) || prefix > bits)
		throw Poco::InvalidArgumentException("no address or network such as 10.0.0.0/8", network);

	const auto address = prefix >= MAPPED ? unmapped(*parsed) : *parsed;
	if (address.family() != parsed->family()) prefix -= MAPPED;
	_networks.push_back({address, prefix});
	return *this;
}


bool TrustedProxies::empty() const
{
	return _networks.empty();
}


bool TrustedProxies::trusts(const IPAddress& peer) const
{
	const auto address = unmapped(peer);
	return std::any_of(_networks.begin(), _networks.end(), [&](const Network& network) {
		if (network.address.family() != address.family()) return false;
		const IPAddress mask(network.prefix, address.family());
		return (network.address & mask) == (address & mask);
	});
}


IPAddress TrustedProxies::clientAddress(const Request& request, const IPAddress& peer) const
{
	auto address = unmapped(peer);
	if (!trusts(address)) return address;

	const auto list = request.headers.joined("X-Forwarded-For");
	auto hops = splitList(list);
	for (; !hops.empty() && trusts(address); hops.pop_back())
	{
		const auto hop = parseHop(hops.back());
		if (!hop) break;
		address = *hop;
	}
	return address;
}


} } // namespace WS::Net
