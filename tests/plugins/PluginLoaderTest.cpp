//
// PluginLoaderTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/PluginLoader.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


BOOST_AUTO_TEST_SUITE(PluginLoaderTest)


BOOST_AUTO_TEST_CASE(loadsAnExtension)
{
	const auto hello = PluginLoader::load(WS_TEST_HELLO);
	BOOST_TEST(hello->name() == "x-hello");
	BOOST_TEST((hello->rsv() == Rsv::RSV3));
}


BOOST_AUTO_TEST_SUITE_END()
