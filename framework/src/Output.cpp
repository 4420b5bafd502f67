//
// Output.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Output.h"
#include "Release.h"
#include <Poco/Exception.h>
#include <Poco/NumberFormatter.h>


namespace WS {


Output::Output(BufferPool* pool):
	_pool(pool)
{
}


Output::~Output()
{
	if (_pool) _pool->give(std::move(_last));
}


std::string& Output::append(std::size_t size)
{
	if (!_last.empty() && _last.size() + size > PIECE) closeLast();
	if (_last.capacity() < _last.size() + size)
	{
		if (_pool && _last.capacity() == std::string().capacity()) borrow();
		_last.reserve(_last.size() + size);
	}
	return _last;
}


void Output::append(std::string_view head, std::string&& piece)
{
	if (piece.size() < PIECE)
	{
		append(head.size() + piece.size()).append(head).append(piece);
		return;
	}
	// All that may throw comes first. The head is not worth one of the pool's buffers, which it would keep while the piece waits.
	if (!_last.empty() && _last.size() + head.size() > PIECE) closeLast();
	_last.reserve(_last.size() + head.size());
	if (!_pieces) _pieces = std::make_unique<Pieces>();
	const bool hasLast = _last.size() + head.size() > 0;
	_pieces->resize(_pieces->size() + (hasLast ? 2 : 1));

	_last.append(head);
	_before += _last.size() + piece.size();
	if (hasLast) _pieces->end()[-2].swap(_last);
	_pieces->end()[-1].swap(piece);
}


void Output::borrow()
{
	std::string buffer = _pool->take();
	buffer.append(_last);
	_last = std::move(buffer);
}


void Output::closeLast()
{
	if (!_pieces) _pieces = std::make_unique<Pieces>();
	_pieces->push_back(std::move(_last));
	_before += _pieces->back().size();
	release(_last);
}


std::string_view Output::front() const
{
	std::string_view piece;
	pieces({&piece, 1});
	return piece;
}


std::size_t Output::pieces(std::span<std::string_view> pieces) const
{
	std::size_t n = 0;
	if (_pieces)
	{
		for (auto it = _pieces->begin(); it != _pieces->end() && n < pieces.size(); ++it) pieces[n++] = *it;
	}
	if (!_last.empty() && n < pieces.size()) pieces[n++] = _last;
	if (n > 0) pieces[0].remove_prefix(_offset);
	return n;
}


void Output::consume(std::size_t size)
{
	if (size > this->size()) throw Poco::InvalidArgumentException("more consumed than waits", Poco::NumberFormatter::format(size));

	_offset += size;
	while (_pieces && !_pieces->empty() && _offset >= _pieces->front().size())
	{
		const std::size_t whole = _pieces->front().size();
		_offset -= whole;
		_before -= whole;
		if (_pool) _pool->give(std::move(_pieces->front()));
		_pieces->pop_front();
	}
	if (this->size() == 0) clear();
}


std::size_t Output::size() const
{
	return _before + _last.size() - _offset;
}


void Output::clear()
{
	_pieces.reset();
	_last.clear();
	_before = 0;
	_offset = 0;
	if (_pool || _last.capacity() > PIECE) releaseIdle();
}


void Output::releaseIdle()
{
	if (!_last.empty()) return;
	if (_pool) _pool->give(std::move(_last));
	release(_last);
}


} // namespace WS
