//
// ProtocolFactoryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ProtocolFactory.h"
#include "support/Head.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(ProtocolFactoryTest)


BOOST_AUTO_TEST_CASE(choosesTheRFCForVersion13)
{
	BOOST_TEST(ProtocolFactory::version(Head::request().parsed()) == "hybi-13");
}


BOOST_AUTO_TEST_CASE(choosesTheNewestWhenThereIsNoneForTheRequest)
{
	BOOST_TEST(ProtocolFactory::version(Head::request().set("Sec-WebSocket-Version", "99").parsed()) == "hybi-13");
}


BOOST_AUTO_TEST_CASE(namesTheVersionsForARefusal)
{
	BOOST_TEST(ProtocolFactory::supportedVersions() == "13");
}


BOOST_AUTO_TEST_SUITE_END()
