//
// ZLib.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ZLib_INCLUDED
#define WS_ZLib_INCLUDED


#include "CodecMemory.h"
#include <algorithm>
#include <cstddef>
#include <limits>
#include <new>
#include <string_view>
#include <zlib.h>


namespace WS {
namespace ZLib {


inline voidpf allocate(voidpf block, uInt items, uInt size) noexcept
{
	const auto bytes = std::size_t(items) * size;
	if (void* piece = static_cast<CodecMemory::Block*>(block)->allocate(bytes)) return piece;
	try
	{
		return ::operator new(bytes);        // a zlib that takes more than it documents
	}
	catch (const std::bad_alloc&)
	{
		return nullptr;        // zlib is C; its Z_MEM_ERROR is thrown as std::bad_alloc
	}
}


inline void release(voidpf block, voidpf memory) noexcept
{
	if (!static_cast<CodecMemory::Block*>(block)->contains(memory)) ::operator delete(memory);
}


inline z_stream makeStream(CodecMemory::Block& block)
	/// Takes its memory from the block, which outlives it.
{
	z_stream stream{};
	stream.opaque = &block;
	stream.zalloc = allocate;
	stream.zfree = release;
	return stream;
}


inline bool feed(z_stream& stream, std::string_view& input)
	/// Makes the front of input the stream's next, as much as its counter holds. False: there is none.
{
	const std::size_t size = std::min<std::size_t>(input.size(), std::numeric_limits<uInt>::max());
	if (size == 0) return false;
	stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(input.data()));        // which it only reads
	stream.avail_in = static_cast<uInt>(size);
	input.remove_prefix(size);
	return true;
}


inline void give(z_stream& stream, char* room, std::size_t size)
	/// Where the stream writes to.
{
	stream.next_out = reinterpret_cast<Bytef*>(room);
	stream.avail_out = static_cast<uInt>(size);
}


constexpr int toZLib(int windowBits)
	/// As zlib wants to have it for data without a header. It does not know 256 bytes: 512 is what comes next, and of
	/// these its compressor leaves 262 unused.
{
	return -std::max(windowBits, 9);
}


constexpr std::size_t DEFLATER_STATE = 6 * 1024;
constexpr std::size_t INFLATER_STATE = 7 * 1024 + 512;


constexpr std::size_t deflaterSize(int windowBits, int memLevel)
	/// What zlib takes, as zconf.h has it.
{
	return (std::size_t(1) << (-toZLib(windowBits) + 2)) + (std::size_t(1) << (memLevel + 9)) + DEFLATER_STATE;
}


constexpr std::size_t inflaterSize(int windowBits)
{
	return (std::size_t(1) << -toZLib(windowBits)) + INFLATER_STATE;
}


} } // namespace WS::ZLib


#endif // WS_ZLib_INCLUDED
