//
// Dialling.h
//
// Waits for the way to a host.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Dialling_INCLUDED
#define WS_Net_Dialling_INCLUDED


#include "Dialer.h"


namespace WS {
namespace Net {


class Wakeup;


Dialed dial(const Route& route, const ClientDriver& driver, const Wakeup& interrupt, Deadline deadline);
	/// Goes a route with a Dialer, on a loop that exists no longer than the call. Interrupted: the failure is a
	/// Poco::Net::ConnectionAbortedException. Throws Poco::IOException when there are no descriptors left.


} } // namespace WS::Net


#endif // WS_Net_Dialling_INCLUDED
