//
// Error.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Error.h"
#include "Characters.h"
#include <array>


namespace WS {


namespace {


struct Row
{
	Error error;
	CloseCode code;
	int status;
	std::string_view text;
};


using enum CloseCode;


// clang-format off
constexpr std::array TABLE
{
	Row{Error::NONE, NORMAL, 0, "no error"},

	Row{Error::HEAD_SYNTAX, PROTOCOL_ERROR, 400, "malformed HTTP request"},
	Row{Error::REQUEST_LINE_TOO_LONG, PROTOCOL_ERROR, 414, "request line too long"},
	Row{Error::HEAD_TOO_LARGE, PROTOCOL_ERROR, 431, "request head too large"},
	Row{Error::HTTP_VERSION, PROTOCOL_ERROR, 505, "HTTP version not supported, HTTP/1.1 wanted"},
	Row{Error::METHOD, PROTOCOL_ERROR, 405, "method not allowed, GET wanted"},
	Row{Error::TARGET, PROTOCOL_ERROR, 400, "invalid request target"},
	Row{Error::HOST, PROTOCOL_ERROR, 400, "exactly one valid Host header wanted"},
	Row{Error::BODY, PROTOCOL_ERROR, 400, "request body not allowed"},
	Row{Error::NOT_A_WEBSOCKET_REQUEST, PROTOCOL_ERROR, 400, "not a WebSocket request"},
	Row{Error::VERSION, PROTOCOL_ERROR, 426, "unsupported WebSocket version"},
	Row{Error::KEY, PROTOCOL_ERROR, 400, "exactly one Sec-WebSocket-Key of 16 bytes in Base64 wanted"},
	Row{Error::DRAFT_KEY, PROTOCOL_ERROR, 400, "invalid key of the draft hixie-76"},
	Row{Error::SUBPROTOCOLS, PROTOCOL_ERROR, 400, "invalid Sec-WebSocket-Protocol header"},
	Row{Error::EXTENSIONS, PROTOCOL_ERROR, 400, "invalid Sec-WebSocket-Extensions header"},
	Row{Error::REFUSED, PROTOCOL_ERROR, 403, "request refused"},
	Row{Error::TOO_MUCH_BEFORE_START, PROTOCOL_ERROR, 431, "too much input before the handshake was done"},

	Row{Error::RESPONSE_SYNTAX, PROTOCOL_ERROR, 0, "malformed HTTP response"},
	Row{Error::RESPONSE_TOO_LARGE, PROTOCOL_ERROR, 0, "response head too large"},
	Row{Error::INTERIM_RESPONSES, PROTOCOL_ERROR, 0, "more than 8 interim responses"},
	Row{Error::STATUS, PROTOCOL_ERROR, 0, "unexpected response code, 101 wanted"},
	Row{Error::UPGRADE, PROTOCOL_ERROR, 0, "response without 'Upgrade: websocket'"},
	Row{Error::CONNECTION, PROTOCOL_ERROR, 0, "response without 'Connection: Upgrade'"},
	Row{Error::ACCEPT, PROTOCOL_ERROR, 0, "Sec-WebSocket-Accept mismatch"},
	Row{Error::SUBPROTOCOL, PROTOCOL_ERROR, 0, "server chose a subprotocol that was not offered"},
	Row{Error::EXTENSION, MANDATORY_EXTENSION, 0, "unacceptable choice of extensions by the server"},

	Row{Error::PROXY_STATUS, BAD_GATEWAY, 0, "proxy refused to connect"},
	Row{Error::PROXY_ENDED, ABNORMAL, 0, "proxy ended the transport before it had answered"},
	Row{Error::SOCKS_SYNTAX, PROTOCOL_ERROR, 0, "malformed SOCKS5 answer"},
	Row{Error::SOCKS_METHOD, BAD_GATEWAY, 0, "proxy accepts no way to authenticate that was offered"},
	Row{Error::SOCKS_CREDENTIALS, BAD_GATEWAY, 0, "proxy refused user and password"},
	Row{Error::SOCKS_REPLY, BAD_GATEWAY, 0, "proxy could not connect"},

	Row{Error::RESERVED_BITS, PROTOCOL_ERROR, 0, "reserved bits set without an extension"},
	Row{Error::UNKNOWN_OPCODE, PROTOCOL_ERROR, 0, "unknown opcode"},
	Row{Error::FRAGMENTED_CONTROL, PROTOCOL_ERROR, 0, "fragmented control frame"},
	Row{Error::CONTROL_TOO_LONG, PROTOCOL_ERROR, 0, "control frame too long, at most 125 bytes"},
	Row{Error::UNFINISHED_MESSAGE, PROTOCOL_ERROR, 0, "new message before the last one was finished"},
	Row{Error::UNEXPECTED_CONTINUATION, PROTOCOL_ERROR, 0, "continuation frame without a message"},
	Row{Error::UNMASKED, PROTOCOL_ERROR, 0, "unmasked frame from a client"},
	Row{Error::MASKED, PROTOCOL_ERROR, 0, "masked frame from a server"},
	Row{Error::LENGTH_NOT_MINIMAL, PROTOCOL_ERROR, 0, "frame length not in its shortest form"},
	Row{Error::LENGTH_TOP_BIT, PROTOCOL_ERROR, 0, "frame length of 2^63 or more"},
	Row{Error::MESSAGE_TOO_LONG, MESSAGE_TOO_BIG, 0, "message too long"},
	Row{Error::TOO_MANY_FRAGMENTS, POLICY_VIOLATION, 0, "message of too many fragments"},
	Row{Error::INVALID_UTF8, INVALID_PAYLOAD, 0, "text is not UTF-8"},
	Row{Error::CLOSE_LENGTH, PROTOCOL_ERROR, 0, "close frame of one byte"},
	Row{Error::CLOSE_CODE, PROTOCOL_ERROR, 0, "invalid close code"},
	Row{Error::CLOSE_REASON, PROTOCOL_ERROR, 0, "close reason is not UTF-8"},

	Row{Error::EXTENSION_FAILED, INTERNAL_ERROR, 500, "extension failed"},

	Row{Error::NO_RANDOMNESS, INTERNAL_ERROR, 0, "no random bytes for masks"}
};
// clang-format on


constexpr bool isComplete()
{
	for (std::size_t i = 0; i < TABLE.size(); ++i)
	{
		if (TABLE[i].error != static_cast<Error>(i)) return false;
	}
	return TABLE.back().error == Error::NO_RANDOMNESS;
}


static_assert(isComplete(), "one row for each error, in their order");


} // namespace


Failure::Failure(Error error, std::string_view detail):
	error(error),
	code(TABLE[static_cast<std::size_t>(error)].code),
	status(TABLE[static_cast<std::size_t>(error)].status),
	message(TABLE[static_cast<std::size_t>(error)].text)
{
	if (!detail.empty()) message.append(": ").append(printable(detail));
}


} // namespace WS
