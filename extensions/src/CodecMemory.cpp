//
// CodecMemory.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CodecMemory.h"
#include <algorithm>
#include <new>
#include <utility>
#if defined(__linux__)
	#include <sys/mman.h>
#endif


namespace WS {


namespace {


constexpr std::size_t PAGE = 4096;                       // where pages are larger, less goes back
constexpr std::size_t REGION = 1024 * 1024;
constexpr std::size_t ALIGNMENT = alignof(std::max_align_t);


constexpr std::size_t roundUp(std::size_t size, std::size_t unit)
{
	return (size + unit - 1) / unit * unit;
}


#if defined(__linux__)


char* reserve(std::size_t size)
	// Pages count when they are written to. Huge ones could not go back in parts.
{
	void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED) throw std::bad_alloc();
	::madvise(memory, size, MADV_NOHUGEPAGE);
	return static_cast<char*>(memory);
}


void giveBack(char* block, std::size_t size) noexcept
{
	::madvise(block, size, MADV_DONTNEED);
}


void unreserve(char* region, std::size_t size) noexcept
{
	::munmap(region, size);
}


#else


char* reserve(std::size_t size)
{
	return static_cast<char*>(::operator new(size));
}


void giveBack(char*, std::size_t) noexcept
{
}


void unreserve(char* region, std::size_t) noexcept
{
	::operator delete(region);
}


#endif


} // namespace


//
// CodecMemory::Block
//


CodecMemory::Block::Block(std::shared_ptr<CodecMemory> memory, std::size_t size):
	_memory(std::move(memory)),
	_size(roundUp(size, PAGE)),
	_begin(_memory->take(_size))
{
}


CodecMemory::Block::~Block()
{
	_memory->give(_begin, _size);
}


void* CodecMemory::Block::allocate(std::size_t size) noexcept
{
	if (size > _size - _used) return nullptr;
	void* piece = _begin + _used;
	_used = std::min(_size, _used + roundUp(size, ALIGNMENT));
	return piece;
}


bool CodecMemory::Block::contains(const void* piece) const
{
	const auto* byte = static_cast<const char*>(piece);
	return byte >= _begin && byte < _begin + _size;
}


//
// CodecMemory
//


CodecMemory::~CodecMemory()
{
	for (const auto& region: _regions) unreserve(region.begin, region.size);
}


std::size_t CodecMemory::size() const
{
	const std::lock_guard lock(_mutex);
	return _size;
}


char* CodecMemory::take(std::size_t size)
{
	const std::lock_guard lock(_mutex);
	auto& blocks = _blocks[size];
	if (blocks.free.empty()) addRegion(blocks, size);
	char* block = blocks.free.back();
	blocks.free.pop_back();
	_size += size;
	return block;
}


void CodecMemory::give(char* block, std::size_t size) noexcept
{
	giveBack(block, size);
	const std::lock_guard lock(_mutex);
	_blocks.find(size)->second.free.push_back(block);
	_size -= size;
}


void CodecMemory::addRegion(Blocks& blocks, std::size_t size)
	// All that may throw comes before anything is changed.
{
	const std::size_t count = std::max<std::size_t>(1, REGION / size);
	blocks.free.reserve(blocks.count + count);
	_regions.reserve(_regions.size() + 1);
	char* begin = reserve(count * size);
	_regions.push_back({begin, count * size});
	blocks.count += count;
	for (std::size_t i = count; i > 0; --i) blocks.free.push_back(begin + (i - 1) * size);
}


} // namespace WS
