//
// NetDial.h
//
// A dialer on a clock of its own.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetDial_INCLUDED
#define WSTest_NetDial_INCLUDED


#include "net/Dialer.h"
#include "net/Loop.h"
#include <optional>


namespace WS::Test {


struct NetDial
	/// Dials on a loop whose time passes when told to.
{
	explicit NetDial(const std::string& uri, Net::Resolver::LookUp lookUp = Net::lookUp);

	void through(const std::string& proxy);
	void start();
		/// With 10 s until the deadline.

	Net::Dialed& run();
		/// Until it has ended; all that it waits for comes by itself.

	void pass(std::chrono::milliseconds time);

	bool isWaiting();
		/// Nothing happens any more by itself, and it has not ended.

	std::string failure();
		/// The text of what it has failed with.

	template <class Exception>
	bool failedWith()
	{
		try
		{
			if (dialed && dialed->failure) std::rethrow_exception(dialed->failure);
			return false;
		}
		catch (const Poco::Exception& exception)
		{
			return typeid(exception) == typeid(Exception);
		}
	}

	Net::Deadline now{std::chrono::hours(1)};
	Net::Loop loop{[this] { return now; }};
	Net::Resolver resolver;
	Listener listener;
	ClientDriver driver;
	Net::Route route;
	std::optional<Net::Dialed> dialed;
	std::unique_ptr<Net::Dialer> dialer;
};


} // namespace WS::Test


#endif // WSTest_NetDial_INCLUDED
