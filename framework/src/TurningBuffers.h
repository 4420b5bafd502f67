//
// TurningBuffers.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_TurningBuffers_INCLUDED
#define WS_TurningBuffers_INCLUDED


#include "Output.h"
#include "Release.h"
#include <string>
#include <utility>


namespace WS {


class TurningBuffers
	/// Two buffers by turns, for a payload that passes through several stages: each reads the one that the stage before it
	/// has written. Small ones are kept from message to message, or lent by a pool.
{
public:
	explicit TurningBuffers(BufferPool* pool): _pool(pool) {}

	TurningBuffers(const TurningBuffers&) = delete;
	TurningBuffers& operator = (const TurningBuffers&) = delete;

	~TurningBuffers() { release(); }

	std::string& next()
		/// The buffer that turn() did not leave, emptied.
	{
		std::string& buffer = _buffers[_turn];
		if (_pool && !hasMemory(buffer)) buffer = _pool->take();
		buffer.clear();
		return buffer;
	}

	void turn() { _turn = 1 - _turn; }
		/// What next() returned is in use from now on.

	void done()
		/// Neither is in use: the next message begins with the first, so that one stage needs no other.
	{
		_turn = 0;
		for (auto& buffer: _buffers)
		{
			if (_pool || buffer.capacity() > Output::PIECE) give(buffer);
		}
	}

	void release()
		/// The same, and none is kept.
	{
		for (auto& buffer: _buffers) give(buffer);
	}

private:
	static bool hasMemory(const std::string& buffer) { return buffer.capacity() > std::string().capacity(); }

	void give(std::string& buffer)
	{
		if (!hasMemory(buffer)) return;
		if (_pool) _pool->give(std::move(buffer));
		WS::release(buffer);
	}

	std::string _buffers[2];
	std::size_t _turn = 0;
	BufferPool* const _pool;
};


} // namespace WS


#endif // WS_TurningBuffers_INCLUDED
