//
// NetDial.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetDial.h"
#include <Poco/Exception.h>


namespace WS::Test {


NetDial::NetDial(const std::string& uri, Net::Resolver::LookUp lookUp):
	resolver(loop, std::move(lookUp)),
	driver(listener, Poco::URI(uri))
{
	route.uri = Poco::URI(uri);
}


void NetDial::through(const std::string& proxy)
{
	route.proxy = Poco::URI(proxy);
}


void NetDial::start()
{
	dialer = std::make_unique<Net::Dialer>(loop, resolver, route, driver, [this](Net::Dialed&& result) {
		dialed = std::move(result);
		dialer.reset();
		loop.post([] {});        // nothing to wait for
	});
	dialer->start(now + std::chrono::seconds(10));
}


Net::Dialed& NetDial::run()
{
	if (!dialer && !dialed) start();
	while (!dialed) loop.turn();
	return *dialed;
}


void NetDial::pass(std::chrono::milliseconds time)
{
	now += time;
	loop.turn(false);
}


bool NetDial::isWaiting()
{
	if (!dialer) start();
	for (int i = 0; i < 3; ++i) loop.turn(false);
	return !dialed;
}


std::string NetDial::failure()
{
	try
	{
		if (dialed && dialed->failure) std::rethrow_exception(dialed->failure);
		return {};
	}
	catch (const Poco::Exception& exception)
	{
		return exception.displayText();
	}
}


} // namespace WS::Test
