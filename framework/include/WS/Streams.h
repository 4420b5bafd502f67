//
// Streams.h
//
// A connection as two duplex streams, for those who think in pipes.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Streams_INCLUDED
#define WS_Streams_INCLUDED


#include "WS/Driver.h"
#include "WS/Duplex.h"
#include <cstddef>
#include <span>
#include <string>
#include <string_view>


namespace WS {


class Streams;


class WS_API IO: public Duplex<IO, std::string_view>
	/// The transport's side: what was read is written here, and what is to be written are the data.
	///
	/// Data are handed over at the end of each write(), end() and flush(), by the outermost if one is called within
	/// another or within an event: all that one write causes comes together. Without a function for them they
	/// stay in Driver::output(). The end comes when Driver::finished(): it is time to end the transport.
{
public:
	bool write(std::string_view bytes);
		/// Driver::receive() of a copy; of what is written within an event, when the outermost call ends.
		/// False: ended, or paused. Pausing is advice: the bytes are processed all the same. Not for a decision or a ping's
		/// callback that a call of the driver itself causes: Driver::receive() does nothing there.

	void end(std::string_view bytes = {});
		/// Writes the bytes, then Driver::receiveEnd(): the transport has ended.

	void flush();
		/// Hands over what waits, in both directions. To be called after a call of the driver itself, such as start()
		/// or ping(), and after an exception. Within an event it does nothing.

	void pause();
		/// The transport accepts no more for now: write() of both streams asks to wait.

	void resume();
		/// The opposite; calls onDrain of IO, then of Messages. Within these it does nothing
		/// unless there was another pause().

private:
	friend class Messages;
	friend class Streams;

	explicit IO(Streams& streams): _streams(streams) {}

	Streams& _streams;
	bool _resuming = false;
};


class WS_API Messages: public Duplex<Messages, const Message&>
	/// The application's side: what is written here is sent, and what is received are the data. The end comes
	/// when the connection is over, before Listener::onClose.
{
public:
	bool write(const Message& message);
	bool write(std::string_view text);
	bool write(std::span<const std::byte> bytes);
		/// Driver::send(), text() and binary(). False: ended; or not sent, for the reasons given there; or sent,
		/// but paused.

	void end() {}
		/// One of several sources has ended: the connection stays. Driver::close() ends it.

	void end(const Message& last);
	void end(std::string_view last);
		/// Writes the last message of one of several sources: the connection stays.

	void pause();
		/// The application takes no more for now: write() of IO asks to wait.

	void resume();
		/// The opposite; calls onDrain of IO.

	void onError(std::function<void(const Failure&)> function) { add(_onError, std::move(function)); }
		/// As Listener::onError, before it. The end follows.

private:
	friend class IO;
	friend class Streams;

	explicit Messages(Streams& streams): _streams(streams) {}

	bool sent(bool done);

	Streams& _streams;
	Functions<const Failure&> _onError;
};


class WS_API Streams: public Listener
	/// Makes two streams of a driver's calls and events. It stands between the driver and the listener of the
	/// application, which hears each event after the streams, and uses public calls of the driver only.
	///
	///     WS::Streams streams(listener);
	///     WS::ServerDriver driver(streams);
	///     streams.attach(driver);
	///     streams.messages().pipe(streams.messages());      // an echo
	///     streams.io().pipe(socket);                        // with write() and end(); and what is read goes to io().write()
	///
	/// Outlives the driver, and belongs to its thread. What a function throws leaves the call in which it was
	/// called, as what a listener throws does; flush() goes on with what it had not seen. Bytes out which a function was
	/// given do not come again. Whoever has a function for the bytes out writes all input to IO.
{
public:
	Streams();
		/// No listener: the streams tell all.

	explicit Streams(Listener& listener);
		/// The listener outlives the streams.

	void attach(Driver& driver);
		/// The driver whose listener this is. Poco::IllegalStateException: there is one already; also out of
		/// each call of the streams that needs one while there is none.

	IO& io() { return _io; }
	Messages& messages() { return _messages; }

	void onConnect(const Request& request) override;
	void onOpen() override;
	void onMessage(Message& message) override;
		/// Not passed on when one of the functions has closed the connection.

	void onPing(std::string_view payload) override;
	void onPong(std::string_view payload) override;
	void onError(const Failure& failure) override;
	void onClose(CloseCode code, std::string_view reason) override;

private:
	friend class IO;
	friend class Messages;

	Driver& driver();
	bool isOpen() const;
	void process();
	void receive();
	void handOver();
	void handOverPiece();

	Listener _nobody;
	Listener& _listener;
	Driver* _driver = nullptr;
	IO _io;
	Messages _messages;
	std::string _input;               // written to IO, and not received by the driver yet
	bool _busy = false;               // in an event, or in the driver's receive()
	bool _handingOver = false;
};


} // namespace WS


#endif // WS_Streams_INCLUDED
