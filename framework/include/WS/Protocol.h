//
// Protocol.h
//
// One dialect of the protocol, and what it sees of its connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Protocol_INCLUDED
#define WS_Protocol_INCLUDED


#include "WS/Error.h"
#include "WS/Frame.h"
#include "WS/HTTP.h"
#include "WS/Options.h"
#include <span>
#include <string>
#include <string_view>


namespace WS {


class WS_API Protocol
	/// One dialect: how it answers the request and how it writes and reads frames. Holds
	/// parser state only; the connection's state, its events and its output are the
	/// context's. To add a dialect, derive and return it from ServerDriver::createProtocol.
{
public:
	virtual ~Protocol();

	virtual std::string_view version() const = 0;
		/// The dialect's name, such as "hybi-13".

	virtual bool supports(Opcode opcode) const;
		/// Whether the dialect has such frames; true. Without CLOSE frames a close has neither code nor
		/// reason: onClose tells NO_STATUS.

	virtual bool judge(const Request& request) = 0;
		/// A server's dialect checks what is its own in the request. False: it has called
		/// ProtocolContext::fail. A client's is not asked.

	virtual void respond(const Request& request, Response& response) = 0;
		/// Fills in status, reason and headers of the response to a request that it judged good. The
		/// application's headers are there already: the dialect's may go before or behind them. An empty
		/// reason becomes the usual one; a body is not written.

	virtual bool opensAtOnce() const;
		/// Whether the handshake is done with the response; true. False: the bytes that follow go to
		/// receive(), until it calls ProtocolContext::opened.

	virtual void receive(std::span<char>& bytes) = 0;
		/// Takes units (a frame, a part of one, a few bytes), one or as many as it likes, off the front
		/// of bytes, which are not empty, and may change them. Own state and bytes are advanced before the
		/// context is called: what the context throws then loses nothing. What is left comes again in front of what
		/// follows; Options::maxHead limits it until the connection is open, the dialect afterwards.

	virtual bool send(Opcode opcode, std::string_view payload, const SendOptions& options) = 0;
		/// Appends a frame to the output: TEXT, BINARY, PING or PONG, checked by the caller.
		/// False: this dialect cannot send it, or it called ProtocolContext::fail.

	virtual bool send(Opcode opcode, std::string&& payload, const SendOptions& options);
		/// The same; a dialect that can hand a large payload on uncopied overrides it.

	virtual bool close(CloseCode code, std::string_view reason) = 0;
		/// Appends what closes the connection, the first time it is called; code and reason are
		/// checked. True: the peer's answer is to be awaited; false: this is the end.

	virtual std::span<const Negotiated> negotiated() const;
		/// The extensions in use, in the order in which they are applied to what is sent; none. With one of them std::bad_alloc
		/// out of send() ends the connection: the extension may have gone on without what was to be sent.

	virtual void releaseIdle();
		/// Gives memory back that can be had again.
};


class WS_API ProtocolContext
	/// What a dialect sees of its connection. Lives longer than the dialect.
{
public:
	virtual Role role() const = 0;

	virtual const Options& options() const = 0;

	virtual const ExtensionRegistry& extensions() const = 0;
		/// Those of the options, and behind them what was added to this connection.

	virtual void opened() = 0;
		/// The handshake is done at last: sends what was queued and fires onOpen. See Protocol::opensAtOnce.

	virtual bool deliver(Message& message) = 0;
		/// Hands a whole message up. Dropped unless the connection is open. False: it is not, or
		/// not any more; Protocol::receive returns then.

	virtual void ping(std::string_view payload) = 0;
		/// A ping arrived: answers through Protocol::send and hands it up.

	virtual void pong(std::string_view payload) = 0;
		/// A pong arrived: calls what waits for it and hands it up.

	virtual void closed(CloseCode code, std::string_view reason) = 0;
		/// The peer's side has closed and nothing more is to be sent.

	void fail(Error error, std::string_view detail = {}) { fail(Failure(error, detail)); }

	virtual void fail(const Failure& failure) = 0;
		/// The peer broke the rules, or an extension failed: refuses the request, or closes with the failure's code
		/// through Protocol::close. Ends the connection; the dialect is not called again.

	virtual std::string& append(std::size_t size) = 0;
		/// The buffer to which to append about size bytes of output, at once. Valid until
		/// the next call.

	virtual void append(std::string_view head, std::string&& piece) = 0;
		/// Appends a few bytes and behind them a piece of output that is not copied: both, or, if
		/// std::bad_alloc leaves it, neither.

	virtual bool random(std::span<char> bytes) = 0;
		/// Fills bytes for masks and keys. False: no randomness; the connection has failed.

protected:
	~ProtocolContext() = default;
};


} // namespace WS


#endif // WS_Protocol_INCLUDED
