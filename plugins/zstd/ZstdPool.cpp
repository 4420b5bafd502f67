//
// ZstdPool.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ZstdPool.h"
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>
#include <system_error>
#include <utility>


namespace {


constexpr std::size_t MOST_IDLE = 16;                            // as many as threads work at once, and some
constexpr std::size_t LARGEST_DICTIONARY = 16 * 1024 * 1024;


template <class Codec>
std::unique_ptr<Codec> take(std::mutex& mutex, std::vector<std::unique_ptr<Codec>>& idle)
{
	const std::lock_guard lock(mutex);
	if (idle.empty()) return nullptr;
	auto codec = std::move(idle.back());
	idle.pop_back();
	return codec;
}


template <class Codec>
void give(std::mutex& mutex, std::vector<std::unique_ptr<Codec>>& idle, std::unique_ptr<Codec> codec)
{
	const std::lock_guard lock(mutex);
	if (codec && idle.size() < MOST_IDLE) idle.push_back(std::move(codec));
}


} // namespace


ZstdPool::ZstdPool(std::string dictionary):
	_bytes(std::move(dictionary))
{
	_compressors.reserve(MOST_IDLE);
	_decompressors.reserve(MOST_IDLE);
	if (_bytes.empty()) return;
	_decompressing.reset(ZSTD_createDDict(_bytes.data(), _bytes.size()));
	_number = _decompressing ? ZSTD_getDictID_fromDDict(_decompressing.get()) : 0;
	if (_number == 0) throw std::invalid_argument("not a dictionary as zstd --train makes it");
}


std::unique_ptr<ZstdCompressor> ZstdPool::takeCompressor(int windowLog, int level)
{
	auto compressor = take(_mutex, _compressors);
	if (!compressor) compressor = std::make_unique<ZstdCompressor>();
	compressor->begin(windowLog, level, dictionaryOf(level));
	return compressor;
}


std::unique_ptr<ZstdDecompressor> ZstdPool::takeDecompressor(int windowLog)
{
	auto decompressor = take(_mutex, _decompressors);
	if (!decompressor) decompressor = std::make_unique<ZstdDecompressor>();
	decompressor->begin(windowLog, _decompressing.get());
	return decompressor;
}


void ZstdPool::give(std::unique_ptr<ZstdCompressor>&& compressor) noexcept
{
	::give(_mutex, _compressors, std::move(compressor));
}


void ZstdPool::give(std::unique_ptr<ZstdDecompressor>&& decompressor) noexcept
{
	::give(_mutex, _decompressors, std::move(decompressor));
}


const ZSTD_CDict* ZstdPool::dictionaryOf(int level)
	// Made when it is first needed: a client may have asked for any level up to ours.
{
	if (_bytes.empty()) return nullptr;
	const std::lock_guard lock(_mutex);
	auto& dictionary = _compressing[level];
	if (!dictionary) dictionary.reset(ZSTD_createCDict(_bytes.data(), _bytes.size(), level));
	if (!dictionary) throw std::bad_alloc();
	return dictionary.get();
}


std::string ZstdPool::read(const std::string& path)
{
	if (path.empty()) return {};
	std::error_code error;
	if (!std::filesystem::is_regular_file(path, error)) throw std::invalid_argument("dictionary " + path + " is no file");
	if (std::filesystem::file_size(path, error) > LARGEST_DICTIONARY) throw std::invalid_argument("dictionary " + path + " is too large");
	std::ifstream file(path, std::ios::binary);
	if (!file) throw std::invalid_argument("dictionary " + path + " cannot be read");
	const std::string bytes(std::istreambuf_iterator<char>(file), {});
	if (ZSTD_getDictID_fromDict(bytes.data(), bytes.size()) == 0) throw std::invalid_argument("dictionary " + path + " is none as zstd --train makes it");
	return bytes;
}
