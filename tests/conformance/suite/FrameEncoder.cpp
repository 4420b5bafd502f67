//
// FrameEncoder.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/FrameEncoder.h"
#include <cstdint>


namespace Conformance {


namespace {


void appendNumber(std::uint64_t number, int octets, std::string& bytes)
{
	while (octets-- > 0) bytes += static_cast<char>(number >> 8 * octets);
}


} // namespace


FrameEncoder::FrameEncoder(bool masking, unsigned seed):
	_masking(masking),
	_random(seed)
{
}


void FrameEncoder::encode(const Frame& frame, std::string& bytes)
{
	if (!frame.headless) header(frame, bytes);
	auto i = bytes.size();
	bytes += frame.payload.bytes();
	for (; i < bytes.size(); ++i, ++_position) bytes[i] = static_cast<char>(bytes[i] ^ _key[_position % 4]);
}


void FrameEncoder::header(const Frame& frame, std::string& bytes)
{
	const std::uint64_t length = frame.payload.size() + frame.following;
	const int mask = _masking ? 0x80 : 0;
	bytes += static_cast<char>((frame.fin ? 0x80 : 0) | frame.rsv << 4 | frame.opcode);
	if (length < 126)
	{
		bytes += static_cast<char>(mask | static_cast<int>(length));
	}
	else
	{
		bytes += static_cast<char>(mask | (length < 65536 ? 126 : 127));
		appendNumber(length, length < 65536 ? 2 : 8, bytes);
	}
	_position = 0;
	if (!_masking) return;

	for (char& c: _key) c = static_cast<char>(_random());
	bytes.append(_key.data(), _key.size());
}


} // namespace Conformance
