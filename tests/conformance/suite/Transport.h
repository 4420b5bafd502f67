//
// Transport.h
//
// The way to the peer under test.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Transport_INCLUDED
#define Conformance_Transport_INCLUDED


#include <chrono>
#include <string>
#include <string_view>


namespace Conformance {


using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;


class Transport
	/// A connection to the peer under test whose opening handshake is done. One that is in memory knows no
	/// time: for it every deadline has passed as soon as nothing is left to do.
{
public:
	enum class Arrival
	{
		BYTES,
		NOTHING,      /// until the deadline
		ENDED         /// nothing further will come
	};

	virtual ~Transport() = default;

	virtual bool send(std::string_view bytes, Deadline deadline) = 0;
		/// One write. False: the peer has ended the connection, or did not take all in time.

	virtual Arrival receive(std::string& bytes, Deadline deadline) = 0;
		/// Appends what has arrived; waits for it until the deadline if nothing has.

	virtual void end() = 0;
		/// Nothing more is sent or received.

	virtual std::string extensions() const { return {}; }
		/// Sec-WebSocket-Extensions of the peer in the handshake: the offer of a client, the answer of a server.
};


} // namespace Conformance


#endif // Conformance_Transport_INCLUDED
