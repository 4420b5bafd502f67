//
// Handshake.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Handshake_INCLUDED
#define WS_Handshake_INCLUDED


#include "WS/Error.h"
#include "WS/Frame.h"
#include <span>
#include <string_view>


namespace WS {


class Handshake
	/// The opening handshake of one role: what a connection does while it is connecting.
{
public:
	virtual ~Handshake() = default;

	virtual bool start() = 0;

	virtual bool isSettled() const = 0;
		/// Whether nothing can be added to what the other end is told.

	virtual bool setHeader(std::string_view name, std::string_view value) = 0;
		/// False: the handshake owns the name, or is settled.

	virtual std::string_view version() const = 0;
		/// The dialect that would be, or is, chosen.

	virtual bool supports(Opcode opcode) const = 0;
		/// Whether that dialect has such frames.

	virtual bool isWaiting() const = 0;
		/// Whether receive() takes nothing until start() is called.

	virtual void receive(std::span<char>& bytes) = 0;
		/// Takes what belongs to the head off the front of bytes; leaves what must wait.

	virtual void receiveEnd() {}
		/// Nothing more will come. What has not failed then is lost.

	virtual void refuse(const Failure& failure) = 0;
		/// Writes what the peer is told when the handshake fails.
};


} // namespace WS


#endif // WS_Handshake_INCLUDED
