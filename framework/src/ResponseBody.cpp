//
// ResponseBody.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ResponseBody.h"
#include "Characters.h"
#include <algorithm>
#include <string_view>


namespace WS {


namespace {


constexpr std::size_t MAX_CHUNK_LINE = 256;


std::size_t withDigit(std::size_t number, std::size_t base, int digit, std::size_t most)
	// As far as it matters: at most what is kept.
{
	const auto last = static_cast<std::size_t>(digit);
	return last > most || number > (most - last) / base ? most : number * base + last;
}


std::size_t lengthOf(std::string_view text, std::size_t most)
	// 0 if it is malformed.
{
	if (!std::all_of(text.begin(), text.end(), isDigit)) return 0;
	std::size_t length = 0;
	for (const char c: text) length = withDigit(length, 10, c - '0', most);
	return length;
}


} // namespace


ResponseBody::ResponseBody(Response& response, std::size_t most):
	_response(response),
	_most(most),
	_stage(begin())
{
}


ResponseBody::Stage ResponseBody::begin()
{
	if (_most == 0 || _response.status < 200 || _response.status == 204 || _response.status == 304) return Stage::DONE;
	const auto codings = _response.headers.getAll("Transfer-Encoding");
	const auto lengths = _response.headers.getAll("Content-Length");
	if (codings.size() == 1 && lengths.empty() && equalsIgnoreCase(codings[0], "chunked")) return Stage::CHUNK_SIZE;
	if (!codings.empty() || lengths.size() > 1) return Stage::DONE;
	_left = lengths.empty() ? _most : lengthOf(lengths[0], _most);
	return _left == 0 ? Stage::DONE : Stage::DATA;
}


bool ResponseBody::feed(std::span<char>& bytes)
{
	while (_stage != Stage::DONE && !bytes.empty())
	{
		if (_stage == Stage::DATA || _stage == Stage::CHUNK_DATA)
			takeData(bytes);
		else
		{
			_stage = next(bytes.front());
			bytes = bytes.subspan(1);
		}
	}
	return _stage == Stage::DONE;
}


void ResponseBody::takeData(std::span<char>& bytes)
{
	auto& body = _response.body;
	const auto size = std::min({bytes.size(), _left, _most - body.size()});
	body.append(bytes.data(), size);
	bytes = bytes.subspan(size);
	_left -= size;
	if (body.size() == _most) _stage = Stage::DONE;
	else if (_left == 0) _stage = _stage == Stage::DATA ? Stage::DONE : Stage::CHUNK_CR;
}


ResponseBody::Stage ResponseBody::next(char c)
	// RFC 9112 7.1
{
	switch (_stage)
	{
	case Stage::CHUNK_SIZE:
		if (++_lineSize > MAX_CHUNK_LINE) return Stage::DONE;
		if (addSizeDigit(c)) return Stage::CHUNK_SIZE;
		return _lineSize == 1 ? Stage::DONE : afterSize(c);
	case Stage::CHUNK_EXTENSION:
		if (++_lineSize > MAX_CHUNK_LINE) return Stage::DONE;
		if (c == '\r') return Stage::CHUNK_SIZE_LF;
		return isControlCharacter(c) ? Stage::DONE : Stage::CHUNK_EXTENSION;
	case Stage::CHUNK_SIZE_LF:
		_lineSize = 0;
		return c == '\n' && _left != 0 ? Stage::CHUNK_DATA : Stage::DONE;      // a trailer is of no use
	case Stage::CHUNK_CR:
		return c == '\r' ? Stage::CHUNK_LF : Stage::DONE;
	case Stage::CHUNK_LF:
		return c == '\n' ? Stage::CHUNK_SIZE : Stage::DONE;
	default:
		return Stage::DONE;
	}
}


ResponseBody::Stage ResponseBody::afterSize(char c)
{
	if (c == '\r') return Stage::CHUNK_SIZE_LF;
	return c == ';' || c == ' ' || c == '\t' ? Stage::CHUNK_EXTENSION : Stage::DONE;
}


bool ResponseBody::addSizeDigit(char c)
{
	const char lower = toLower(c);
	if (!isDigit(c) && (lower < 'a' || lower > 'f')) return false;
	_left = withDigit(_left, 16, isDigit(c) ? c - '0' : lower - 'a' + 10, _most);
	return true;
}


} // namespace WS
