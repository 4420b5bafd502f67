//
// main.cpp
//
// The main function of the test programs.
//
// SPDX-License-Identifier: BSL-1.0
//


#define BOOST_TEST_MODULE WSDriver
#include <boost/test/unit_test.hpp>
