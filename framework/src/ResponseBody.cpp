//
// ResponseBody.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ResponseBody.h"
#include "Characters.h"
#include <algorithm>
#include <optional>


namespace WS {


namespace {


constexpr std::size_t MAX_CHUNK_LINE = 256;


std::optional<std::size_t> lengthOf(std::string_view text)
	// As far as it matters: at most what is kept.
{
	if (text.empty() || !std::all_of(text.begin(), text.end(), isDigit)) return std::nullopt;
	std::size_t length = 0;
	for (const char c: text) length = std::min(length * 10 + static_cast<std::size_t>(c - '0'), ResponseBody::MOST);
	return length;
}


} // namespace


ResponseBody::ResponseBody(Response& response):
	_response(response)
{
	_response.body.clear();
	if (_response.status != 204 && _response.status != 304) begin();
}


void ResponseBody::begin()
{
	const auto codings = _response.headers.getAll("Transfer-Encoding");
	const auto lengths = _response.headers.getAll("Content-Length");
	if (codings.size() == 1 && lengths.empty() && equalsIgnoreCase(codings[0], "chunked"))
	{
		_stage = Stage::CHUNK_SIZE;
		return;
	}
	if (!codings.empty() || lengths.size() > 1) return;
	const auto length = lengths.empty() ? MOST : lengthOf(lengths[0]);
	_left = length.value_or(0);
	if (_left != 0) _stage = Stage::DATA;
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
	const auto size = std::min({bytes.size(), _left, MOST - body.size()});
	body.append(bytes.data(), size);
	bytes = bytes.subspan(size);
	_left -= size;
	if (body.size() == MOST) _stage = Stage::DONE;
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
	const auto digit = static_cast<std::size_t>(isDigit(c) ? c - '0' : lower - 'a' + 10);
	_left = std::min(_left * 16 + digit, MOST);
	return true;
}


} // namespace WS
