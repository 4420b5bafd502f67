//
// Dialling.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Dialling.h"
#include "Loop.h"
#include <Poco/Net/NetException.h>
#include <optional>
#include <utility>


namespace WS {
namespace Net {


namespace {


class Interrupt final: private Pollable
	// Notices that a call is not to wait any more.
{
public:
	Interrupt(Poller& poller, const Wakeup& wakeup):
		_poller(poller),
		_descriptor(wakeup.descriptor())
	{
		_poller.add(_descriptor, *this, Interest::READ);
	}

	Interrupt(const Interrupt&) = delete;
	Interrupt& operator = (const Interrupt&) = delete;

	~Interrupt() { _poller.remove(_descriptor, *this); }

	bool came() const { return _came; }

private:
	void ready(Interest) override { _came = true; }

	Poller& _poller;
	const int _descriptor;
	bool _came = false;
};


} // namespace


Dialed dial(const Route& route, const ClientDriver& driver, const Wakeup& wakeup, Deadline deadline)
{
	Loop loop;
	Resolver resolver(loop);
	const Interrupt interrupt(loop.poller(), wakeup);
	std::optional<Dialed> dialed;
	Dialer dialer(loop, resolver, route, driver, [&](Dialed&& result) {
		dialed = std::move(result);
		loop.stop();
	});
	dialer.start(deadline);
	while (!dialed && !interrupt.came()) loop.turn();
	if (dialed) return std::move(*dialed);

	Dialed aborted;
	aborted.failure = std::make_exception_ptr(Poco::Net::ConnectionAbortedException("aborted while " + dialer.doing()));
	return aborted;
}


} } // namespace WS::Net
