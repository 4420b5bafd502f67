//
// ListenerTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(ListenerTest)


BOOST_AUTO_TEST_CASE(listenerThatOverridesNothingKeepsTheConnectionGoing)
{
	Listener listener;
	ServerDriver driver(listener);
	driver.start();
	std::string input = Head::request().bytes().string();
	for (const TestFrame& frame: {TestFrame(TEXT, "a"), TestFrame(PING, "b"), TestFrame(PONG, "c"), TestFrame(3)}) input += TestFrame(frame).masked().bytes().string();
	driver.receive(std::span<char>(input));
	BOOST_CHECK(driver.state() == State::CLOSED);
	BOOST_TEST(Bytes(bodyOf(driver.output())).first(3) == "8a 01 62"_hex);
}


BOOST_AUTO_TEST_CASE(listenerThatOverridesNothingStartsNothing)
{
	Listener listener;
	ServerDriver driver(listener);
	std::string input = Head::request().bytes().string();
	driver.receive(std::span<char>(input));
	BOOST_CHECK(driver.state() == State::CONNECTING);
	BOOST_TEST(driver.output().empty());
	BOOST_TEST(driver.start());
}


BOOST_AUTO_TEST_SUITE_END()
