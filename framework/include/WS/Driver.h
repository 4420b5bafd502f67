//
// Driver.h
//
// The facade: bytes in, events out, messages in, bytes out.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Driver_INCLUDED
#define WS_Driver_INCLUDED


#include "WS/Listener.h"
#include "WS/Options.h"
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


class Connection;


enum class State: std::uint8_t
	/// Where a connection is (RFC 6455 4.1, 7.1).
{
	CONNECTING,      /// the opening handshake is not done
	OPEN,
	CLOSING,         /// our close frame is out, the peer's is awaited
	CLOSED           /// nothing more is received; output may still have to be written
};


class WS_API Driver
	/// One WebSocket connection without its transport.
	///
	/// The transport's owner hands what it reads to receive(), and writes what output()
	/// returns until finished(). Everything else happens on the way: events are called
	/// from within receive() and the other calls, and replies join the output.
	///
	///     while (!driver.finished())
	///     {
	///         read, receive(); write all of output(), consume() what was written
	///     }
	///
	/// Not thread-safe: one thread at a time. The calls that send return false when
	/// nothing was sent, and never throw for what a peer did. What a listener throws
	/// leaves the call (see Listener). std::bad_alloc may; out of start() and receive() it ends the connection.
{
public:
	Driver(const Driver&) = delete;
	Driver& operator = (const Driver&) = delete;

	virtual ~Driver();
		/// Fires nothing. Not to be called from a listener.

	bool start();
		/// A client writes its request. A server judges the request and answers it; before
		/// the request has arrived it does so as soon as that is there.
		/// False: started before, refused, or closed.

	bool setHeader(std::string_view name, std::string_view value);
		/// Adds a header to the handshake; set-cookie and www-authenticate may repeat, any other
		/// name replaces its earlier value. False: too late, or the handshake owns the name (Upgrade,
		/// Connection, Host, Content-Length, Transfer-Encoding, Sec-WebSocket-..., WebSocket-...).
		/// A malformed name or value throws Poco::InvalidArgumentException and sets nothing.

	bool addExtension(std::shared_ptr<const Extension> extension);
		/// Adds an extension for this connection, behind those of Options::extensions. False: too late, as for setHeader(), or
		/// the request asks for a draft without extensions. Of that name there is one: Poco::ExistsException; null:
		/// Poco::InvalidArgumentException.

	std::vector<Negotiated> negotiated() const;
		/// The extensions in use, in the order in which they are applied to what is sent. None before onOpen.

	State state() const;

	const Options& options() const;
		/// What the driver was made with.

	std::string_view version() const;
		/// The dialect, such as "hybi-13"; before start() the one that the request asks for.
		/// Empty while a server has no request.

	std::string_view protocol() const;
		/// The agreed subprotocol; empty: none. Valid as long as the driver.

	// Bytes in

	void receive(std::span<char> bytes);
	void receive(std::span<std::byte> bytes);
		/// Takes what the transport has read, in pieces of any size. The bytes are unmasked in
		/// place and not needed after the call.

	void resume();
		/// Goes on with what had been received when a listener threw. receive() and receiveEnd() do so too.

	void receiveEnd();
		/// The peer will send nothing more, or the transport failed.

	// Bytes out

	std::string_view output() const;
		/// The first piece that waits to be written; empty: nothing waits. Valid until the
		/// next non-const call.

	std::size_t output(std::span<std::string_view> pieces) const;
		/// Fills pieces with the first that wait, in order, for a gathering write; returns how many.

	void consume(std::size_t size);
		/// The transport has written the first size bytes of the output. More than waits:
		/// Poco::InvalidArgumentException.

	std::size_t bufferedAmount() const;
		/// Bytes that wait to be written.

	bool finished() const;
		/// Time to end the transport. A server: closed, and all is written. A client: the server
		/// has ended the transport (RFC 6455 7.1.1), or the connection failed and all is written.

	// Messages in

	bool text(std::string_view payload, SendOptions options = {});
	bool binary(std::string_view payload, SendOptions options = {});
	bool binary(std::span<const std::byte> payload, SendOptions options = {});
		/// Sends a message in one frame. The payload is copied.
		/// False: state() is CLOSING or CLOSED, the queue before open is full, text is not UTF-8, or an extension failed, which
		/// has ended the connection. So does std::bad_alloc if extensions are in use.

	bool send(const Message& message, SendOptions options = {});
		/// Sends a message on; its reserved bits are not sent. An opcode that is not TEXT or BINARY:
		/// Poco::InvalidArgumentException.

	bool send(Opcode opcode, std::string&& payload, SendOptions options = {});
		/// As above; a payload of 64 KiB or more leaves without a copy if no extension is in use. Only TEXT and BINARY:
		/// else Poco::InvalidArgumentException. Moved from only if true is returned.

	bool ping(std::string_view payload = {}, std::function<void(bool answered)> done = {});
		/// Sends a ping. done is called once: with true when a pong answers this ping or a later one
		/// (RFC 6455 5.5.3), with false when the connection ends before. Pings of the same payload
		/// cannot be told apart: a pong answers them all. False, and done is not
		/// called: as for text(), or the payload has over 125 bytes, or the dialect has no pings.

	bool pong(std::string_view payload = {});
		/// Sends a pong that nobody asked for. Pings are answered without it.

	bool close(CloseCode code = CloseCode::NORMAL, std::string_view reason = {});
		/// Begins the closing handshake; onClose follows when the peer answers. While connecting: ends
		/// at once, with onClose, and drops what was queued. NO_STATUS sends a close frame without
		/// a code. False, and nothing happens: closing already, not isSendable(code), or a
		/// reason over 123 bytes or not UTF-8.

	void releaseIdle();
		/// Gives back the memory that an idle connection can do without, that of its extensions included. Not while it is
		/// being told something.

protected:
	Driver(Role role, Listener& listener, std::shared_ptr<const Options> options);

	Connection& connection();
	const Connection& connection() const;

private:
	std::unique_ptr<Connection> _connection;
};


} // namespace WS


#endif // WS_Driver_INCLUDED
