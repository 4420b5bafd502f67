//
// Calls.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Calls_INCLUDED
#define WS_Calls_INCLUDED


#include <exception>
#include <type_traits>
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


template <class Value>
class Scope
	/// Gives a variable another value while it lives.
{
public:
	Scope(Value& variable, std::type_identity_t<Value> value): _variable(variable), _before(std::exchange(variable, value)) {}
	Scope(const Scope&) = delete;
	Scope& operator = (const Scope&) = delete;
	~Scope() { _variable = _before; }

private:
	Value& _variable;
	Value _before;
};


} // namespace WS


#endif // WS_Calls_INCLUDED
