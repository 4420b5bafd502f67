//
// Listener.h
//
// Events out.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Listener_INCLUDED
#define WS_Listener_INCLUDED


#include "WS/Error.h"
#include "WS/Frame.h"
#include "WS/HTTP.h"
#include <string_view>


namespace WS {


class WS_API Listener
	/// What a driver tells. Override what you need.
	///
	/// Called on the thread that calls the driver, from within that call. A listener may
	/// call everything of the driver but receive() and receiveEnd() (which do nothing then:
	/// their bytes are lost) and the destructor. It may throw: the driver has committed its state
	/// before, the exception leaves the call, nothing of the input is lost, and
	/// Driver::resume() goes on where it stopped.
{
public:
	virtual ~Listener();

	virtual void onConnect(const Request& request);
		/// Only of a ServerDriver that parses the request itself: the head is complete.
		/// Call start(), reject() or, for plain HTTP, respond() now or later; ServerDriver::body() has what came behind
		/// the head.

	virtual void onOpen();
		/// The handshake is done. What was sent before is in the output already.

	virtual void onMessage(Message& message);
		/// A whole message; the view is valid during the call. Not called after a failure
		/// or after close().

	virtual void onPing(std::string_view payload);
		/// A ping arrived, which the driver answers itself (see Options::outputHighWater).

	virtual void onPong(std::string_view payload);
		/// A pong arrived; the callbacks of the pings that it answers were called before.

	virtual void onError(const Failure& failure);
		/// The peer violated the protocol or a limit. At most once, and onClose follows.

	virtual void onClose(CloseCode code, std::string_view reason);
		/// The connection is over: exactly once, and the last event. The code is that of the peer's
		/// close frame, NO_STATUS if it had none, ABNORMAL if the transport was lost, the Failure's
		/// after onError, and ours if we closed while connecting.
		/// Output may still wait to be written. A driver that is destroyed fires nothing.
};


} // namespace WS


#endif // WS_Listener_INCLUDED
