//
// Error.h
//
// What a peer can do wrong: one enumerator for each violation, one table for
// its text, close code and HTTP status.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Error_INCLUDED
#define WS_Error_INCLUDED


#include "WS/Frame.h"
#include <string>
#include <string_view>


namespace WS {


enum class Error: std::uint8_t
	/// A violation of the protocol or of a limit.
{
	NONE,

	// A request that a server refuses (RFC 6455 4.2)
	HEAD_SYNTAX,
	REQUEST_LINE_TOO_LONG,
	HEAD_TOO_LARGE,
	HTTP_VERSION,
	METHOD,
	TARGET,
	HOST,
	BODY,
	NOT_A_WEBSOCKET_REQUEST,
	VERSION,
	KEY,
	DRAFT_KEY,
	SUBPROTOCOLS,
	EXTENSIONS,
	REFUSED,
	TOO_MUCH_BEFORE_START,

	// A response that a client refuses (RFC 6455 4.1)
	RESPONSE_SYNTAX,
	RESPONSE_TOO_LARGE,
	INTERIM_RESPONSES,
	STATUS,
	UPGRADE,
	CONNECTION,
	ACCEPT,
	SUBPROTOCOL,
	EXTENSION,

	// A proxy's answer (RFC 9110 9.3.6); its syntax and size are as above
	PROXY_STATUS,
	PROXY_ENDED,
	SOCKS_SYNTAX,                // RFC 1928, 1929
	SOCKS_METHOD,
	SOCKS_CREDENTIALS,
	SOCKS_REPLY,

	// Frames (RFC 6455 5 and 7)
	RESERVED_BITS,
	UNKNOWN_OPCODE,
	FRAGMENTED_CONTROL,
	CONTROL_TOO_LONG,
	UNFINISHED_MESSAGE,
	UNEXPECTED_CONTINUATION,
	UNMASKED,
	MASKED,
	LENGTH_NOT_MINIMAL,
	LENGTH_TOP_BIT,
	MESSAGE_TOO_LONG,
	TOO_MANY_FRAGMENTS,
	INVALID_UTF8,
	CLOSE_LENGTH,
	CLOSE_CODE,
	CLOSE_REASON,

	// Extensions (RFC 6455 9)
	EXTENSION_FAILED,

	// Our own
	NO_RANDOMNESS
};


struct WS_API Failure
	/// What Listener::onError is told.
{
	Failure(Error error, std::string_view detail = {});
		/// The table's text for the error, with the detail (what was seen) behind it.

	Error error;
	CloseCode code;
		/// What onClose reports next, and what the close frame carries if one could be sent. An extension may
		/// have chosen it.
	int status;
		/// The HTTP status with which a server refuses the request; 0 for what is no fault of a request.
	std::string message;
		/// What was seen and what was wanted, in English, at most about 200 bytes. Bytes of
		/// the peer in it are printable ASCII, at most 75 of them.
};


} // namespace WS


#endif // WS_Error_INCLUDED
