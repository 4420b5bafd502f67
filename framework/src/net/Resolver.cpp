//
// Resolver.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Resolver.h"
#include "Loop.h"
#include <Poco/Net/NetException.h>
#include <atomic>
#include <deque>
#include <mutex>
#include <netdb.h>
#include <sys/socket.h>
#include <thread>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::SocketAddress;


namespace {


[[noreturn]] void throwError(int error, const std::string& host)
{
	switch (error)
	{
	case EAI_NONAME:
		throw Poco::Net::HostNotFoundException(host);
#if defined(EAI_NODATA)
	case EAI_NODATA:
		throw Poco::Net::NoAddressFoundException(host);
#endif
	default:
		throw Poco::Net::DNSException(::gai_strerror(error), host);
	}
}


} // namespace


Addresses lookUp(const std::string& host, std::uint16_t port)
{
	addrinfo hints = {};
	hints.ai_socktype = SOCK_STREAM;
	hints.ai_flags = AI_ADDRCONFIG;
	addrinfo* found = nullptr;
	if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found)) throwError(error, host);

	const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
	Addresses addresses;
	for (; found; found = found->ai_next)
	{
		if (found->ai_family == AF_INET || found->ai_family == AF_INET6)
		{
			const SocketAddress address(found->ai_addr, found->ai_addrlen);
			addresses.emplace_back(address.host(), port);
		}
	}
	if (addresses.empty()) throw Poco::Net::NoAddressFoundException(host);
	return addresses;
}


Addresses alternating(const Addresses& addresses)
{
	Addresses six;
	Addresses four;
	for (const auto& address: addresses) (address.family() == SocketAddress::IPv6 ? six : four).push_back(address);

	Addresses result;
	for (std::size_t i = 0; i < six.size() || i < four.size(); ++i)
	{
		if (i < six.size()) result.push_back(six[i]);
		if (i < four.size()) result.push_back(four[i]);
	}
	return result;
}


struct Resolver::Job
{
	std::string host;
	std::uint16_t port;
	Done done;                           // the loop's thread alone touches it
	std::atomic<bool> wanted{true};
};


struct Resolver::Shared
	// Of the resolver and its threads.
{
	const LookUp lookUp;
	std::mutex mutex;
	Loop* loop;                          // null: it is gone
	std::deque<std::shared_ptr<Job>> waiting;
	std::size_t threads;
};


Resolver::Resolver(Loop& loop, LookUp lookUp):
	_shared(new Shared{std::move(lookUp), {}, &loop, {}, 0})
{
}


Resolver::~Resolver()
{
	const std::lock_guard lock(_shared->mutex);
	_shared->loop = nullptr;
	_shared->waiting.clear();
}


std::unique_ptr<Resolver::Query> Resolver::resolve(const std::string& host, std::uint16_t port, Done done)
{
	struct Wanted: Query
	{
		explicit Wanted(std::shared_ptr<Job> job): _job(std::move(job)) {}
		~Wanted() override
		{
			_job->wanted = false;
			_job->done = nullptr;
		}

		const std::shared_ptr<Job> _job;
	};

	const std::shared_ptr<Job> job(new Job{host, port, std::move(done)});
	auto query = std::make_unique<Wanted>(job);
	const std::lock_guard lock(_shared->mutex);
	if (_shared->threads < MAX_THREADS)
	{
		std::thread([shared = _shared] { run(shared); }).detach();
		++_shared->threads;
	}
	_shared->waiting.push_back(job);
	return query;
}


void Resolver::run(const std::shared_ptr<Shared>& shared)
{
	std::unique_lock lock(shared->mutex);
	while (!shared->waiting.empty())
	{
		const auto job = shared->waiting.front();
		shared->waiting.pop_front();
		if (!job->wanted) continue;
		lock.unlock();
		Addresses addresses;
		std::exception_ptr failure;
		try
		{
			addresses = alternating(shared->lookUp(job->host, job->port));
		}
		catch (...)
		{
			failure = std::current_exception();
		}
		lock.lock();
		if (!shared->loop) continue;
		shared->loop->post([job, addresses = std::move(addresses), failure = std::move(failure)] {
			if (const auto done = std::exchange(job->done, nullptr)) done(addresses, failure);
		});
	}
	--shared->threads;
}


bool Resolver::isAddress(const std::string& host, std::uint16_t port, Addresses& addresses)
{
	Poco::Net::IPAddress address;
	if (!Poco::Net::IPAddress::tryParse(host, address)) return false;
	addresses.assign(1, SocketAddress(address, port));
	return true;
}


} } // namespace WS::Net
