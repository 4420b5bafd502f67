//
// ZstdPool.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef ZstdPool_INCLUDED
#define ZstdPool_INCLUDED


#include "ZstdCodec.h"
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>


class ZstdPool
	/// The contexts that connections of any thread borrow, and the dictionary that they share.
{
public:
	explicit ZstdPool(std::string dictionary);
		/// The dictionary's bytes. They are none: std::invalid_argument.

	std::uint32_t dictionary() const { return _number; }
		/// Its number; 0: there is none.

	std::unique_ptr<ZstdCompressor> takeCompressor(int windowLog, int level);
	std::unique_ptr<ZstdDecompressor> takeDecompressor(int windowLog);
		/// Begun.

	void give(std::unique_ptr<ZstdCompressor>&& compressor) noexcept;
	void give(std::unique_ptr<ZstdDecompressor>&& decompressor) noexcept;
		/// Null is nothing. What is too many is freed.

	static std::string read(const std::string& path);
		/// A dictionary's file; no path: no bytes. std::invalid_argument that names it.

private:
	const ZSTD_CDict* dictionaryOf(int level);

	const std::string _bytes;
	std::uint32_t _number = 0;
	std::mutex _mutex;
	std::vector<std::unique_ptr<ZstdCompressor>> _compressors;
	std::vector<std::unique_ptr<ZstdDecompressor>> _decompressors;
	std::map<int, std::unique_ptr<ZSTD_CDict, ZstdFree>> _compressing;        // by level
	std::unique_ptr<ZSTD_DDict, ZstdFree> _decompressing;
};


#endif // ZstdPool_INCLUDED
