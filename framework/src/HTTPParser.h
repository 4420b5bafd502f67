//
// HTTPParser.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_HTTPParser_INCLUDED
#define WS_HTTPParser_INCLUDED


#include "WS/Error.h"
#include "WS/HTTP.h"
#include "WS/Options.h"
#include <span>
#include <string>
#include <string_view>


namespace WS {


class HTTPParser
	/// Collects the head of a request or a response, strictly (RFC 9112 2 to 5): CR LF ends a line,
	/// nothing is folded, no blank before the colon, no control characters. A line is judged when it
	/// is complete, a limit at the byte that crosses it. Time is linear in the bytes however they are cut.
{
public:
	enum class Result: std::uint8_t
	{
		INCOMPLETE,
		COMPLETE,
		SYNTAX,
		START_LINE_TOO_LONG,
		HEAD_TOO_LARGE           /// a line, the number of headers, or all together
	};

	using IsStartLine = bool (*)(std::string_view line);

	HTTPParser(const Options& limits, IsStartLine isStartLine);
		/// isStartLine: isRequestLine or isStatusLine, asked as soon as the line is there, so that whoever speaks another
		/// protocol is not waited for.

	Result feed(std::span<char>& bytes);
		/// Takes the head's bytes off the front; what is behind the head stays. After any
		/// result but INCOMPLETE the parser is done.

	const std::string& startLine() const;

	Headers& headers();

	const std::string& detail() const;
		/// What was wrong, for a message; may be empty.

private:
	Result feed(char c);
	Result endLine();
	Result addHeader();
	Result syntax(std::string_view detail);
	Result tooLong() const;

	const Options& _limits;
	IsStartLine _isStartLine;
	std::string _startLine;
	std::string _line;
	Headers _headers;
	std::string _detail;
	std::size_t _size = 0;           // of the head so far
	std::size_t _blankLines = 0;     // before the start line
	bool _inHeaders = false;
	bool _afterCR = false;
};


bool parseRequestLine(std::string_view line, Request& request);
	/// Method, target and version of "GET /path HTTP/1.1" (RFC 9112 3). False: not a request line.


bool isRequestLine(std::string_view line);
	/// Whether parseRequestLine() would take it.


bool parseStatusLine(std::string_view line, Response& response);
	/// Status and reason of "HTTP/1.1 101 Switching Protocols" (RFC 9112 4). The reason may be
	/// missing, also with the blank before it. False: not a status line.


bool isStatusLine(std::string_view line);
	/// Whether parseStatusLine() would take it.


} // namespace WS


#endif // WS_HTTPParser_INCLUDED
