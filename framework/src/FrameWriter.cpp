//
// FrameWriter.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "FrameWriter.h"
#include "Mask.h"


namespace WS {


namespace {


void writeLength(std::string& out, std::uint64_t length, unsigned masked)
{
	std::size_t size = 0;
	if (length < 126) out.push_back(static_cast<char>(masked | length));
	else if (length < 65536)
	{
		out.push_back(static_cast<char>(masked | 126));
		size = 2;
	}
	else
	{
		out.push_back(static_cast<char>(masked | 127));
		size = 8;
	}
	for (; size > 0; --size) out.push_back(static_cast<char>(length >> 8 * (size - 1)));
}


void writeFirst(std::string& out, Opcode opcode, Rsv rsv)
{
	out.push_back(static_cast<char>(0x80 | static_cast<unsigned>(rsv) << 4 | static_cast<unsigned>(opcode)));
}


} // namespace


void writeHeader(std::string& out, Opcode opcode, std::uint64_t length, Rsv rsv)
{
	writeFirst(out, opcode, rsv);
	writeLength(out, length, 0);
}


void writeHeader(std::string& out, Opcode opcode, std::uint64_t length, MaskingKey key, Rsv rsv)
{
	writeFirst(out, opcode, rsv);
	writeLength(out, length, 0x80);
	out.append(key.data(), key.size());
}


void writeFrame(std::string& out, Opcode opcode, std::string_view payload, Rsv rsv)
{
	writeHeader(out, opcode, payload.size(), rsv);
	out.append(payload);
}


void writeFrame(std::string& out, Opcode opcode, std::string_view payload, MaskingKey key, Rsv rsv)
{
	writeHeader(out, opcode, payload.size(), key, rsv);
	const std::size_t begin = out.size();
	out.append(payload);
	Mask(key).apply(std::span(out).subspan(begin));
}


} // namespace WS
