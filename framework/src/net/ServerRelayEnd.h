//
// ServerRelayEnd.h
//
// A server's connection in a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ServerRelayEnd_INCLUDED
#define WS_Net_ServerRelayEnd_INCLUDED


#include "RelayEnd.h"
#include "WS/Net/WebSocketConnection.h"


namespace WS {
namespace Net {


class Mailbox;


class ServerRelayEnd: public RelayEnd
	/// A server's connection in a relay. What its handles send joins what is relayed to it.
{
public:
	ServerRelayEnd(WebSocketConnection& connection, Transport& transport, const ConnectionSettings& settings, Wakeup& wakeup, Mailbox& mailbox, std::span<char> buffer);
		/// All of them outlive this; the buffer is for what the relay reads.

	std::span<char> buffer() const;

	int wakeupDescriptor() const override;
	void onWakeup() override;
	bool hasMail() const override;
	Deadline cutAt() const override;

protected:
	void takeMail() override;
	void afterWrite() override;
	bool receive(std::span<char> bytes) override;
	void receiveEnd() override;
	void end() override;

private:
	WebSocketConnection& _connection;
	Wakeup& _wakeup;
	Mailbox& _mailbox;
	const std::span<char> _buffer;
	Deadline _cutAt;
};


} } // namespace WS::Net


#endif // WS_Net_ServerRelayEnd_INCLUDED
