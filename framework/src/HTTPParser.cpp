//
// HTTPParser.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HTTPParser.h"
#include "Characters.h"
#include <algorithm>
#include <utility>


namespace WS {


namespace {


constexpr std::size_t MAX_BLANK_LINES = 2;       // RFC 9112 2.2 asks for one


bool isVersion(std::string_view text)
	// HTTP/d.d
{
	return text.size() == 8 && text.substr(0, 5) == "HTTP/" && isDigit(text[5]) && text[6] == '.' && isDigit(text[7]);
}


} // namespace


HTTPParser::HTTPParser(const Options& limits, IsStartLine isStartLine):
	_limits(limits),
	_isStartLine(isStartLine)
{
}


HTTPParser::Result HTTPParser::feed(std::span<char>& bytes)
{
	const auto all = std::exchange(bytes, {});
	for (std::size_t i = 0; i < all.size(); ++i)
	{
		const Result result = feed(all[i]);
		if (result == Result::INCOMPLETE) continue;
		bytes = all.subspan(i + 1);
		return result;
	}
	return Result::INCOMPLETE;
}


HTTPParser::Result HTTPParser::feed(char c)
{
	if (_size == _limits.maxHead) return tooLong();
	++_size;
	if (c == '\n') return _afterCR ? endLine() : syntax("LF without CR");
	if (_afterCR) return syntax("CR without LF");
	if (c == '\r')
	{
		_afterCR = true;
		return Result::INCOMPLETE;
	}
	if (isControlCharacter(c)) return syntax("control character");
	if (_line.size() == (_inHeaders ? _limits.maxHeaderLine : _limits.maxRequestLine)) return tooLong();
	if (_inHeaders && _headers.size() == _limits.maxHeaders) return tooLong();
	_line.push_back(c);
	return Result::INCOMPLETE;
}


HTTPParser::Result HTTPParser::endLine()
{
	_afterCR = false;
	if (!_inHeaders)
	{
		if (_line.empty()) return ++_blankLines <= MAX_BLANK_LINES ? Result::INCOMPLETE : syntax("blank lines before the start line");
		if (!_isStartLine(_line)) return syntax("the first line is no HTTP: " + printable(_line));
		_startLine = std::move(_line);
		_line.clear();
		_inHeaders = true;
		return Result::INCOMPLETE;
	}
	if (_line.empty()) return Result::COMPLETE;
	return addHeader();
}


HTTPParser::Result HTTPParser::addHeader()
{
	const std::string_view line = _line;
	const auto colon = line.find(':');
	if (line[0] == ' ' || line[0] == '\t') return syntax("a folded header line");
	if (colon == std::string_view::npos) return syntax("a header line without a colon: " + printable(line));
	if (!Headers::isToken(line.substr(0, colon))) return syntax("a header name that is no token: " + printable(line.substr(0, colon)));

	_headers.add(line.substr(0, colon), line.substr(colon + 1));
	_line.clear();
	return Result::INCOMPLETE;
}


HTTPParser::Result HTTPParser::syntax(std::string_view detail)
{
	_detail = detail;
	return Result::SYNTAX;
}


HTTPParser::Result HTTPParser::tooLong() const
{
	return _inHeaders ? Result::HEAD_TOO_LARGE : Result::START_LINE_TOO_LONG;
}


const std::string& HTTPParser::startLine() const
{
	return _startLine;
}


Headers& HTTPParser::headers()
{
	return _headers;
}


const std::string& HTTPParser::detail() const
{
	return _detail;
}


bool parseRequestLine(std::string_view line, Request& request)
{
	const auto first = line.find(' ');
	const auto last = line.rfind(' ');
	if (first == std::string_view::npos || first == last) return false;

	const auto method = line.substr(0, first);
	const auto target = line.substr(first + 1, last - first - 1);
	const auto version = line.substr(last + 1);
	if (!Headers::isToken(method) || target.empty() || target.find(' ') != std::string_view::npos || !isVersion(version)) return false;
	request.method = method;
	request.target = target;
	request.version = version;
	return true;
}


bool isRequestLine(std::string_view line)
{
	Request request;
	return parseRequestLine(line, request);
}


bool parseStatusLine(std::string_view line, Response& response)
{
	constexpr std::size_t STATUS = 9;
	constexpr std::size_t REASON = 13;
	if (line.size() < STATUS + 3 || !isVersion(line.substr(0, 8)) || line[8] != ' ') return false;

	const auto digits = line.substr(STATUS, 3);
	if (!std::all_of(digits.begin(), digits.end(), isDigit)) return false;
	if (line.size() >= REASON && line[REASON - 1] != ' ') return false;
	response.status = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
	response.reason = line.size() > REASON ? line.substr(REASON) : std::string_view();
	return true;
}


bool isStatusLine(std::string_view line)
{
	Response response;
	return parseStatusLine(line, response);
}


} // namespace WS
