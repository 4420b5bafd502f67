//
// AllCalls.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_AllCalls_INCLUDED
#define WS_AllCalls_INCLUDED


#include <exception>


namespace WS {


class AllCalls
	/// Makes every one of several calls, although one may throw; rethrow() then throws the
	/// first exception. An event that is due exactly once is not lost by it.
{
public:
	template <class Call>
	void make(Call&& call)
	{
		try
		{
			call();
		}
		catch (...)
		{
			if (!_first) _first = std::current_exception();
		}
	}

	void rethrow()
	{
		if (_first) std::rethrow_exception(_first);
	}

private:
	std::exception_ptr _first;
};


} // namespace WS


#endif // WS_AllCalls_INCLUDED
