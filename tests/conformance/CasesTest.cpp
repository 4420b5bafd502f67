//
// CasesTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"
#include "conformance/suite/FrameEncoder.h"
#include "support/TestFrame.h"
#include <boost/test/unit_test.hpp>
#include <algorithm>
#include <map>
#include <set>


using namespace Conformance;
using WS::Test::TestFrame;


namespace {


std::size_t countOf(const std::vector<std::string>& wanted, const std::vector<std::string>& unwanted = {})
{
	return select(allCases(), wanted, unwanted).size();
}


std::vector<TestFrame> framesOf(const std::string& id)
	/// What the first step of a case sends.
{
	const auto cases = select(allCases(), {id}, {});
	FrameEncoder encoder(false, 1);
	std::string bytes;
	for (const auto& frame: cases.at(0).steps.at(0).frames) encoder.encode(frame, bytes);
	return TestFrame::read(bytes);
}


Messages messagesOf(const std::string& id)
{
	static const auto cases = allCases();
	const auto found = std::find_if(cases.begin(), cases.end(), [&](const Case& c) { return c.id == id; });
	return found->messages.value();
}


} // namespace


BOOST_AUTO_TEST_SUITE(CasesTest)


BOOST_AUTO_TEST_CASE(everyGroupHasAllItsCases)
{
	std::map<std::string, int> counts;
	for (const auto& c: allCases()) ++counts[c.group()];

	const std::map<std::string, int> expected = {{"1", 16}, {"2", 11}, {"3", 7}, {"4", 10}, {"5", 20}, {"6", 145}, {"7", 37}, {"9", 54}, {"10", 1}, {"12", 90}, {"13", 126}, {"D", 75}};
	BOOST_TEST((counts == expected));
	BOOST_TEST(allCases().size() == 592);
	BOOST_TEST(allCases(Peer::CLIENT).size() == 587);
}


BOOST_AUTO_TEST_CASE(noIdStandsTwice)
{
	for (const auto peer: {Peer::SERVER, Peer::CLIENT})
	{
		std::set<std::string> ids;
		for (const auto& c: allCases(peer)) BOOST_TEST(ids.insert(c.id).second, c.id);
	}
}


BOOST_AUTO_TEST_CASE(everyCaseSendsSomethingAndSaysWhat)
{
	for (const auto& c: allCases())
	{
		BOOST_TEST((c.messages || !c.steps.at(0).frames.empty()), c.id);
		BOOST_TEST(!c.what.empty(), c.id);
	}
}


BOOST_AUTO_TEST_CASE(everySectionHasAllItsCases)
{
	const std::map<std::string, std::size_t> sizes = {
		{"6.1", 3},
		{"6.2", 4},
		{"6.3", 2},
		{"6.4", 4},
		{"6.5", 5},
		{"6.6", 11},
		{"6.7", 4},
		{"6.8", 2},
		{"6.9", 4},
		{"6.10", 3},
		{"6.11", 5},
		{"6.12", 8},
		{"6.13", 5},
		{"6.14", 10},
		{"6.15", 1},
		{"6.16", 3},
		{"6.17", 5},
		{"6.18", 5},
		{"6.19", 5},
		{"6.20", 7},
		{"6.21", 8},
		{"6.22", 34},
		{"6.23", 7},
		{"7.1", 6},
		{"7.3", 6},
		{"7.5", 1},
		{"7.7", 13},
		{"7.9", 9},
		{"7.13", 2},
		{"9.1", 6},
		{"9.2", 6},
		{"9.3", 9},
		{"9.4", 9},
		{"9.5", 6},
		{"9.6", 6},
		{"9.7", 6},
		{"9.8", 6},
	};
	for (const auto& [section, size]: sizes) BOOST_TEST(countOf({section}) == size, section);
}


BOOST_AUTO_TEST_CASE(patternsSelectCases)
{
	BOOST_TEST(countOf({}) == 592);
	BOOST_TEST(countOf({"6.*"}) == 145);
	BOOST_TEST(countOf({"6"}) == 145);
	BOOST_TEST(countOf({"1"}) == 16);
	BOOST_TEST(countOf({"6.4.1", "5.19"}) == 2);
	BOOST_TEST(countOf({"6.4.[12]"}) == 2);
	BOOST_TEST(countOf({}, {"12", "13", "D"}) == 301);
	BOOST_TEST(countOf({}, {"9", "1[23]", "D"}) == 247);
	BOOST_TEST(countOf({"13.[3-6]"}) == 72);
	BOOST_TEST(countOf({"D.4"}) == 8);
	BOOST_TEST(countOf({"9"}, {"9.[78]"}) == 42);
	BOOST_TEST(countOf({"8"}) == 0);
}


BOOST_AUTO_TEST_CASE(fragmentsThatComeOutEvenEndWithAnEmptyOne)
{
	BOOST_TEST(framesOf("9.3.1").size() == 65537);
	BOOST_TEST(framesOf("9.3.1").back() == TestFrame(CONTINUATION));
	BOOST_TEST(framesOf("9.3.9").size() == 1);
	BOOST_TEST(framesOf("6.2.3").size() == 30);
	BOOST_TEST(framesOf("10.1.1").size() == 51);
	BOOST_TEST(framesOf("10.1.1").back().payload.size() == 536);
}


BOOST_AUTO_TEST_CASE(lastPartOfTheNumberIsSizeAndFragment)
{
	const auto sections = {"12.1", "12.2", "12.3", "12.4", "12.5", "13.1", "13.2", "13.3", "13.4", "13.5", "13.6", "13.7"};
	for (const std::string section: sections)
	{
		BOOST_TEST(countOf({section}) == 18);
		BOOST_TEST(messagesOf(section + ".1").size == 16);
		BOOST_TEST(messagesOf(section + ".10").size == 131072);
		BOOST_TEST(messagesOf(section + ".10").fragment == 0);
		BOOST_TEST(messagesOf(section + ".11").size == 8192);
		BOOST_TEST(messagesOf(section + ".15").fragment == 256);
		BOOST_TEST(messagesOf(section + ".18").fragment == 32768);
	}
	BOOST_TEST(messagesOf("12.3.1").opcode == BINARY);
	BOOST_TEST(messagesOf("12.4.1").opcode == TEXT);
}


BOOST_AUTO_TEST_CASE(frameThatIsSentInPartsHasOneHeader)
{
	const auto c = select(allCases(), {"6.4.3"}, {}).at(0);
	FrameEncoder encoder(true, 1);
	std::string bytes;
	for (const auto& step: c.steps)
		for (const auto& frame: step.frames) encoder.encode(frame, bytes);

	const auto frames = TestFrame::read(bytes);
	BOOST_TEST(frames.size() == 2);
	BOOST_TEST(!frames.at(0).fin);
	BOOST_TEST(frames.at(0).payload == hex("cebae1bdb9cf83cebcceb5f4908080656469746564"));
	BOOST_TEST(frames.at(1).payload.empty());
}


BOOST_AUTO_TEST_CASE(everyFrameHasItsOwnKey)
{
	FrameEncoder encoder(true, 1);
	std::string first, second;
	encoder.encode(text("same"), first);
	encoder.encode(text("same"), second);

	BOOST_TEST(first != second);
	BOOST_TEST(TestFrame::read(first).at(0).payload == TestFrame::read(second).at(0).payload);
}


BOOST_AUTO_TEST_SUITE_END()
