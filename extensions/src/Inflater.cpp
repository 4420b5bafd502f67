//
// Inflater.cpp
//
// A message is inflated into the caller's buffer, which doubles while that keeps the memory below the limit. What does not
// fit then is only measured, and the message inflated once more into a buffer of its size: so a bomb is seen before it
// has taken the memory, and a large message takes no more than itself.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Inflater.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <new>
#include <utility>


namespace WS {


namespace {


constexpr std::string_view TAIL("\x00\x00\xff\xff", 4);         // what the sender has taken off
constexpr std::size_t LARGEST_RATIO = 1032;                      // 258 bytes for two bits
constexpr std::size_t STEP = 16 * 1024;
constexpr std::size_t SMALL_LIMIT = 32 * 1024;                   // room for it can be had at once


bool mayOutgrow(std::size_t compressed, std::size_t maxLength)
	// Whether a message may be too long for a buffer that doubles; see grow().
{
	return maxLength > SMALL_LIMIT && compressed + TAIL.size() > maxLength / 4 / LARGEST_RATIO;
}


bool grow(std::string& buffer, std::size_t begin, std::size_t guess, std::size_t maxLength)
	// Old and new buffer together stay below three quarters of the limit: codec and window have their place beside them.
{
	const std::size_t capacity = buffer.capacity() - begin;
	if (maxLength <= SMALL_LIMIT) buffer.reserve(begin + maxLength);
	else if (capacity > maxLength / 4) return false;
	else buffer.reserve(begin + std::max(guess, 2 * capacity));
	return true;
}


} // namespace


Inflater::Inflater(int windowBits, std::shared_ptr<CodecMemory> memory):
	_windowBits(windowBits),
	_block(std::move(memory), ZLib::inflaterSize(windowBits)),
	_stream(ZLib::makeStream(_block))
{
	const int result = ::inflateInit2(&_stream, ZLib::toZLib(windowBits));
	if (result == Z_MEM_ERROR) throw std::bad_alloc();
	if (result != Z_OK) throw Poco::RuntimeException("zlib: inflateInit2", result);
}


Inflater::~Inflater()
{
	::inflateEnd(&_stream);
}


SessionResult Inflater::inflate(std::string_view message, std::string& out, std::size_t maxLength)
{
	if (mayOutgrow(message.size(), maxLength)) copyWindow(_before);

	const std::size_t begin = out.size();
	std::size_t size = 0;
	Progress progress = pass(message, out, maxLength, size);
	if (size > maxLength) return SessionResult::failed("over the limit when inflated", CloseCode::MESSAGE_TOO_BIG);
	if (progress == Progress::COMPLETE && out.size() - begin < size)
	{
		::inflateReset(&_stream);
		setWindow(_before);
		std::string().swap(_before);
		out.resize(begin);
		if (begin == 0) std::string().swap(out);
		out.reserve(begin + size);
		progress = pass(message, out, maxLength, size);
	}
	if (progress == Progress::COMPLETE) return SessionResult::done();
	return SessionResult::failed(_error, CloseCode::INVALID_PAYLOAD);
}


Inflater::Progress Inflater::pass(std::string_view message, std::string& out, std::size_t maxLength, std::size_t& size)
	// What does not fit is only counted.
{
	start(message);
	const std::size_t begin = out.size();
	const Progress progress = inflateDirectly(out, maxLength);
	size = out.size() - begin;
	return progress == Progress::FULL ? count(size, maxLength) : progress;
}


Inflater::Progress Inflater::inflateDirectly(std::string& out, std::size_t maxLength)
	// As much as may be, and as room can be had for.
{
	const std::size_t begin = out.size();
	const std::size_t guess = std::min(4 * _rest.size() + 64, STEP);
	for (;;)
	{
		const std::size_t size = out.size() - begin;
		const std::size_t room = std::min({out.capacity() - out.size(), maxLength - size, STEP});
		if (room > 0)
		{
			const Progress progress = append(out, room);
			if (progress != Progress::FULL) return progress;
		}
		else if (size == maxLength || !grow(out, begin, guess, maxLength)) return Progress::FULL;
	}
}


Inflater::Progress Inflater::append(std::string& out, std::size_t size)
{
	const std::size_t before = out.size();
	std::size_t written = 0;
	out.resize(before + size);
	const Progress progress = fill(out.data() + before, size, written);
	out.resize(before + written);
	return progress;
}


Inflater::Progress Inflater::count(std::size_t& size, std::size_t maxLength)
	// Goes on without keeping what comes out, until it is too much.
{
	char room[4096];
	Progress progress = Progress::FULL;
	while (progress == Progress::FULL && size <= maxLength)
	{
		std::size_t written = 0;
		progress = fill(room, sizeof room, written);
		size += written;
	}
	return progress;
}


void Inflater::start(std::string_view message)
{
	_rest = message;
	_stream.avail_in = 0;
	_inTail = false;
	_ended = false;
}


Inflater::Progress Inflater::fill(char* room, std::size_t size, std::size_t& written)
	// Room for one byte at least.
{
	ZLib::give(_stream, room, size);
	Progress progress = Progress::FULL;
	while (progress == Progress::FULL)
	{
		const int result = _stream.avail_in > 0 || _stream.avail_out > 0 ? ::inflate(&_stream, Z_SYNC_FLUSH) : Z_OK;
		if (result == Z_MEM_ERROR) throw std::bad_alloc();
		if (result != Z_BUF_ERROR) _ended = result == Z_STREAM_END;        // else there was nothing to do
		if (result == Z_STREAM_END) goOn();
		else if (result != Z_OK && result != Z_BUF_ERROR)
		{
			_error = _stream.msg ? _stream.msg : "invalid data";
			progress = Progress::FAILED;
			break;
		}
		if (_stream.avail_out == 0) break;
		if (_stream.avail_in == 0) progress = nextInput();
	}
	written = size - _stream.avail_out;
	return progress;
}


void Inflater::goOn()
	// Behind a final block: the window stays, for history goes on (RFC 7692 7.2.3.4).
{
	const auto written = _stream.total_out;
	::inflateResetKeep(&_stream);
	_stream.total_out = written;
}


Inflater::Progress Inflater::nextInput()
	// All that the stream has had is inflated.
{
	if (ZLib::feed(_stream, _rest)) return Progress::FULL;
	if (_ended && !_inTail) return Progress::COMPLETE;        // a final block without the byte that RFC 7692 7.2.3.4 wants behind it
	if (!_inTail)
	{
		std::string_view tail = TAIL;
		ZLib::feed(_stream, tail);
		_inTail = true;
		_stream.total_out = 0;
		return Progress::FULL;
	}
	constexpr int BEHIND_BLOCK = 128;        // and no bits left over; that block must have been empty
	if ((_ended || _stream.data_type == BEHIND_BLOCK) && _stream.total_out == 0) return Progress::COMPLETE;
	_error = "truncated data";
	return Progress::FAILED;
}


std::string Inflater::window() const
{
	std::string window;
	copyWindow(window);
	return window;
}


void Inflater::copyWindow(std::string& window) const
{
	auto* stream = const_cast<z_stream*>(&_stream);
	uInt size = 0;
	::inflateGetDictionary(stream, nullptr, &size);
	window.resize(size);
	if (size > 0) ::inflateGetDictionary(stream, reinterpret_cast<Bytef*>(window.data()), &size);
}


void Inflater::setWindow(std::string_view window)
{
	if (window.empty()) return;
	const int result = ::inflateSetDictionary(&_stream, reinterpret_cast<const Bytef*>(window.data()), static_cast<uInt>(window.size()));
	if (result == Z_MEM_ERROR) throw std::bad_alloc();
}


void Inflater::reset()
{
	::inflateReset(&_stream);
	std::string().swap(_before);
}


} // namespace WS
