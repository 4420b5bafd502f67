//
// Calls.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Calls_INCLUDED
#define WS_Calls_INCLUDED


#include <exception>
#include <utility>


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


class Scope
	/// Sets a flag while it lives.
{
public:
	explicit Scope(bool& flag): _flag(flag), _before(std::exchange(flag, true)) {}
	Scope(const Scope&) = delete;
	Scope& operator = (const Scope&) = delete;
	~Scope() { _flag = _before; }

private:
	bool& _flag;
	bool _before;
};


} // namespace WS


#endif // WS_Calls_INCLUDED
