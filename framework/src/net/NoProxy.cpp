//
// NoProxy.cpp
//
// Which hosts are connected to without a proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "NoProxy.h"
#include "WS/Headers.h"
#include <Poco/Exception.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/NumberParser.h>
#include <algorithm>


namespace WS {
namespace Net {


namespace {


using Poco::Net::IPAddress;


[[noreturn]] void refuse(std::string_view entry)
{
	throw Poco::SyntaxException("neither a host nor an address nor a range: " + std::string(entry.substr(0, 75)));
}


bool parse(std::string_view text, IPAddress& address)
{
	const bool isWildcard = text == "::";        // which Poco takes for a failure of its own
	if (isWildcard) address = IPAddress(IPAddress::IPv6);
	return isWildcard || IPAddress::tryParse(std::string(text), address);
}


unsigned numberUpTo(unsigned most, std::string_view text, std::string_view entry)
{
	unsigned number = 0;
	if (!Poco::NumberParser::tryParseUnsigned(std::string(text), number) || number > most) refuse(entry);
	return number;
}


bool isInRange(std::string_view entry, std::size_t slash, const IPAddress& host)
{
	IPAddress net;
	if (!parse(entry.substr(0, slash), net)) refuse(entry);
	const unsigned bits = numberUpTo(net.family() == IPAddress::IPv4 ? 32 : 128, entry.substr(slash + 1), entry);
	if (host.family() != net.family()) return false;
	const IPAddress mask(bits, net.family());
	return (host & mask) == (net & mask);
}


std::string_view withoutDot(std::string_view name)
	/// The root's, at the end.
{
	return name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
}


bool isUnder(std::string_view host, std::string_view name)
{
	host = withoutDot(host);
	name = withoutDot(name);
	if (name.starts_with("*.")) name.remove_prefix(1);
	if (name.starts_with('.')) name.remove_prefix(1);
	if (name.empty() || host.size() < name.size()) return false;
	const auto rest = host.size() - name.size();
	return equalsIgnoreCase(host.substr(rest), name) && (rest == 0 || host[rest - 1] == '.');
}


struct Target
	/// What an entry is compared with.
{
	std::string_view host;
	std::uint16_t port;
	bool isAddress;
	IPAddress address;
};


struct Place
	/// A host and a port, if there is one, as an entry writes them.
{
	std::string_view host;
	std::string_view port;
	bool hasPort = false;
	bool isIPv6 = false;
};


Place placeOf(std::string_view entry)
{
	const bool isBracketed = entry.starts_with('[');
	if (!isBracketed && std::count(entry.begin(), entry.end(), ':') > 1) return {entry, {}, false, true};

	const auto end = isBracketed ? entry.find(']') : 0;
	if (end == entry.npos) refuse(entry);
	const auto colon = entry.find(':', end);
	auto host = entry.substr(0, colon);
	if (isBracketed && host.size() != end + 1) refuse(entry);
	if (isBracketed) host = host.substr(1, end - 1);
	if (colon == entry.npos) return {host, {}, false, isBracketed};
	return {host, entry.substr(colon + 1), true, isBracketed};
}


bool matches(std::string_view entry, const Target& target)
{
	if (entry == "*") return true;
	if (const auto slash = entry.find('/'); slash != entry.npos)
		return isInRange(entry, slash, target.address) && target.isAddress;

	const Place place = placeOf(entry);
	IPAddress address;
	const bool isAddress = parse(place.host, address);
	if (place.isIPv6 && !isAddress) refuse(entry);
	if (place.hasPort && numberUpTo(65535, place.port, entry) != target.port) return false;
	return isAddress ? target.isAddress && address == target.address : !target.isAddress && isUnder(target.host, place.host);
}


} // namespace


bool isExempt(std::string_view list, const std::string& host, std::uint16_t port)
{
	Target target{host, port, false, {}};
	target.isAddress = parse(host, target.address);
	const std::string_view separators = ", \t";
	bool exempt = false;
	while (!list.empty())
	{
		const auto entry = list.substr(0, list.find_first_of(separators));
		if (!entry.empty() && matches(entry, target)) exempt = true;
		list.remove_prefix(std::min(entry.size() + 1, list.size()));
	}
	return exempt;
}


} } // namespace WS::Net
