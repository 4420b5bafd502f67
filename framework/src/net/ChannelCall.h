//
// ChannelCall.h
//
// How connections call their drivers.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ChannelCall_INCLUDED
#define WS_Net_ChannelCall_INCLUDED


#include "Log.h"
#include "WS/Net/Channel.h"


namespace WS {
namespace Net {


template <class Call>
bool Channel::call(const Call& call)
	/// Calls the driver. False: a listener threw, or a method of an application's driver.
{
	try
	{
		call();
		return true;
	}
	catch (...)
	{
		logException(_peer, "a listener or driver");
	}
	closeAfterException();
	return false;
}


} } // namespace WS::Net


#endif // WS_Net_ChannelCall_INCLUDED
