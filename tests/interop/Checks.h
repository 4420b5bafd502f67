//
// Checks.h
//
// Counts and prints what an interop program has checked.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Checks_INCLUDED
#define Checks_INCLUDED


#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>


namespace Interop {


class Checks
	/// Prints a line in the manner of TAP for each check.
{
public:
	void check(std::string_view name, bool passed, std::string_view detail = {})
	{
		++_done;
		if (!passed) ++_failed;
		std::cout << (passed ? "ok " : "not ok ") << _done << " - " << name;
		if (!passed && !detail.empty()) std::cout << ": " << detail;
		std::cout << std::endl;
	}

	template <class Value>
	void equal(std::string_view name, const Value& seen, const Value& wanted)
	{
		check(name, seen == wanted, "seen " + shown(seen) + ", wanted " + shown(wanted));
	}

	int result() const
		/// The exit code, behind the plan.
	{
		std::cout << "1.." << _done << std::endl;
		if (_failed > 0) std::cout << "# " << _failed << " of " << _done << " checks failed" << std::endl;
		return _failed == 0 && _done > 0 ? 0 : 1;
	}

private:
	static std::string shown(const std::string& text)
	{
		constexpr std::size_t MOST = 60;
		return '"' + (text.size() <= MOST ? text : text.substr(0, MOST) + "…") + "\" (" + std::to_string(text.size()) + " bytes)";
	}

	static std::string shown(bool value) { return value ? "true" : "false"; }

	template <class Number>
	static std::string shown(Number value)
	{
		return std::to_string(static_cast<long long>(value));
	}

	std::size_t _done = 0;
	std::size_t _failed = 0;
};


} // namespace Interop


#endif // Checks_INCLUDED
