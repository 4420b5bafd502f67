//
// Deflater.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Deflater.h"
#include <algorithm>
#include <new>


namespace Conformance {


namespace {


constexpr int LEVEL = 6;
constexpr int MEMORY_LEVEL = 8;
constexpr int LEAST_BITS = 9;        // of zlib, for data without a header
constexpr std::size_t END = 4;
constexpr std::size_t MARGIN = 64;        // for the flush, beyond what zlib announces


} // namespace


Deflater::Deflater(const Direction& direction):
	_takeover(direction.takeover)
{
	// In place of a window of 8 bits: nothing is copied from further back than one octet.
	const int strategy = direction.windowBits < LEAST_BITS ? Z_RLE : Z_DEFAULT_STRATEGY;
	const int bits = std::max(direction.windowBits, LEAST_BITS);
	if (deflateInit2(&_stream, LEVEL, Z_DEFLATED, -bits, MEMORY_LEVEL, strategy) != Z_OK) throw std::bad_alloc();
}


Deflater::~Deflater()
{
	deflateEnd(&_stream);
}


std::string Deflater::deflate(std::string_view message)
{
	if (message.empty()) return std::string(1, '\0');
	if (!_takeover) deflateReset(&_stream);

	std::string payload(deflateBound(&_stream, static_cast<uLong>(message.size())) + MARGIN, '\0');
	_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(message.data()));        // zlib only reads them
	_stream.avail_in = static_cast<uInt>(message.size());
	_stream.next_out = reinterpret_cast<Bytef*>(payload.data());
	_stream.avail_out = static_cast<uInt>(payload.size());
	::deflate(&_stream, Z_SYNC_FLUSH);
	payload.resize(payload.size() - _stream.avail_out - END);
	return payload;
}


} // namespace Conformance
