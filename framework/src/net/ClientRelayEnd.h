//
// ClientRelayEnd.h
//
// A client's connection in a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientRelayEnd_INCLUDED
#define WS_Net_ClientRelayEnd_INCLUDED


#include "RelayEnd.h"
#include "WS/Net/WebSocketClient.h"


namespace WS {
namespace Net {


class RelayWay;


class ClientRelayEnd: public RelayEnd
	/// A client's connection in a relay. Messages that the client had received before are relayed first.
{
public:
	static void check(WebSocketClient& client);
		/// Poco::IllegalStateException unless the client has been connected and runs no callback.

	ClientRelayEnd(WebSocketClient& client, RelayWay& way);
		/// Takes the client's events for the way as long as it exists.

	~ClientRelayEnd() override;

	int wakeupDescriptor() const override;
	void onWakeup() override;
	bool hasMail() const override;
	Deadline cutAt() const override;
	bool wantsRead() const override;

protected:
	void takeMail() override;
	void afterWrite() override;
	bool receive(std::span<char> bytes) override;
	void receiveEnd() override;
	void end() override;

private:
	void empty();
	template <class Call>
	bool call(const Call& call);

	WebSocketClient& _client;
	RelayWay& _way;
	const Poco::Net::SocketAddress _peer;
	const bool _wasClosed;
	bool _emptied = false;
};


} } // namespace WS::Net


#endif // WS_Net_ClientRelayEnd_INCLUDED
