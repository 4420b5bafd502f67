//
// Extension.h
//
// What an extension is made of: the part that negotiates, and the part that runs.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Extension_INCLUDED
#define WS_Extension_INCLUDED


#include "WS/ExtensionParams.h"
#include "WS/Frame.h"
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>


namespace WS {


struct SessionResult
	/// What a session has done with a message.
{
	enum Kind: std::uint8_t
	{
		DONE,            /// the message's payload is in out now
		UNTOUCHED,       /// the message goes on as it came; nothing was appended to out
		FAILED           /// the connection is to be closed
	};

	Kind kind = DONE;
	CloseCode code = CloseCode::INTERNAL_ERROR;
	std::string text = {};

	static SessionResult done() { return {}; }
	static SessionResult untouched() { return {UNTOUCHED}; }

	static SessionResult failed(std::string text, CloseCode code = CloseCode::INTERNAL_ERROR)
		/// text: for onError and the peer; the extension's name is put before it. code: one that a close
		/// frame may carry, such as INVALID_PAYLOAD for data that cannot be decoded.
	{
		return {FAILED, code, std::move(text)};
	}
};


class Session
	/// An extension at work on one connection, and used by that connection's thread only. It sees whole messages: never
	/// fragments, nor control frames. What it throws ends the connection with INTERNAL_ERROR. It must not call the driver.
{
public:
	virtual ~Session() = default;

	virtual SessionResult decode(const Message& in, std::string& out, std::size_t maxLength) = 0;
		/// Undoes what the peer's session has done; appends the payload to out. Called for messages that bear one of
		/// the extension's reserved bits, and for all if it has none; the bits are taken off afterwards. Whether text is
		/// UTF-8 is checked when all extensions are done.
		/// More than maxLength bytes must not be appended, however many the message would become: fail with
		/// MESSAGE_TOO_BIG as soon as that is known.

	virtual SessionResult encode(const Message& in, const SendOptions& options, std::string& out) = 0;
		/// Does what the peer's session will undo; appends the payload to out. The extension's reserved bits are set
		/// on what was DONE.

	virtual void release() {}
		/// The connection is idle: give memory back that can be had again.

protected:
	Session() = default;
	Session(const Session&) = delete;
	Session& operator = (const Session&) = delete;
};


class ClientSession: public Session
{
public:
	virtual std::vector<ExtensionParams> offers() const = 0;
		/// What to offer, the best first; none: the extension is not offered.

	virtual bool activate(const ExtensionParams& answer) = 0;
		/// The server's answer. False, also for anything that was not offered: the handshake fails.
};


class ServerSession: public Session
{
public:
	virtual ExtensionParams response() const = 0;
		/// What to answer.
};


class Extension
	/// An extension of the protocol (RFC 6455 9): its name, its claim on the reserved bits, and its configuration. Made
	/// once, const from then on, and shared by all connections: everything here is called from many threads.
{
public:
	virtual ~Extension() = default;

	virtual std::string_view name() const = 0;
		/// The registered token, such as "permessage-deflate". The same at each call.

	virtual Rsv rsv() const = 0;
		/// The reserved bits that mark its messages; NONE: it works on all of them. Of two
		/// extensions that claim the same bit a connection has the first at most.

	virtual std::unique_ptr<ClientSession> createClientSession() const = 0;
		/// For one handshake. Null: it is not offered.

	virtual std::unique_ptr<ServerSession> createServerSession(const std::vector<ExtensionParams>& offers) const = 0;
		/// offers: all that the client has made of this extension, in its order; at least one. Null: none is
		/// acceptable, and the connection does without.

protected:
	Extension() = default;
	Extension(const Extension&) = delete;
	Extension& operator = (const Extension&) = delete;
};


} // namespace WS


#endif // WS_Extension_INCLUDED
