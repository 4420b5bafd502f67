//
// Channel.h
//
// What the connections of servers and clients have in common.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Channel_INCLUDED
#define WS_Net_Channel_INCLUDED


#include "WS/Listener.h"
#include "WS/Net/CloseInfo.h"
#include "WS/Net/Handle.h"
#include <Poco/Net/SocketAddress.h>
#include <any>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>


namespace WS {


class Driver;


namespace Net {


class ConnectionListener;
class LoopLink;
class Mailbox;
struct Mail;


class WS_API Channel: private Listener
	/// What an adapter's connection is besides its driver: the transport's other end, back pressure, and a place for the
	/// application's data. It belongs to the thread that serves it, on which its listener is called; other threads use a
	/// Handle. On an event loop everything here may be called from any function that runs there, not only from this
	/// connection's listener.
	///
	/// What a listener throws is caught, logged through the logger "WS.Net", and ends the
	/// connection with INTERNAL_ERROR (1011).
{
public:
	Channel(const Channel&) = delete;
	Channel& operator = (const Channel&) = delete;

	Handle handle() const;
		/// What other threads use, and what may be kept when the connection is gone.

	const Poco::Net::SocketAddress& peerAddress() const;
		/// Who is at the other end of the transport, which may be a proxy.

	std::size_t bufferedAmount() const;
		/// Bytes that wait to be sent: what handles have queued, and the output.

	void pauseReading();
		/// Reads nothing more, so that the peer has to wait: for a listener that cannot keep up. What has been read already
		/// is still told, and if the transport fails, what has come before. Pings are not answered meanwhile, and the peer is
		/// not asked for signs of life. Only on an event loop; where a connection has a thread of its own, whose listener can
		/// simply wait: Poco::IllegalStateException.

	void resumeReading();
		/// Goes on reading.

	bool isReadingPaused() const;

	void abort();
		/// Cuts the connection without a closing handshake, when what is told at the moment has been told.

	std::any& data();
		/// Empty, for the application: what a listener wants to be found by others.

protected:
	Channel(const Poco::Net::SocketAddress& peer, std::shared_ptr<Mailbox> mailbox);

	~Channel() override;

	virtual Driver& currentDriver() = 0;
	virtual void refuseAfterException() = 0;
		/// What a listener or driver threw has been logged, and the connection is not open.

	void setListener(std::unique_ptr<Listener> listener);

	void dropListener();
		/// For the destructors of what derives: the listener may refer to it.

	Listener& observer();
		/// For the driver: passes everything on to the listener.

	void touch();
		/// The driver is about to be used by somebody outside of its listener: its loop has to look after it.

	// For the owner; nothing of it throws but std::bad_alloc

	bool receive(std::span<char> bytes);
	void receiveEnd();
	bool takeMail();
		/// False: there was none.

	void end(CloseInfo& info, Cause closedFor, CloseInfo::Side closedBy);
		/// The transport is gone, for what info says unless the driver had closed before, for what else is said. Completes info
		/// and tells the listener.

	virtual void ended(CloseInfo& info);
		/// The last: tells the listener.

	template <class Call>
	bool call(const Call& call);

	bool isClosedAfterException() const { return _closedAfterException; }
		/// It was open, and it was not the application that closed it.

	const Poco::Net::SocketAddress _peer;
	const std::shared_ptr<Mailbox> _mailbox;

private:
	friend class LoopLink;

	void onConnect(const Request& request) override;
	void onOpen() override;
	void onMessage(Message& message) override;
	void onPing(std::string_view payload) override;
	void onPong(std::string_view payload) override;
	void onError(const Failure& failure) override;
	void onClose(CloseCode code, std::string_view reason) override;

	void overflow();
	void drained();
	void send(Mail& mail);
	void closeAfterException();

	std::unique_ptr<Listener> _listener;
	ConnectionListener* _connectionListener = nullptr;       // the same, if it is one
	LoopLink* _link = nullptr;                               // none: a thread of its own
	std::unique_ptr<CloseInfo> _closed;                      // what the driver told; none: nothing yet
	std::any _data;
	bool _paused = false;
	bool _hasMessage = false;                                // since the link looked
	bool _hasPing = false;
	bool _opened = false;
	bool _overflown = false;
	bool _closedAfterException = false;
};


} } // namespace WS::Net


#endif // WS_Net_Channel_INCLUDED
