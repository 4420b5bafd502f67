//
// Report.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Report.h"
#include <algorithm>
#include <array>
#include <iomanip>
#include <ostream>


namespace Conformance {


namespace {


constexpr int ID = 8;
constexpr int WHAT = 62;
constexpr int VERDICT = 8;

const char* const VERDICTS[] = {"OK", "FAILED", "INFO", "UNIMPLEMENTED"};


constexpr std::array<std::pair<std::string_view, const char*>, 12> NAMES{{
	{"1", "framing"},
	{"2", "ping and pong"},
	{"3", "reserved bits"},
	{"4", "opcodes"},
	{"5", "fragmentation"},
	{"6", "UTF-8"},
	{"7", "close"},
	{"9", "limits"},
	{"10", "automatic fragmentation"},
	{"12", "deflate, kinds of data"},
	{"13", "deflate, agreements"},
	{"D", "deflate, our own checks"},
}};


const char* nameOf(std::string_view group)
{
	const auto found = std::find_if(NAMES.begin(), NAMES.end(), [&](const auto& entry) { return entry.first == group; });
	return found == NAMES.end() ? "" : found->second;
}


} // namespace


Report::Report(std::ostream& stream, bool quiet):
	_stream(stream),
	_quiet(quiet)
{
}


void Report::add(const Case& c, const Result& result)
{
	auto& group = groupOf(c);
	++group.cases;
	group.passed += result.verdict == Result::PASSED;
	group.failed += result.verdict == Result::FAILED;
	group.informational += result.verdict == Result::INFORMATIONAL;
	group.unimplemented += result.verdict == Result::UNIMPLEMENTED;
	if (result.verdict == Result::FAILED) _failed.push_back(c.id);
	if (_quiet && result.verdict == Result::PASSED) return;

	_stream << std::left << std::setw(ID) << c.id << std::setw(WHAT) << c.what << "  ";
	if (result.reason.empty()) _stream << VERDICTS[result.verdict] << std::endl;
	else _stream << std::setw(VERDICT - 2) << VERDICTS[result.verdict] << "  " << result.reason << std::endl;
}


void Report::summarise()
{
	Group all;
	_stream << '\n'
			<< std::left << std::setw(ID) << "group" << std::setw(WHAT / 2) << ""
			<< "  cases     OK  FAILED   INFO  UNIMPLEMENTED\n";
	for (const auto& [name, group]: _groups)
	{
		printLine(name, group);
		all.cases += group.cases;
		all.passed += group.passed;
		all.failed += group.failed;
		all.informational += group.informational;
		all.unimplemented += group.unimplemented;
	}
	printLine("all", all);
	if (_failed.empty()) return;

	_stream << "\nfailed:";
	for (const auto& id: _failed) _stream << ' ' << id;
	_stream << std::endl;
}


Report::Group& Report::groupOf(const Case& c)
{
	const auto name = c.group();
	const auto found = std::find_if(_groups.begin(), _groups.end(), [&](const auto& entry) { return entry.first == name; });
	return found == _groups.end() ? _groups.emplace_back(name, Group{}).second : found->second;
}


void Report::printLine(std::string_view name, const Group& group)
{
	_stream << std::left << std::setw(ID) << name << std::setw(WHAT / 2) << nameOf(name) << std::right;
	_stream << std::setw(7) << group.cases << std::setw(7) << group.passed << std::setw(8) << group.failed << std::setw(7) << group.informational;
	_stream << std::setw(15) << group.unimplemented << std::endl;
}


bool Report::passed() const
{
	return _failed.empty();
}


} // namespace Conformance
