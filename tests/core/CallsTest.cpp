//
// CallsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Calls.h"
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;


BOOST_AUTO_TEST_SUITE(CallsTest)


BOOST_AUTO_TEST_CASE(allCallsAreMadeAndTheFirstExceptionLeaves)
{
	int made = 0;
	AllCalls calls;
	calls.make([&] { ++made; });
	calls.make([&] { ++made; throw 42; });
	calls.make([&] { ++made; throw std::runtime_error("second"); });
	calls.make([&] { ++made; });
	BOOST_TEST(made == 4);
	BOOST_CHECK_THROW(calls.rethrow(), int);
}


BOOST_AUTO_TEST_CASE(callsThatSucceedThrowNothing)
{
	AllCalls calls;
	calls.make([] {});
	BOOST_CHECK_NO_THROW(calls.rethrow());
}


BOOST_AUTO_TEST_CASE(scopeSetsItsVariableAndPutsItBack)
{
	bool flag = false;
	{
		Scope outer(flag, true);
		BOOST_TEST(flag);
		{
			Scope inner(flag, true);
			BOOST_TEST(flag);
		}
		BOOST_TEST(flag);
	}
	BOOST_TEST(!flag);
}


BOOST_AUTO_TEST_SUITE_END()
