//
// KeptInputTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "KeptInput.h"
#include "support/Bytes.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


void read(KeptInput& kept, std::size_t size)
{
	kept.readUpTo(kept.bytes().subspan(size));
}


} // namespace


BOOST_AUTO_TEST_SUITE(KeptInputTest)


BOOST_AUTO_TEST_CASE(whatIsAppendedIsKeptInOrder)
{
	KeptInput kept;
	BOOST_TEST(kept.empty());
	kept.append(std::string_view("abc"));
	kept.append(std::string_view("def"));
	BOOST_TEST(kept.size() == 6u);
	BOOST_TEST(kept.view() == "abcdef");
}


BOOST_AUTO_TEST_CASE(whatIsReadIsGone)
{
	KeptInput kept;
	kept.append(std::string_view("abcdef"));
	read(kept, 2);
	BOOST_TEST(kept.view() == "cdef");
	kept.append(std::string_view("gh"));
	read(kept, 4);
	kept.append(std::string_view("ij"));
	BOOST_TEST(kept.view() == "ghij");
	BOOST_TEST(kept.size() == 4u);
}


BOOST_AUTO_TEST_CASE(littleThatIsReadMovesNothing)
{
	KeptInput kept;
	kept.append(std::string_view("abcdef"));
	const char* const place = kept.view().data();
	read(kept, 2);
	kept.append(std::string_view("g"));
	BOOST_TEST(kept.view().data() == place + 2);
}


BOOST_AUTO_TEST_CASE(allThatIsReadGivesItsMemoryBack)
{
	KeptInput kept;
	kept.append(std::string(1000, 'x'));
	read(kept, 1000);
	BOOST_TEST(kept.empty());
	kept.append(std::string_view("a"));
	BOOST_TEST(kept.view() == "a");
}


BOOST_AUTO_TEST_SUITE_END()
