//
// Deflater.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Deflater.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <new>
#include <utility>


namespace WS {


namespace {


constexpr std::size_t TAIL = 4;                      // 00 00 ff ff: what a flush ends with, and no message
constexpr std::size_t SMALLEST_STEP = 64;            // more than a flush writes at once: else it would be repeated
constexpr std::size_t LARGEST_STEP = 32 * 1024;


} // namespace


Deflater::Deflater(const DeflateOptions& options, int windowBits, std::shared_ptr<CodecMemory> memory):
	_windowBits(windowBits),
	_block(std::move(memory), ZLib::deflaterSize(windowBits, options.memLevel)),
	_stream(ZLib::makeStream(_block))
{
	const int result = ::deflateInit2(
		&_stream, options.level, Z_DEFLATED, ZLib::toZLib(windowBits), options.memLevel, static_cast<int>(options.strategy));
	if (result == Z_MEM_ERROR) throw std::bad_alloc();
	if (result != Z_OK) throw Poco::RuntimeException("zlib: deflateInit2", result);
}


Deflater::~Deflater()
{
	::deflateEnd(&_stream);
}


void Deflater::deflate(std::string_view message, std::string& out)
{
	if (message.empty())
	{
		out.push_back('\0');        // zlib would not flush twice in a row (RFC 7692 7.2.3.6)
		return;
	}
	std::size_t size = out.size();
	const std::size_t step = std::clamp(message.size() / 2, SMALLEST_STEP, LARGEST_STEP);
	while (ZLib::feed(_stream, message))
	{
		do
		{
			out.resize(size + step);
			ZLib::give(_stream, out.data() + size, step);
			::deflate(&_stream, message.empty() ? Z_SYNC_FLUSH : Z_NO_FLUSH);
			size += step - _stream.avail_out;
		}
		while (_stream.avail_out == 0);
	}
	out.resize(size - TAIL);
}


void Deflater::reset()
{
	::deflateReset(&_stream);
}


} // namespace WS
