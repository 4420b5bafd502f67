//
// ResolverTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Resolver.h"
#include "net/Loop.h"
#include <Poco/Net/NetException.h>
#include <boost/test/unit_test.hpp>
#include <condition_variable>
#include <mutex>


using namespace WS::Net;
using Poco::Net::SocketAddress;


namespace {


class Gate
	/// A look-up that lasts until it is opened; shared, as it may outlast the test.
{
public:
	Addresses pass(const std::string&, std::uint16_t port)
	{
		std::unique_lock lock(_mutex);
		++_within;
		_changed.notify_all();
		_changed.wait(lock, [this] { return _open; });
		--_within;
		_changed.notify_all();
		return {SocketAddress("192.0.2.7", port)};
	}

	void open()
	{
		const std::lock_guard lock(_mutex);
		_open = true;
		_changed.notify_all();
	}

	void waitFor(std::size_t within)
	{
		std::unique_lock lock(_mutex);
		_changed.wait(lock, [&] { return _within == within; });
	}

	static Resolver::LookUp lookUp(const std::shared_ptr<Gate>& gate)
	{
		return [gate](const std::string& host, std::uint16_t port) { return gate->pass(host, port); };
	}

private:
	std::mutex _mutex;
	std::condition_variable _changed;
	std::size_t _within = 0;
	bool _open = false;
};


std::string joined(const Addresses& addresses)
{
	std::string text;
	for (const auto& address: addresses) text.append(text.empty() ? "" : " ").append(address.toString());
	return text;
}


struct Fixture
{
	Resolver::Done done()
	{
		return [this](const Addresses& addresses, const std::exception_ptr& failure) {
			found = joined(addresses);
			if (failure) found = "failed";
			++count;
			loop.post([] {});        // nothing to wait for
		};
	}

	void run(std::size_t until)
	{
		while (count < until) loop.turn();
	}

	Loop loop;
	std::string found;
	std::size_t count = 0;
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(ResolverTest, Fixture)


BOOST_AUTO_TEST_CASE(addressesAreTheirOwnNames)
{
	Addresses addresses;
	BOOST_TEST(Resolver::isAddress("192.0.2.7", 80, addresses));
	BOOST_TEST(joined(addresses) == "192.0.2.7:80");
	BOOST_TEST(Resolver::isAddress("2001:db8::1", 8080, addresses));
	BOOST_TEST(joined(addresses) == "[2001:db8::1]:8080");
	BOOST_TEST(!Resolver::isAddress("localhost", 80, addresses));
}


BOOST_AUTO_TEST_CASE(bothFamiliesTakeTurnsAndIPv6IsFirst)
{
	const Addresses found{SocketAddress("192.0.2.1", 80), SocketAddress("192.0.2.2", 80), SocketAddress("192.0.2.3", 80), SocketAddress("2001:db8::1", 80), SocketAddress("2001:db8::2", 80)};
	BOOST_TEST(joined(alternating(found)) == "[2001:db8::1]:80 192.0.2.1:80 [2001:db8::2]:80 192.0.2.2:80 192.0.2.3:80");
	BOOST_TEST(joined(alternating({found[1], found[0]})) == "192.0.2.2:80 192.0.2.1:80");
}


BOOST_AUTO_TEST_CASE(localhostHasAnAddress)
{
	Resolver resolver(loop);
	const auto query = resolver.resolve("localhost", 80, done());
	run(1);
	BOOST_TEST((found.find("127.0.0.1:80") != found.npos || found.find("[::1]:80") != found.npos));
}


BOOST_AUTO_TEST_CASE(aNameThatIsNoneIsToldSo)
{
	BOOST_CHECK_THROW(lookUp("no host\x01", 80), Poco::Net::NetException);
}


BOOST_AUTO_TEST_CASE(whatTheLookUpThrowsIsHandedOn)
{
	Resolver resolver(loop, [](const std::string& host, std::uint16_t) -> Addresses { throw Poco::Net::HostNotFoundException(host); });
	const auto query = resolver.resolve("server.invalid", 80, done());
	run(1);
	BOOST_TEST(found == "failed");
}


BOOST_AUTO_TEST_CASE(nobodyIsCalledWhoDoesNotWantToKnow)
{
	const auto gate = std::make_shared<Gate>();
	Resolver resolver(loop, Gate::lookUp(gate));
	auto unwanted = resolver.resolve("a", 80, done());
	const auto wanted = resolver.resolve("b", 81, done());
	gate->waitFor(2);
	unwanted.reset();
	gate->open();
	run(1);
	gate->waitFor(0);
	loop.turn(false);
	BOOST_TEST(count == 1u);
	BOOST_TEST(found == "192.0.2.7:81");
}


BOOST_AUTO_TEST_CASE(aLookUpMayOutlastTheResolverAndTheLoop)
{
	const auto gate = std::make_shared<Gate>();
	{
		Loop other;
		Resolver resolver(other, Gate::lookUp(gate));
		const auto query = resolver.resolve("a", 80, done());
		gate->waitFor(1);
	}
	gate->open();
	gate->waitFor(0);
	BOOST_TEST(count == 0u);
}


BOOST_AUTO_TEST_CASE(aFewThreadsServeAll)
{
	const auto gate = std::make_shared<Gate>();
	Resolver resolver(loop, Gate::lookUp(gate));
	std::vector<std::unique_ptr<Resolver::Query>> queries;
	for (int i = 0; i < 20; ++i) queries.push_back(resolver.resolve("a", 80, done()));
	gate->waitFor(Resolver::MAX_THREADS);
	gate->open();
	run(20);
	BOOST_TEST(count == 20u);
}


BOOST_AUTO_TEST_SUITE_END()
