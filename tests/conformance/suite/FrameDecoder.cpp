//
// FrameDecoder.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/FrameDecoder.h"
#include <utility>


namespace Conformance {


namespace {


constexpr std::uint64_t LONGEST = 32 * 1024 * 1024;        // twice what the suite sends: no peer can fill our memory
constexpr std::uint64_t LONGEST_CONTROL = 125;


std::uint64_t number(std::string_view bytes)
{
	std::uint64_t result = 0;
	for (const unsigned char c: bytes) result = result << 8 | c;
	return result;
}


} // namespace


FrameDecoder::FrameDecoder(bool masked):
	_masked(masked),
	_inflater(LONGEST)
{
}


void FrameDecoder::inflate(const Direction& direction)
{
	_direction = direction;
}


void FrameDecoder::append(std::string_view bytes)
{
	_bytes.erase(0, _position);
	_position = 0;
	_bytes += bytes;
}


std::optional<Event> FrameDecoder::next()
{
	while (_fault.empty())
	{
		const auto head = header();
		if (!head) return std::nullopt;
		if (auto fault = violation(*head); !fault.empty()) return fail(std::move(fault));
		if (_bytes.size() - _position - head->size < head->length) return std::nullopt;

		auto bytes = payload(*head);
		if (head->opcode >= CLOSE)
		{
			_closed = head->opcode == CLOSE;
			return Event{head->opcode, std::move(bytes)};
		}
		if (_message) _message->payload += bytes;
		else _message = Event{head->opcode, std::move(bytes), head->rsv != 0};
		if (head->fin) return message();
	}
	return std::nullopt;
}


std::optional<FrameDecoder::Header> FrameDecoder::header()
{
	const auto bytes = std::string_view(_bytes).substr(_position);
	if (bytes.size() < 2) return std::nullopt;
	const auto first = static_cast<unsigned char>(bytes[0]);
	const auto second = static_cast<unsigned char>(bytes[1]);

	const int shortLength = second & 0x7f;
	const std::size_t extended = shortLength == 126 ? 2 : shortLength == 127 ? 8
																			 : 0;
	const std::size_t size = 2 + extended + (second & 0x80 ? 4 : 0);
	if (bytes.size() < size) return std::nullopt;
	const std::uint64_t length = extended ? number(bytes.substr(2, extended)) : static_cast<std::uint64_t>(shortLength);
	if (extended && length < (extended == 2 ? 126 : 65536))
	{
		fail("sent a length that is not the shortest one");
		return std::nullopt;
	}
	return Header{first & 0xf, (first & 0x80) != 0, first >> 4 & 7, (second & 0x80) != 0, length, size};
}


std::string FrameDecoder::violation(const Header& header) const
{
	const auto opcode = std::to_string(header.opcode);
	if (_closed) return "sent a frame (opcode " + opcode + ") after its close frame";
	if (auto rsv = rsvViolation(header); !rsv.empty()) return rsv;
	if (header.masked != _masked) return _masked ? "sent a frame that is not masked" : "sent a masked frame";
	if (header.opcode > PONG || (header.opcode > BINARY && header.opcode < CLOSE)) return "sent a frame with the reserved opcode " + opcode;
	if (header.opcode >= CLOSE)
	{
		if (!header.fin) return "sent a control frame without FIN";
		if (header.length > LONGEST_CONTROL) return "sent a control frame of " + std::to_string(header.length) + " octets";
		if (header.opcode == CLOSE && header.length == 1) return "sent a close frame of one octet";
		return {};
	}
	if (_message.has_value() != (header.opcode == CONTINUATION)) return _message ? "began a message inside another" : "sent a continuation of nothing";
	if (header.length > LONGEST - (_message ? _message->payload.size() : 0)) return "sent a message that is longer than any it was sent";
	return {};
}


std::string FrameDecoder::rsvViolation(const Header& header) const
	/// RSV1 stands for compression, on the first frame of a message (RFC 7692 6).
{
	if (header.rsv == 0) return {};
	if (_direction && header.rsv == RSV1 && (header.opcode == TEXT || header.opcode == BINARY)) return {};
	return "sent a frame with reserved bits (" + std::to_string(header.rsv) + ")";
}


std::string FrameDecoder::payload(const Header& header)
{
	const auto length = static_cast<std::size_t>(header.length);
	std::string result(_bytes, _position + header.size, length);
	if (header.masked)
	{
		const std::string key(_bytes, _position + header.size - 4, 4);
		for (std::size_t i = 0; i < length; ++i) result[i] = static_cast<char>(result[i] ^ key[i % 4]);
	}
	_position += header.size + length;
	return result;
}


std::optional<Event> FrameDecoder::message()
	/// The one that is complete.
{
	auto message = std::exchange(_message, std::nullopt);
	if (!message->compressed) return message;

	auto inflated = _inflater.inflate(message->payload);
	const std::size_t window = std::size_t(1) << _direction->windowBits;
	if (!inflated.fault.empty()) return fail("sent a compressed message that " + inflated.fault);
	if (!_direction->takeover && inflated.reach > 0) return fail("sent a message that refers to an earlier one, with no_context_takeover agreed");
	if (inflated.longestDistance > window) return fail("sent a message that refers to " + std::to_string(inflated.longestDistance) + " octets before, with a window of " + std::to_string(window) + " agreed");
	message->payload = std::move(inflated.message);
	return message;
}


std::optional<Event> FrameDecoder::fail(std::string fault)
{
	_fault = std::move(fault);
	return std::nullopt;
}


} // namespace Conformance
