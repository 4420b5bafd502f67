//
// Flag.h
//
// A flag that is set for a while.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Flag_INCLUDED
#define WS_Net_Flag_INCLUDED


#include <utility>


namespace WS {
namespace Net {


class Flag
	/// Sets a flag as long as it exists; then the flag is what it was before.
{
public:
	explicit Flag(bool& flag):
		_flag(flag),
		_before(std::exchange(flag, true))
	{
	}

	Flag(const Flag&) = delete;
	Flag& operator = (const Flag&) = delete;

	~Flag() { _flag = _before; }

private:
	bool& _flag;
	const bool _before;
};


} } // namespace WS::Net


#endif // WS_Net_Flag_INCLUDED
