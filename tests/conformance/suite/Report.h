//
// Report.h
//
// Writes the results down.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Report_INCLUDED
#define Conformance_Report_INCLUDED


#include "conformance/suite/Judge.h"
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>


namespace Conformance {


class Report
	/// A line for each case, and in the end a table of the groups.
{
public:
	explicit Report(std::ostream& stream, bool quiet = false);
		/// quiet: no lines for cases that passed.

	void add(const Case& c, const Result& result);

	void summarise();

	bool passed() const;
		/// No case has failed.

private:
	struct Group
	{
		int cases = 0;
		int passed = 0;
		int failed = 0;
		int informational = 0;
		int unimplemented = 0;
	};

	Group& groupOf(const Case& c);
	void printLine(std::string_view name, const Group& group);

	std::ostream& _stream;
	const bool _quiet;
	std::vector<std::pair<std::string, Group>> _groups;
		// As they came.
	std::vector<std::string> _failed;
};


} // namespace Conformance


#endif // Conformance_Report_INCLUDED
