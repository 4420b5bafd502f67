//
// ExtensionRegistryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ExtensionRegistry.h"
#include "support/Tagging.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(ExtensionRegistryTest)


BOOST_AUTO_TEST_CASE(keepsTheOrderAndFindsByName)
{
	ExtensionRegistry registry;
	const auto a = tagging("a");
	const auto b = tagging("b");
	registry.add(b).add(a);
	BOOST_TEST(registry.size() == 2);
	BOOST_TEST((*registry.begin())->name() == "b");
	BOOST_TEST(registry.find("a") == a);
	BOOST_TEST(!registry.find("A"));
}


BOOST_AUTO_TEST_CASE(copiesShareTheExtensions)
{
	ExtensionRegistry registry;
	registry.add(tagging("a"));
	const ExtensionRegistry copy = registry;
	registry.add(tagging("b"));
	BOOST_TEST(copy.size() == 1);
	BOOST_TEST(copy.find("a") == registry.find("a"));
}


BOOST_AUTO_TEST_CASE(badInput72ASecondOneOfTheSameNameIsRefused)
{
	ExtensionRegistry registry;
	registry.add(tagging("a"));
	BOOST_CHECK_THROW(registry.add(tagging("a")), Poco::ExistsException);
	BOOST_TEST(registry.size() == 1);
}


BOOST_AUTO_TEST_CASE(whatCannotStandInTheHeaderIsRefused)
{
	ExtensionRegistry registry;
	BOOST_CHECK_THROW(registry.add(nullptr), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(registry.add(tagging("")), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(registry.add(tagging("a b")), Poco::InvalidArgumentException);
	BOOST_TEST(registry.empty());
}


BOOST_AUTO_TEST_SUITE_END()
