//
// ConnectionListener.h
//
// What a connection tells besides the driver's events.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ConnectionListener_INCLUDED
#define WS_Net_ConnectionListener_INCLUDED


#include "WS/Listener.h"
#include "WS/Net/CloseInfo.h"


namespace WS {
namespace Net {


class WS_API ConnectionListener: public Listener
	/// A Listener that also hears of the transport. A listener function that returns one, though as a Listener, has it told;
	/// all that is said of Listener's events holds for these.
{
public:
	virtual void onDrain();
		/// What waits to be sent has fallen to ConnectionSettings::lowWater after it had been over Options::outputHighWater:
		/// go on sending. On event loops.

	virtual void onEnd(const CloseInfo& info);
		/// The transport is gone. Exactly once and the very last, after onClose; also where there was no onClose, since the
		/// connection could not be made. On event loops.
};


} } // namespace WS::Net


#endif // WS_Net_ConnectionListener_INCLUDED
