//
// ZstdCodec.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ZstdCodec.h"
#include "ZstdOutput.h"
#include <algorithm>
#include <new>
#include <stdexcept>
#include <zstd_errors.h>


namespace {


constexpr std::string_view MAGIC("\x28\xb5\x2f\xfd", 4);          // RFC 8878 3.1.1
constexpr std::size_t STEP = 32 * 1024;
constexpr std::size_t SMALLEST_STEP = 256;


std::size_t checked(std::size_t result)
{
	if (!ZSTD_isError(result)) return result;
	if (ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation) throw std::bad_alloc();
	throw std::runtime_error(ZSTD_getErrorName(result));
}


} // namespace


ZstdCompressor::ZstdCompressor():
	_context(ZSTD_createCCtx())
{
	if (!_context) throw std::bad_alloc();
}


void ZstdCompressor::begin(int windowLog, int level, const ZSTD_CDict* dictionary)
{
	const auto context = _context.get();
	const auto set = [context](ZSTD_cParameter parameter, int value) { checked(ZSTD_CCtx_setParameter(context, parameter, value)); };
	checked(ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters));
	set(ZSTD_c_compressionLevel, level);
	set(ZSTD_c_windowLog, windowLog);
	set(ZSTD_c_dictIDFlag, 0);        // both ends know
	if (dictionary) checked(ZSTD_CCtx_refCDict(context, dictionary));
	else if (level > 1)
	{
		set(ZSTD_c_hashLog, windowLog);        // the level's own would be made for megabytes
		set(ZSTD_c_chainLog, windowLog);
	}
}


void ZstdCompressor::compress(std::string_view message, bool isLast, std::string& out)
{
	const std::size_t step = std::clamp(message.size() / 2, SMALLEST_STEP, STEP);
	ZSTD_inBuffer input = {message.data(), message.size(), 0};
	std::size_t waiting = 0;
	do
	{
		const std::size_t size = out.size();
		out.resize(size + step);
		ZSTD_outBuffer output = {out.data() + size, step, 0};
		waiting = checked(ZSTD_compressStream2(_context.get(), &output, &input, isLast ? ZSTD_e_end : ZSTD_e_flush));
		out.resize(size + output.pos);
	}
	while (waiting > 0 || input.pos < input.size);
}


ZstdDecompressor::ZstdDecompressor():
	_context(ZSTD_createDCtx())
{
	if (!_context) throw std::bad_alloc();
}


void ZstdDecompressor::begin(int windowLog, const ZSTD_DDict* dictionary)
{
	checked(ZSTD_DCtx_reset(_context.get(), ZSTD_reset_session_and_parameters));
	checked(ZSTD_DCtx_setParameter(_context.get(), ZSTD_d_windowLogMax, windowLog));
	if (dictionary) checked(ZSTD_DCtx_refDDict(_context.get(), dictionary));
	_isBetweenFrames = true;
}


WS::SessionResult ZstdDecompressor::decompress(std::string_view message, bool isLast, std::string& out, std::size_t maxLength)
{
	constexpr std::size_t BLOCK_HEADER = 3;        // what the decoder waits for between two blocks

	ZstdOutput decompressed(out, std::clamp(8 * message.size(), SMALLEST_STEP, STEP), maxLength);
	ZSTD_inBuffer input = {message.data(), message.size(), 0};
	std::size_t wanted = message.empty() ? 1 : 0;
	bool isFull = false;
	char beyond = 0;
	while (input.pos < input.size || (isFull && wanted != 0))
	{
		// Libzstd would also take its formats of before 2016, and any window with them.
		if (_isBetweenFrames && !message.substr(input.pos).starts_with(MAGIC)) return WS::SessionResult::failed("not a frame of zstd", WS::CloseCode::INVALID_PAYLOAD);
		const auto room = decompressed.room();
		ZSTD_outBuffer output = {room.empty() ? &beyond : room.data(), std::max<std::size_t>(room.size(), 1), 0};
		wanted = ZSTD_decompressStream(_context.get(), &output, &input);
		decompressed.add(std::min(output.pos, room.size()));
		if (ZSTD_isError(wanted)) break;
		if (output.pos > room.size()) return WS::SessionResult::failed("over the limit when decompressed", WS::CloseCode::MESSAGE_TOO_BIG);
		isFull = output.pos == output.size;
		_isBetweenFrames = wanted == 0;
	}
	if (ZSTD_isError(wanted))
	{
		if (ZSTD_getErrorCode(wanted) == ZSTD_error_memory_allocation) throw std::bad_alloc();
		return WS::SessionResult::failed(ZSTD_getErrorName(wanted), WS::CloseCode::INVALID_PAYLOAD);
	}
	if (wanted != 0 && (isLast || wanted != BLOCK_HEADER)) return WS::SessionResult::failed("truncated data", WS::CloseCode::INVALID_PAYLOAD);
	decompressed.join();
	return WS::SessionResult::done();
}
