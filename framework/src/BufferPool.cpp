//
// BufferPool.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/BufferPool.h"


namespace WS {


BufferPool::BufferPool(std::size_t maxBuffers, std::size_t maxCapacity):
	_maxBuffers(maxBuffers),
	_maxCapacity(maxCapacity)
{
	_buffers.reserve(maxBuffers);
}


std::string BufferPool::take()
{
	if (_buffers.empty()) return {};
	std::string buffer = std::move(_buffers.back());
	_buffers.pop_back();
	return buffer;
}


void BufferPool::give(std::string&& buffer) noexcept
{
	std::string given = std::move(buffer);
	const bool hasMemory = given.capacity() > std::string().capacity();
	if (!hasMemory || given.capacity() > _maxCapacity || _buffers.size() >= _maxBuffers) return;
	given.clear();
	_buffers.push_back(std::move(given));
}


std::size_t BufferPool::size() const
{
	return _buffers.size();
}


} // namespace WS
