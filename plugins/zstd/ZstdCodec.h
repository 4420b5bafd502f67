//
// ZstdCodec.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef ZstdCodec_INCLUDED
#define ZstdCodec_INCLUDED


#include <WS/Extension.h>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <zstd.h>


struct ZstdFree
{
	void operator () (ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
	void operator () (ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
	void operator () (ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
	void operator () (ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};


class ZstdCompressor
	/// A context for compressing. What is thrown leaves it with a history that the peer does not have: it must begin()
	/// again.
{
public:
	ZstdCompressor();

	void begin(int windowLog, int level, const ZSTD_CDict* dictionary);
		/// A new frame, without history. The dictionary, if any, was made for that level.

	void compress(std::string_view message, bool isLast, std::string& out);
		/// Appends to out. What follows may refer to the message unless it is the frame's last.

	std::size_t memory() const { return ZSTD_sizeof_CCtx(_context.get()); }

private:
	std::unique_ptr<ZSTD_CCtx, ZstdFree> _context;
};


class ZstdDecompressor
	/// A context for decompressing.
{
public:
	ZstdDecompressor();

	void begin(int windowLog, const ZSTD_DDict* dictionary);
		/// Without history. Frames that want a larger window are corrupt.

	WS::SessionResult decompress(std::string_view message, bool isLast, std::string& out, std::size_t maxLength);
		/// Appends to out: DONE, or FAILED and then it must begin() again. isLast: the message ends a frame. What it has
		/// beside the context is ZstdOutput's to say.

	std::size_t memory() const { return ZSTD_sizeof_DCtx(_context.get()); }

private:
	std::unique_ptr<ZSTD_DCtx, ZstdFree> _context;
	bool _isBetweenFrames = true;
};


#endif // ZstdCodec_INCLUDED
