//
// ResponseHead.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ResponseHead.h"
#include <utility>


namespace WS {


namespace {


constexpr std::size_t MAX_INTERIM_RESPONSES = 8;


} // namespace


ResponseHead::ResponseHead(const Options& limits):
	_limits(limits),
	_parser(std::make_unique<HTTPParser>(limits, isStatusLine))
{
}


ResponseHead::Result ResponseHead::feed(std::span<char>& bytes, Response& response)
{
	for (;;)
	{
		const auto result = _parser->feed(bytes);
		if (result == HTTPParser::Result::INCOMPLETE) return Result::INCOMPLETE;
		if (result == HTTPParser::Result::SYNTAX) return fail(Error::RESPONSE_SYNTAX, _parser->detail());
		if (result != HTTPParser::Result::COMPLETE) return fail(Error::RESPONSE_TOO_LARGE);

		const auto taken = take(response);
		if (taken != Result::INCOMPLETE) return taken;
		_parser = std::make_unique<HTTPParser>(_limits, isStatusLine);
	}
}


ResponseHead::Result ResponseHead::take(Response& response)
{
	Response answer;
	parseStatusLine(_parser->startLine(), answer);
	const bool isInterim = answer.status >= 100 && answer.status <= 199 && answer.status != 101;
	if (isInterim) return ++_interim > MAX_INTERIM_RESPONSES ? fail(Error::INTERIM_RESPONSES) : Result::INCOMPLETE;

	answer.headers = std::move(_parser->headers());
	response = std::move(answer);
	return Result::COMPLETE;
}


ResponseHead::Result ResponseHead::fail(Error error, std::string detail)
{
	_error = error;
	_detail = std::move(detail);
	return Result::FAILED;
}


Error ResponseHead::error() const
{
	return _error;
}


const std::string& ResponseHead::detail() const
{
	return _detail;
}


} // namespace WS
