//
// BufferPool.h
//
// Buffers that connections borrow.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_BufferPool_INCLUDED
#define WS_BufferPool_INCLUDED


#include "WS/WS.h"
#include <string>
#include <vector>


namespace WS {


class WS_API BufferPool
	/// Buffers for messages and output that the connections of one thread share, so that
	/// an idle connection holds none. Outlives its borrowers (Options keeps it alive).
	/// Not thread-safe: one pool for each thread.
{
public:
	explicit BufferPool(std::size_t maxBuffers = 64, std::size_t maxCapacity = 64 * 1024);
		/// Keeps at most maxBuffers returned buffers of at most maxCapacity bytes each.

	BufferPool(const BufferPool&) = delete;
	BufferPool& operator = (const BufferPool&) = delete;

	std::string take();
		/// An empty buffer, usually with capacity.

	void give(std::string&& buffer) noexcept;
		/// Takes a buffer back; what is empty of memory, too large or too many is freed.

	std::size_t size() const;
		/// Buffers that wait to be taken.

private:
	std::vector<std::string> _buffers;
	std::size_t _maxBuffers;
	std::size_t _maxCapacity;
};


} // namespace WS


#endif // WS_BufferPool_INCLUDED
