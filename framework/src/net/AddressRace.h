//
// AddressRace.h
//
// Connects to the first address that answers.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_AddressRace_INCLUDED
#define WS_Net_AddressRace_INCLUDED


#include "Resolver.h"
#include "TimerWheel.h"
#include <Poco/Net/StreamSocket.h>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class Loop;


class AddressRace
	/// Connects to one of several addresses: to each when those before it have failed or have not answered within their head
	/// start, and then to whichever answers first (RFC 8305 5). For the loop's thread. Has no deadline of its own.
{
public:
	static constexpr std::chrono::milliseconds HEAD_START{250};

	using Done = std::function<void(const Poco::Net::StreamSocket& socket, std::exception_ptr failure)>;

	AddressRace(Loop& loop, Addresses addresses, Done done);
		/// done: called once, perhaps within start(), with a connected socket that does not block, or with Poco's exception
		/// for the last failure when all have failed. It may destroy the race.

	AddressRace(const AddressRace&) = delete;
	AddressRace& operator = (const AddressRace&) = delete;

	~AddressRace();

	void start();

	std::string place() const;
		/// Where it is now: "192.0.2.7:80, number 2 of 3 addresses".

private:
	class Attempt;

	class HeadStart final: public Timer
	{
	public:
		explicit HeadStart(AddressRace& race): _race(race) {}

	private:
		void expired() override { _race.tryNext(); }

		AddressRace& _race;
	};

	void tryNext();
	bool attempt(const Poco::Net::SocketAddress& address);
	void answered(Attempt& attempt);
	void finish(const Poco::Net::StreamSocket& socket, std::exception_ptr failure);
	std::exception_ptr failure() const;

	Loop& _loop;
	const Addresses _addresses;
	Done _done;
	std::vector<std::unique_ptr<Attempt>> _attempts;     // that have not been answered
	std::size_t _tried = 0;
	Poco::Net::SocketAddress _failed;                    // the last, and why
	int _error = 0;
	HeadStart _headStart{*this};
};


} } // namespace WS::Net


#endif // WS_Net_AddressRace_INCLUDED
