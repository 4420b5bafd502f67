//
// FrameReader.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_FrameReader_INCLUDED
#define WS_FrameReader_INCLUDED


#include "Mask.h"
#include "WS/Error.h"
#include "WS/Frame.h"
#include "WS/Options.h"
#include <array>
#include <cstdint>
#include <span>
#include <string>


namespace WS {


struct FramePart
	/// What FrameReader::next found: a frame, or a piece of one.
{
	Opcode opcode = Opcode::CONTINUATION;
	Rsv rsv = Rsv::NONE;
	bool fin = false;                // the message's last frame
	bool begins = false;             // the frame's first piece
	bool ends = false;               // the frame's last piece
	std::span<char> payload;         // unmasked; lies in the bytes that were read
};


class FrameReader
	/// Splits the byte stream into frames and pieces of frames (RFC 6455 5.2), and checks
	/// everything that a header can do wrong, in the order of its bytes and as soon as they are there:
	/// the order of frames (5.4), control frames (5.5), masking (5.1) and the limits.
	/// Holds at most 14 bytes: payload is handed on where it lies.
{
public:
	FrameReader(Role role, const Options& options);
		/// A server expects masked frames, a client unmasked ones.

	void allow(Rsv rsv);
		/// The reserved bits that extensions have claimed: the first frame of a message may bear them.

	Error next(std::span<char>& bytes, FramePart& part, bool& found);
		/// Takes the next frame, or as much of it as there is, off the front of bytes. found
		/// is false when bytes ran out within a header. After an error the reader is not used again.

	bool takeWhole(std::span<char>& bytes, FramePart& part);
		/// The usual case of next(), for speed: takes a whole text or binary message in one frame of less than
		/// 64 KiB that is all there. False, and nothing has happened: it is something else, or against a rule.

	std::string detail(Error error) const;
		/// What was seen in the header that next() refused, and what was wanted; may be empty.

	std::uint64_t remaining() const;
		/// Payload bytes that the current frame still announces.

private:
	using Header = std::array<char, 14>;

	Error readHeader(std::span<char>& bytes);
	Error collectHeader(std::span<char>& bytes);
	Error judgeFirst(char first) const;
	Error judgeSecond(char first, char second) const;
	Error judgeLength(const char* header) const;
	void accept(const char* header);

	Mask _mask;
	std::uint64_t _remaining = 0;        // of the frame's payload
	std::uint64_t _length = 0;           // of the message, up to and with this frame
	std::size_t _maxLength;
	std::size_t _maxFragments;
	std::size_t _fragments = 0;          // of the message that is not finished
	Header _header{};
	std::uint8_t _have = 0;              // bytes in _header
	char _first = 0;                     // the current frame's first byte
	Rsv _allowed = Rsv::NONE;
	bool _inPayload = false;
	bool _masked = false;
	bool _wantsMask;
	bool _allowsUnmasked;
};


} // namespace WS


#endif // WS_FrameReader_INCLUDED
