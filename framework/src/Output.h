//
// Output.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Output_INCLUDED
#define WS_Output_INCLUDED


#include "WS/BufferPool.h"
#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>


namespace WS {


class Output
	/// The bytes that wait to be written, in pieces. What is small is gathered in one piece;
	/// an empty output holds no pieces, and no buffer if there is a pool to give it to.
{
public:
	static constexpr std::size_t PIECE = 64 * 1024;
		/// From this size on a piece is not gathered with others.

	explicit Output(BufferPool* pool);

	Output(const Output&) = delete;
	Output& operator = (const Output&) = delete;

	~Output();

	std::string& append(std::size_t size);
		/// The piece to which to append up to size bytes, which then does not allocate.

	void append(std::string_view head, std::string&& piece);
		/// Appends a few bytes and behind them a piece of its own; a short one is copied.

	std::string_view front() const;
	std::size_t pieces(std::span<std::string_view> pieces) const;
	void consume(std::size_t size);
	std::size_t size() const;

	void clear();
	void releaseIdle();

private:
	void borrow();
	void closeLast();

	using Pieces = std::deque<std::string>;

	std::unique_ptr<Pieces> _pieces;     // full ones, before _last; seldom there
	std::string _last;                   // the one that gathers
	std::size_t _before = 0;             // bytes in _pieces
	std::size_t _offset = 0;             // bytes of the first piece that have been consumed
	BufferPool* _pool;
};


} // namespace WS


#endif // WS_Output_INCLUDED
