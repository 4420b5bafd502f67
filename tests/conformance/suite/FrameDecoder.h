//
// FrameDecoder.h
//
// The suite's own reader of what the peer sends. Shares no code with the library.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_FrameDecoder_INCLUDED
#define Conformance_FrameDecoder_INCLUDED


#include "conformance/suite/Agreement.h"
#include "conformance/suite/Event.h"
#include "conformance/suite/Inflater.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>


namespace Conformance {


class FrameDecoder
	/// Turns the peer's bytes into events, and sees to it that its frames are right themselves: masked as
	/// its role demands, no reserved bits or opcodes, shortest lengths, whole and short control frames,
	/// fragments in their order, nothing after a close, compressed only as agreed.
{
public:
	explicit FrameDecoder(bool masked);
		/// Whether the peer has to mask.

	void inflate(const Direction& direction);
		/// The peer may compress, in this way.

	void append(std::string_view bytes);

	std::optional<Event> next();
		/// The next message, ping, pong or close frame. None: more bytes are needed, or there is a fault.

	const std::string& fault() const { return _fault; }
		/// What the peer did wrong, for the report; empty: nothing. Nothing is decoded after that.

private:
	struct Header
	{
		int opcode;
		bool fin;
		int rsv;
		bool masked;
		std::uint64_t length;
		std::size_t size;
	};

	std::optional<Header> header();
	std::string violation(const Header& header) const;
	std::string rsvViolation(const Header& header) const;
	std::string payload(const Header& header);
	std::optional<Event> message();
	std::optional<Event> fail(std::string fault);

	const bool _masked;
	std::optional<Direction> _direction;
	Inflater _inflater;
	std::string _bytes;
	std::size_t _position = 0;
	std::optional<Event> _message;
		// The one whose fragments arrive.
	bool _closed = false;
	std::string _fault;
};


} // namespace Conformance


#endif // Conformance_FrameDecoder_INCLUDED
