//
// RelayWay.h
//
// One direction of a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_RelayWay_INCLUDED
#define WS_Net_RelayWay_INCLUDED


#include "WS/Driver.h"
#include <string>
#include <string_view>


namespace WS {
namespace Net {


class RelayWay: public Listener
	/// One direction of a relay: hands what one driver tells to another one. Has no I/O.
{
public:
	RelayWay(Driver& from, Driver& to, CloseCode whenGone);
		/// whenGone is what the other side is told when this one is lost or breaks the protocol.

	bool isOpen() const;
		/// Whether the first driver may be given more input: the output of the other one is not above its mark.
		/// Also when one of them is closing: what comes is dropped then.

	void send(Opcode opcode, std::string&& payload);

	void close(CloseCode code, std::string_view reason, bool failed);
		/// The first connection has ended so; failed: its peer broke the protocol.

	void onMessage(Message& message) override;
	void onError(const Failure& failure) override;
	void onClose(CloseCode code, std::string_view reason) override;

private:
	void sent(bool done);

	Driver& _from;
	Driver& _to;
	const CloseCode _whenGone;
	bool _failed = false;
};


} } // namespace WS::Net


#endif // WS_Net_RelayWay_INCLUDED
