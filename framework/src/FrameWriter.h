//
// FrameWriter.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_FrameWriter_INCLUDED
#define WS_FrameWriter_INCLUDED


#include "WS/Frame.h"
#include <array>
#include <cstdint>
#include <string>
#include <string_view>


namespace WS {


constexpr std::size_t MAX_HEADER = 14;


using MaskingKey = std::array<char, 4>;


void writeHeader(std::string& out, Opcode opcode, std::uint64_t length, Rsv rsv = Rsv::NONE);
	/// Appends the header of an unmasked frame with FIN (RFC 6455 5.2).

void writeHeader(std::string& out, Opcode opcode, std::uint64_t length, MaskingKey key, Rsv rsv = Rsv::NONE);
	/// Appends the header of a masked frame with FIN.

void writeFrame(std::string& out, Opcode opcode, std::string_view payload, Rsv rsv = Rsv::NONE);
	/// Appends a whole unmasked frame.

void writeFrame(std::string& out, Opcode opcode, std::string_view payload, MaskingKey key, Rsv rsv = Rsv::NONE);
	/// Appends a whole masked frame; the payload itself is not changed.


} // namespace WS


#endif // WS_FrameWriter_INCLUDED
