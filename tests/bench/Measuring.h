//
// Measuring.h
//
// What the benchmarks in memory have in common: their clock, their arguments, their end.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Measuring_INCLUDED
#define Measuring_INCLUDED


#include <Poco/Exception.h>
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>


namespace Bench {


inline double cpuSeconds()
	/// CPU time of this thread.
{
	timespec time{};
	::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}


inline double median(std::vector<double> values)
{
	std::sort(values.begin(), values.end());
	return values[values.size() / 2];
}


using Numbers = std::initializer_list<std::pair<std::string_view, double*>>;
	/// Options such as "--rounds", and where their numbers go.


inline std::vector<std::string> readArguments(int argc, char** argv, Numbers numbers, const char* usage)
	/// Returns what is no option. std::invalid_argument with the usage, or what is wrong.
{
	std::vector<std::string> others;
	for (int i = 1; i < argc; ++i)
	{
		const std::string argument = argv[i];
		const auto option = std::find_if(numbers.begin(), numbers.end(), [&](const auto& number) { return number.first == argument; });
		if (option != numbers.end())
		{
			char* end = nullptr;
			if (++i < argc) *option->second = std::strtod(argv[i], &end);
			if (!end || end == argv[i] || *end != '\0') throw std::invalid_argument(argument + " needs a number");
		}
		else if (argument.starts_with("-")) throw std::invalid_argument(usage);
		else others.push_back(argument);
	}
	return others;
}


template <class Run>
int exitCodeOf(const char* program, const Run& run)
	/// What main() returns: 2 for a wrong argument, 1 for another failure, which is told.
{
	try
	{
		run();
		return 0;
	}
	catch (const Poco::InvalidArgumentException& exception)
	{
		std::fprintf(stderr, "%s\n", exception.displayText().c_str());
		return 2;
	}
	catch (const std::invalid_argument& exception)
	{
		std::fprintf(stderr, "%s\n", exception.what());
		return 2;
	}
	catch (const std::exception& exception)
	{
		std::fprintf(stderr, "%s: %s\n", program, exception.what());
		return 1;
	}
}


} // namespace Bench


#endif // Measuring_INCLUDED
