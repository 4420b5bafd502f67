//
// Reference.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "extensions/Reference.h"
#include <algorithm>
#include <stdexcept>


namespace WS::Test {


namespace {


constexpr std::string_view TAIL("\x00\x00\xff\xff", 4);


void feed(z_stream& stream, std::string_view input)
{
	stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
	stream.avail_in = static_cast<uInt>(input.size());
}


} // namespace


ReferenceDeflater::ReferenceDeflater(int windowBits, int level)
{
	const int bits = std::max(windowBits, 9);
	const int memLevel = bits - 7;        // a larger table of hashes makes small windows slow
	if (::deflateInit2(&_stream, level, Z_DEFLATED, -bits, memLevel, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("deflateInit2");
}


ReferenceDeflater::~ReferenceDeflater()
{
	::deflateEnd(&_stream);
}


std::string ReferenceDeflater::deflate(std::string_view message, bool final)
{
	if (message.empty() && !final) return std::string(1, '\0');
	std::string out(::deflateBound(&_stream, message.size()) + 16, '\0');
	feed(_stream, message);
	_stream.next_out = reinterpret_cast<Bytef*>(out.data());
	_stream.avail_out = static_cast<uInt>(out.size());
	::deflate(&_stream, final ? Z_FINISH : Z_SYNC_FLUSH);
	out.resize(out.size() - _stream.avail_out);
	if (final)
	{
		reset();
		return out + '\0';
	}
	if (!out.ends_with(TAIL)) throw std::runtime_error("not flushed");
	out.resize(out.size() - TAIL.size());
	return out;
}


void ReferenceDeflater::reset()
{
	::deflateReset(&_stream);
}


ReferenceInflater::ReferenceInflater(int windowBits, std::size_t step):
	_step(step)
{
	if (::inflateInit2(&_stream, -windowBits) != Z_OK) throw std::runtime_error("inflateInit2");
}


ReferenceInflater::~ReferenceInflater()
{
	::inflateEnd(&_stream);
}


std::string ReferenceInflater::inflate(std::string_view message)
{
	const std::string input = std::string(message).append(TAIL);
	feed(_stream, input);
	std::string out;
	do
	{
		const std::size_t size = out.size();
		out.resize(size + _step);
		_stream.next_out = reinterpret_cast<Bytef*>(out.data() + size);
		_stream.avail_out = static_cast<uInt>(_step);
		const int result = ::inflate(&_stream, Z_SYNC_FLUSH);
		if (result != Z_OK && result != Z_BUF_ERROR) throw std::runtime_error(_stream.msg ? _stream.msg : "inflate");
		out.resize(out.size() - _stream.avail_out);
	}
	while (_stream.avail_out == 0);
	if (_stream.avail_in > 0) throw std::runtime_error("input is left over");
	return out;
}


void ReferenceInflater::reset()
{
	::inflateReset(&_stream);
}


std::string textOf(std::size_t size, std::mt19937& random)
{
	static const std::string_view WORDS[] = {"frame", "of", "the", "message", "window", "{\"id\":", "context", " ", ",", "takeover", "deflate"};
	std::string text;
	while (text.size() < size)
	{
		text.append(WORDS[random() % std::size(WORDS)]);
		if (random() % 4 == 0) text.append(std::to_string(random() % 10000));
	}
	text.resize(size);
	return text;
}


std::string bytesOf(std::size_t size, std::mt19937& random)
{
	std::string bytes(size, '\0');
	for (char& c: bytes) c = static_cast<char>(random());
	return bytes;
}


} // namespace WS::Test
