//
// ReportTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Report.h"
#include <boost/test/unit_test.hpp>
#include <sstream>


using namespace Conformance;


namespace {


const Result PASSED;
const Result FAILED{Result::FAILED, "received nothing"};
const Result INFORMATIONAL{Result::INFORMATIONAL, "close 1002"};
const Result UNIMPLEMENTED{Result::UNIMPLEMENTED, "declined"};


Case named(const std::string& id, const std::string& what)
{
	return Case{id, what, {}, {}};
}


bool contains(const std::string& text, std::string_view part)
{
	return text.find(part) != text.npos;
}


} // namespace


BOOST_AUTO_TEST_SUITE(ReportTest)


BOOST_AUTO_TEST_CASE(everyCaseIsALine)
{
	std::ostringstream stream;
	Report report(stream);
	report.add(named("2.1", "empty ping"), PASSED);
	report.add(named("2.5", "long ping"), FAILED);

	const auto blanks = [](std::size_t count) { return std::string(count, ' '); };
	BOOST_TEST(stream.str() == "2.1     empty ping" + blanks(54) + "OK\n2.5     long ping" + blanks(55) + "FAILED  received nothing\n");
}


BOOST_AUTO_TEST_CASE(quietReportIsOfWhatDidNotPass)
{
	std::ostringstream stream;
	Report report(stream, true);
	report.add(named("2.1", "empty ping"), PASSED);
	BOOST_TEST(stream.str() == "");

	report.add(named("2.5", "long ping"), FAILED);
	report.add(named("7.13.1", "close 5000"), INFORMATIONAL);
	BOOST_TEST(contains(stream.str(), "received nothing"));
	BOOST_TEST(contains(stream.str(), "close 1002"));
}


BOOST_AUTO_TEST_CASE(groupsAreSummedUpInTheirOrder)
{
	std::ostringstream stream;
	Report report(stream, true);
	report.add(named("2.1", "empty ping"), PASSED);
	report.add(named("10.1.1", "fragments"), PASSED);
	report.add(named("2.5", "long ping"), FAILED);
	report.summarise();

	const auto text = stream.str();
	BOOST_TEST(contains(text, "2       ping and pong                        2      1       1      0              0\n10      "));
	BOOST_TEST(contains(text, "\nall                                          3      2       1      0              0\n"));
	BOOST_TEST(text.ends_with("\nfailed: 2.5\n"));
}


BOOST_AUTO_TEST_CASE(unimplementedCasesHaveAColumn)
{
	std::ostringstream stream;
	Report report(stream, true);
	report.add(named("13.3.1", "window 9"), UNIMPLEMENTED);
	report.add(named("D.1.1", "unknown"), PASSED);
	report.summarise();

	const auto text = stream.str();
	BOOST_TEST(contains(text, "  UNIMPLEMENTED  declined\n"));
	BOOST_TEST(contains(text, "\n13      deflate, agreements                  1      0       0      0              1\nD       deflate, our own checks "));
	BOOST_TEST(contains(text, "\nall                                          2      1       0      0              1\n"));
}


BOOST_AUTO_TEST_CASE(onlyFailuresCount)
{
	std::ostringstream stream;
	Report report(stream);
	report.add(named("2.1", "empty ping"), PASSED);
	report.add(named("7.13.1", "close 5000"), INFORMATIONAL);
	report.add(named("13.3.1", "window 9"), UNIMPLEMENTED);
	BOOST_TEST(report.passed());

	report.add(named("2.5", "long ping"), FAILED);
	BOOST_TEST(!report.passed());
}


BOOST_AUTO_TEST_SUITE_END()
