//
// AddressRace.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "AddressRace.h"
#include "Loop.h"
#include <Poco/Error.h>
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <cerrno>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;


class AddressRace::Attempt final: private Pollable
	// A socket that connects.
{
public:
	Attempt(AddressRace& race, const SocketAddress& address):
		address(address),
		_race(race),
		_poller(race._loop.poller())
	{
		socket.connectNB(address);
		_poller.add(socket.impl()->sockfd(), *this, Interest::WRITE);
	}

	~Attempt() { _poller.remove(socket.impl()->sockfd(), *this); }

	const SocketAddress address;
	StreamSocket socket;

private:
	void ready(Interest) override { _race.answered(*this); }

	AddressRace& _race;
	Poller& _poller;
};


AddressRace::AddressRace(Loop& loop, Addresses addresses, Done done):
	_loop(loop),
	_addresses(std::move(addresses)),
	_done(std::move(done))
{
	if (_addresses.empty()) throw Poco::InvalidArgumentException("no address to connect to");
}


AddressRace::~AddressRace() = default;


void AddressRace::start()
{
	tryNext();
}


void AddressRace::tryNext()
{
	while (_tried < _addresses.size())
	{
		if (!attempt(_addresses[_tried++])) continue;
		if (_tried < _addresses.size()) _loop.timers().start(_headStart, _loop.now() + HEAD_START);
		return;
	}
	if (_attempts.empty()) finish({}, failure());
}


bool AddressRace::attempt(const SocketAddress& address)
{
	try
	{
		_attempts.push_back(std::make_unique<Attempt>(*this, address));
		return true;
	}
	catch (const Poco::Exception& exception)
	{
		_failed = address;
		_error = exception.code();
		return false;
	}
}


void AddressRace::answered(Attempt& attempt)
{
	auto socket = attempt.socket;
	if (!socket.poll(Poco::Timespan(), StreamSocket::SELECT_WRITE | StreamSocket::SELECT_ERROR)) return;

	const int error = socket.impl()->socketError();
	if (error != 0)
	{
		_failed = attempt.address;
		_error = error;
	}
	std::erase_if(_attempts, [&](const auto& one) { return one.get() == &attempt; });
	if (error == 0) finish(socket, {});
	else tryNext();
}


void AddressRace::finish(const StreamSocket& socket, std::exception_ptr failure)
{
	_headStart.stop();
	_attempts.clear();
	const auto done = std::exchange(_done, nullptr);
	done(socket, std::move(failure));
}


std::exception_ptr AddressRace::failure() const
{
	auto where = _failed.toString();
	if (_tried > 1) where += ", the last of " + std::to_string(_tried) + " addresses";
	if (_error == ECONNREFUSED) return std::make_exception_ptr(Poco::Net::ConnectionRefusedException(where, _error));
	if (_error == ETIMEDOUT) return std::make_exception_ptr(Poco::TimeoutException(where, _error));
	return std::make_exception_ptr(Poco::Net::NetException(Poco::Error::getMessage(_error), where, _error));
}


std::string AddressRace::place() const
{
	const auto& address = _attempts.empty() ? _failed : _attempts.back()->address;
	if (_addresses.size() == 1) return address.toString();
	return address.toString() + ", number " + std::to_string(_tried) + " of " + std::to_string(_addresses.size()) + " addresses";
}


} } // namespace WS::Net
