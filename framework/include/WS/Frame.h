//
// Frame.h
//
// The values of RFC 6455 sections 5 and 7: opcodes, reserved bits, close codes, messages.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Frame_INCLUDED
#define WS_Frame_INCLUDED


#include "WS/WS.h"
#include <cstdint>
#include <string>
#include <string_view>


namespace WS {


enum class Role
	/// Which end of the connection we are.
{
	SERVER,
	CLIENT
};


enum class Opcode: std::uint8_t
	/// What a frame carries (RFC 6455 5.2).
{
	CONTINUATION = 0x0,
	TEXT = 0x1,
	BINARY = 0x2,
	CLOSE = 0x8,
	PING = 0x9,
	PONG = 0xA
};


enum class Rsv: std::uint8_t
	/// The reserved bits of a frame, as a set (RFC 6455 5.2).
{
	NONE = 0,
	RSV3 = 1,
	RSV2 = 2,
	RSV1 = 4
};


constexpr Rsv operator | (Rsv a, Rsv b)
{
	return static_cast<Rsv>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}


constexpr Rsv operator & (Rsv a, Rsv b)
{
	return static_cast<Rsv>(static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b));
}


enum class CloseCode: std::uint16_t
	/// Why a connection ends (RFC 6455 7.4.1 and the IANA registry). Codes of libraries
	/// (3000 to 3999) and applications (4000 to 4999) are written CloseCode(4001).
{
	NORMAL = 1000,
	GOING_AWAY = 1001,
	PROTOCOL_ERROR = 1002,
	UNSUPPORTED_DATA = 1003,
	NO_STATUS = 1005,            /// the close frame had no code; never on the wire
	ABNORMAL = 1006,             /// the transport ended without a close frame; never on the wire
	INVALID_PAYLOAD = 1007,
	POLICY_VIOLATION = 1008,
	MESSAGE_TOO_BIG = 1009,
	MANDATORY_EXTENSION = 1010,
	INTERNAL_ERROR = 1011,
	SERVICE_RESTART = 1012,
	TRY_AGAIN_LATER = 1013,
	BAD_GATEWAY = 1014,
	TLS_HANDSHAKE = 1015         /// the TLS handshake failed; never on the wire
};


constexpr bool isSendable(CloseCode code)
	/// Whether a close frame may carry the code: 1000 to 1003, 1007 to 1014, 3000 to 4999.
{
	const auto n = static_cast<unsigned>(code);
	return (n >= 1000 && n <= 1003) || (n >= 1007 && n <= 1014) || (n >= 3000 && n <= 4999);
}


constexpr bool isControl(Opcode opcode)
	/// Close, ping and pong: at most 125 bytes, never fragmented (RFC 6455 5.5).
{
	return (static_cast<std::uint8_t>(opcode) & 0x8) != 0;
}


constexpr std::size_t MAX_CONTROL_PAYLOAD = 125;
constexpr std::size_t MAX_CLOSE_REASON = 123;


struct Message
	/// A whole text or binary message, as a view: the payload is valid during the
	/// call that hands it over. Text is UTF-8 and has been checked.
{
	Opcode opcode = Opcode::BINARY;
	Rsv rsv = Rsv::NONE;
	std::string_view payload;

	Message() = default;

	Message(Opcode opcode, std::string_view payload);
		/// A view of bytes that somebody else keeps.

	Message(Opcode opcode, std::string* assembled);
		/// A view of a buffer that take() may move out; the buffer outlives the message.

	bool isText() const;

	std::string take();
		/// The payload as owned bytes: moved out where the driver assembled the message
		/// itself, else copied. The payload is empty afterwards.

private:
	std::string* _assembled = nullptr;
};


struct SendOptions
	/// For one message.
{
	bool compress = true;
		/// False: extensions that compress leave it as it is. For secrets that travel beside what an
		/// attacker chooses, and for what is compressed already.
};


//
// inlines
//


inline Message::Message(Opcode opcode, std::string_view payload):
	opcode(opcode),
	payload(payload)
{
}


inline Message::Message(Opcode opcode, std::string* assembled):
	opcode(opcode),
	payload(*assembled),
	_assembled(assembled)
{
}


inline bool Message::isText() const
{
	return opcode == Opcode::TEXT;
}


inline std::string Message::take()
{
	const bool whole = _assembled && payload.data() == _assembled->data() && payload.size() == _assembled->size();
	std::string bytes = whole ? std::move(*_assembled) : std::string(payload);
	_assembled = nullptr;
	payload = {};
	return bytes;
}


} // namespace WS


#endif // WS_Frame_INCLUDED
