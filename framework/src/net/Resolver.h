//
// Resolver.h
//
// Looks names of hosts up without keeping a loop waiting.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Resolver_INCLUDED
#define WS_Net_Resolver_INCLUDED


#include <Poco/Net/SocketAddress.h>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class Loop;


using Addresses = std::vector<Poco::Net::SocketAddress>;


Addresses lookUp(const std::string& host, std::uint16_t port);
	/// All addresses of a name, in the system's order; waits for them. Throws Poco::Net::HostNotFoundException,
	/// NoAddressFoundException and DNSException.


Addresses alternating(const Addresses& addresses);
	/// IPv6 and IPv4 in turn, IPv6 first; the order within each stays (RFC 8305 4).


class Resolver
	/// Looks names up on threads of its own, a few at a time, since the system's call cannot be interrupted: what nobody
	/// wants any more ends there by itself, also when the resolver and the loop are gone.
{
public:
	static constexpr std::size_t MAX_THREADS = 4;

	using LookUp = std::function<Addresses(const std::string& host, std::uint16_t port)>;
	using Done = std::function<void(Addresses addresses, std::exception_ptr failure)>;

	class Query
		/// As long as it exists the answer is wanted.
	{
	public:
		virtual ~Query() = default;
	};

	explicit Resolver(Loop& loop, LookUp lookUp = WS::Net::lookUp);
		/// lookUp: called on other threads, perhaps after the resolver's end.

	Resolver(const Resolver&) = delete;
	Resolver& operator = (const Resolver&) = delete;

	~Resolver();
		/// Nobody is called any more.

	std::unique_ptr<Query> resolve(const std::string& host, std::uint16_t port, Done done);
		/// Calls done from a later turn of the loop: with the addresses, alternating, or with what the look-up threw. Throws
		/// std::system_error when there is no thread to be had.

	static bool isAddress(const std::string& host, std::uint16_t port, Addresses& addresses);
		/// A host that is its own name needs no look-up.

private:
	struct Job;
	struct Shared;

	static void run(const std::shared_ptr<Shared>& shared);

	const std::shared_ptr<Shared> _shared;
};


} } // namespace WS::Net


#endif // WS_Net_Resolver_INCLUDED
