//
// Report.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Report.h"
#include <iomanip>
#include <ostream>


namespace Conformance {


namespace {


constexpr int ID = 8;
constexpr int WHAT = 62;
constexpr int VERDICT = 8;

const char* const VERDICTS[] = {"OK", "FAILED", "INFO"};


const char* nameOf(int group)
{
	switch (group)
	{
	case 1: return "framing";
	case 2: return "ping and pong";
	case 3: return "reserved bits";
	case 4: return "opcodes";
	case 5: return "fragmentation";
	case 6: return "UTF-8";
	case 7: return "close";
	case 9: return "limits";
	case 10: return "automatic fragmentation";
	default: return "";
	}
}


} // namespace


Report::Report(std::ostream& stream, bool quiet):
	_stream(stream),
	_quiet(quiet)
{
}


void Report::add(const Case& c, const Result& result)
{
	auto& group = _groups[c.group()];
	++group.cases;
	group.passed += result.verdict == Result::PASSED;
	group.failed += result.verdict == Result::FAILED;
	group.informational += result.verdict == Result::INFORMATIONAL;
	if (result.verdict == Result::FAILED) _failed.push_back(c.id);
	if (_quiet && result.verdict == Result::PASSED) return;

	_stream << std::left << std::setw(ID) << c.id << std::setw(WHAT) << c.what << "  ";
	if (result.reason.empty()) _stream << VERDICTS[result.verdict] << std::endl;
	else _stream << std::setw(VERDICT) << VERDICTS[result.verdict] << result.reason << std::endl;
}


void Report::summarise()
{
	Group all;
	_stream << '\n'
			<< std::left << std::setw(ID) << "group" << std::setw(WHAT / 2) << ""
			<< "  cases     OK  FAILED   INFO\n";
	for (const auto& [number, group]: _groups)
	{
		printLine(std::to_string(number), group);
		all.cases += group.cases;
		all.passed += group.passed;
		all.failed += group.failed;
		all.informational += group.informational;
	}
	printLine("all", all);
	if (_failed.empty()) return;

	_stream << "\nfailed:";
	for (const auto& id: _failed) _stream << ' ' << id;
	_stream << std::endl;
}


void Report::printLine(std::string_view name, const Group& group)
{
	const int number = name == "all" ? 0 : std::stoi(std::string(name));
	_stream << std::left << std::setw(ID) << name << std::setw(WHAT / 2) << nameOf(number) << std::right;
	_stream << std::setw(7) << group.cases << std::setw(7) << group.passed << std::setw(8) << group.failed << std::setw(7) << group.informational << std::endl;
}


bool Report::passed() const
{
	return _failed.empty();
}


} // namespace Conformance
