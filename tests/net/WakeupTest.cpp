//
// WakeupTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Wakeup.h"
#include <boost/test/unit_test.hpp>
#include <poll.h>


using namespace WS::Net;


namespace {


bool readable(const Wakeup& wakeup)
{
	pollfd descriptor = {wakeup.descriptor(), POLLIN, 0};
	return ::poll(&descriptor, 1, 0) == 1;
}


} // namespace


BOOST_AUTO_TEST_SUITE(WakeupTest)


BOOST_AUTO_TEST_CASE(aSignalStaysUntilTheReset)
{
	Wakeup wakeup;
	BOOST_TEST(!readable(wakeup));

	wakeup.signal();
	BOOST_TEST(readable(wakeup));
	BOOST_TEST(readable(wakeup));

	wakeup.reset();
	BOOST_TEST(!readable(wakeup));
}


BOOST_AUTO_TEST_CASE(oneResetIsForManySignals)
{
	Wakeup wakeup;
	for (int i = 0; i < 1000; ++i) wakeup.signal();

	wakeup.reset();

	BOOST_TEST(!readable(wakeup));
}


BOOST_AUTO_TEST_CASE(aResetWithoutASignalDoesNotWait)
{
	Wakeup wakeup;
	wakeup.reset();
	BOOST_TEST(!readable(wakeup));
}


BOOST_AUTO_TEST_SUITE_END()
