//
// ClientInbox.h
//
// What a blocking client has been told.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientInbox_INCLUDED
#define WS_Net_ClientInbox_INCLUDED


#include "WS/Net/WebSocketClient.h"
#include <cstddef>
#include <deque>
#include <string>


namespace WS {
namespace Net {


class ClientInbox: public Listener
	/// Keeps what a driver tells until the client is asked for it.
{
public:
	explicit ClientInbox(const WebSocketClient& client);
		/// The client has the functions for ping and pong.

	void setListener(Listener* listener);
		/// From now on messages go there instead; it is told of failure and close as well. Null: to nobody any more.

	void forget();
		/// Nothing has happened yet: another driver tells from now on.

	void onOpen() override;
	void onMessage(Message& message) override;
	void onPing(std::string_view payload) override;
	void onPong(std::string_view payload) override;
	void onError(const Failure& failure) override;
	void onClose(CloseCode code, std::string_view reason) override;

	bool empty() const;

	std::size_t size() const;
		/// Bytes that the waiting messages take.

	WebSocketClient::Received take();
		/// The oldest message.

	bool opened() const;
	const std::string& failure() const;
	CloseCode closeCode() const;
	const std::string& closeReason() const;

private:
	const WebSocketClient& _client;
	Listener* _listener = nullptr;
	std::deque<WebSocketClient::Received> _messages;
	std::size_t _size = 0;
	bool _opened = false;
	std::string _failure;
	CloseCode _closeCode = CloseCode::NO_STATUS;
	std::string _closeReason;
};


} } // namespace WS::Net


#endif // WS_Net_ClientInbox_INCLUDED
