//
// FrameReader.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "FrameReader.h"
#include <algorithm>


namespace WS {


namespace {


constexpr unsigned FIN = 0x80;
constexpr unsigned RSV = 0x70;
constexpr unsigned OPCODE = 0x0f;
constexpr unsigned MASKED = 0x80;
constexpr unsigned LENGTH = 0x7f;
constexpr char LENGTH_16 = 126;
constexpr char LENGTH_64 = 127;


Opcode opcodeOf(char first)
{
	return static_cast<Opcode>(static_cast<unsigned char>(first) & OPCODE);
}


Rsv rsvOf(char first)
{
	return static_cast<Rsv>((static_cast<unsigned char>(first) & RSV) >> 4);
}


bool isFin(char first)
{
	return (static_cast<unsigned char>(first) & FIN) != 0;
}


bool isMasked(char second)
{
	return (static_cast<unsigned char>(second) & MASKED) != 0;
}


char lengthForm(char second)
{
	return static_cast<char>(static_cast<unsigned char>(second) & LENGTH);
}


std::size_t lengthSize(char form)
{
	if (form == LENGTH_16) return 2;
	return form == LENGTH_64 ? 8 : 0;
}


std::size_t headerSize(char second)
{
	return 2 + lengthSize(lengthForm(second)) + (isMasked(second) ? 4 : 0);
}


std::uint64_t bigEndian(const char* bytes, std::size_t size)
{
	std::uint64_t value = 0;
	for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
	return value;
}


std::uint64_t lengthOf(const char* header)
{
	const char form = lengthForm(header[1]);
	const std::size_t size = lengthSize(form);
	return size == 0 ? static_cast<std::uint64_t>(form) : bigEndian(header + 2, size);
}


} // namespace


FrameReader::FrameReader(Role role, const Options& options):
	_maxLength(options.maxLength),
	_maxFragments(options.maxFragments),
	_wantsMask(role == Role::SERVER),
	_allowsUnmasked(role == Role::CLIENT || !options.requireMasking)
{
}


void FrameReader::allow(Rsv rsv)
{
	_allowed = rsv;
}


bool FrameReader::takeWhole(std::span<char>& bytes, FramePart& part)
{
	if (_inPayload || _have > 0 || _fragments > 0 || bytes.size() < 2) return false;
	const auto* header = reinterpret_cast<const unsigned char*>(bytes.data());
	if (header[0] != (FIN | static_cast<unsigned>(Opcode::TEXT)) && header[0] != (FIN | static_cast<unsigned>(Opcode::BINARY))) return false;
	const bool masked = (header[1] & MASKED) != 0;
	if (masked != _wantsMask) return false;

	std::size_t length = header[1] & LENGTH;
	std::size_t size = masked ? 6 : 2;
	if (length == LENGTH_64) return false;
	if (length == LENGTH_16)
	{
		if (bytes.size() < 4) return false;
		length = static_cast<std::size_t>(header[2]) << 8 | header[3];
		size += 2;
		if (length < 126) return false;
	}
	if (length > _maxLength || bytes.size() < size + length) return false;

	part.opcode = static_cast<Opcode>(header[0] & OPCODE);
	part.rsv = Rsv::NONE;
	part.fin = part.begins = part.ends = true;
	part.payload = bytes.subspan(size, length);
	if (masked) Mask(bytes.data() + size - 4).apply(part.payload);
	bytes = bytes.subspan(size + length);
	return true;
}


Error FrameReader::next(std::span<char>& bytes, FramePart& part, bool& found)
{
	part.begins = !_inPayload;
	if (!_inPayload)
	{
		const Error error = readHeader(bytes);
		found = _inPayload;
		if (error != Error::NONE || !found) return error;
	}
	found = true;

	const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(_remaining, bytes.size()));
	part.payload = bytes.first(size);
	bytes = bytes.subspan(size);
	if (_masked) _mask.apply(part.payload);
	_remaining -= size;
	_inPayload = _remaining > 0;

	part.opcode = opcodeOf(_first);
	part.fin = isFin(_first);
	part.rsv = rsvOf(_first);
	part.ends = !_inPayload;
	return Error::NONE;
}


std::string FrameReader::detail(Error error) const
{
	const auto first = static_cast<unsigned char>(_header[0]);
	switch (error)
	{
	case Error::RESERVED_BITS:
	case Error::UNKNOWN_OPCODE:
	case Error::FRAGMENTED_CONTROL:
		return "first byte " + std::to_string(first);
	case Error::MESSAGE_TOO_LONG:
		return std::to_string(lengthOf(_header.data())) + " bytes in this frame, at most " + std::to_string(_maxLength) + " in all";
	case Error::TOO_MANY_FRAGMENTS:
		return "more than " + std::to_string(_maxFragments);
	case Error::LENGTH_NOT_MINIMAL:
		return std::to_string(lengthOf(_header.data())) + " in the long form";
	default:
		return {};
	}
}


std::uint64_t FrameReader::remaining() const
{
	return _remaining;
}


Error FrameReader::readHeader(std::span<char>& bytes)
{
	if (_have > 0 || bytes.size() < 2 || bytes.size() < headerSize(bytes[1])) return collectHeader(bytes);

	// The usual case: the header is whole and is read where it lies.
	Error error = judgeFirst(bytes[0]);
	if (error == Error::NONE) error = judgeSecond(bytes[0], bytes[1]);
	if (error == Error::NONE) error = judgeLength(bytes.data());
	if (error != Error::NONE)
	{
		std::copy_n(bytes.begin(), headerSize(bytes[1]), _header.begin());
		return error;
	}
	accept(bytes.data());
	bytes = bytes.subspan(headerSize(bytes[1]));
	return Error::NONE;
}


Error FrameReader::collectHeader(std::span<char>& bytes)
{
	Error error = Error::NONE;
	while (!bytes.empty() && !_inPayload && error == Error::NONE)
	{
		_header[_have++] = bytes.front();
		bytes = bytes.subspan(1);
		if (_have == 1) error = judgeFirst(_header[0]);
		if (_have == 2) error = judgeSecond(_header[0], _header[1]);
		if (error == Error::NONE && _have >= 2 && _have == 2 + lengthSize(lengthForm(_header[1]))) error = judgeLength(_header.data());
		if (error == Error::NONE && _have >= 2 && _have == headerSize(_header[1]))
		{
			_have = 0;
			accept(_header.data());
		}
	}
	return error;
}


Error FrameReader::judgeFirst(char first) const
{
	const Opcode opcode = opcodeOf(first);
	const bool beginsMessage = opcode == Opcode::TEXT || opcode == Opcode::BINARY;
	const Rsv allowed = beginsMessage ? _allowed : Rsv::NONE;
	if ((rsvOf(first) | allowed) != allowed) return Error::RESERVED_BITS;                      // RFC 6455 5.2
	switch (opcode)
	{
	case Opcode::CONTINUATION:
		if (_fragments == 0) return Error::UNEXPECTED_CONTINUATION;                            // 5.4
		return _fragments < _maxFragments ? Error::NONE : Error::TOO_MANY_FRAGMENTS;
	case Opcode::TEXT:
	case Opcode::BINARY:
		return _fragments == 0 ? Error::NONE : Error::UNFINISHED_MESSAGE;                      // 5.4
	case Opcode::CLOSE:
	case Opcode::PING:
	case Opcode::PONG:
		return isFin(first) ? Error::NONE : Error::FRAGMENTED_CONTROL;                         // 5.5
	}
	return Error::UNKNOWN_OPCODE;                                                              // 5.2
}


Error FrameReader::judgeSecond(char first, char second) const
{
	if (isMasked(second) && !_wantsMask) return Error::MASKED;                                 // 5.1
	if (!isMasked(second) && !_allowsUnmasked) return Error::UNMASKED;                         // 5.1
	if (isControl(opcodeOf(first)) && lengthForm(second) > static_cast<char>(MAX_CONTROL_PAYLOAD)) return Error::CONTROL_TOO_LONG;
	return Error::NONE;
}


Error FrameReader::judgeLength(const char* header) const
{
	const char form = lengthForm(header[1]);
	const std::uint64_t length = lengthOf(header);
	if (form == LENGTH_16 && length < 126) return Error::LENGTH_NOT_MINIMAL;                   // 5.2
	if (form == LENGTH_64 && length < 65536) return Error::LENGTH_NOT_MINIMAL;
	if (length >> 63) return Error::LENGTH_TOP_BIT;

	const Opcode opcode = opcodeOf(header[0]);
	if (isControl(opcode)) return Error::NONE;
	const std::uint64_t before = opcode == Opcode::CONTINUATION ? _length : 0;
	return length > _maxLength || before > _maxLength - length ? Error::MESSAGE_TOO_LONG : Error::NONE;
}


void FrameReader::accept(const char* header)
{
	const Opcode opcode = opcodeOf(header[0]);
	_first = header[0];
	_remaining = lengthOf(header);
	_inPayload = true;
	if (!isControl(opcode))
	{
		_length = _remaining + (opcode == Opcode::CONTINUATION ? _length : 0);
		_fragments = isFin(header[0]) ? 0 : _fragments + 1;
	}

	_masked = isMasked(header[1]);
	if (_masked)
	{
		const char* key = header + headerSize(header[1]) - 4;
		_mask = Mask(key);
	}
}


} // namespace WS
