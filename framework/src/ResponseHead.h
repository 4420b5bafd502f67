//
// ResponseHead.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ResponseHead_INCLUDED
#define WS_ResponseHead_INCLUDED


#include "HTTPParser.h"
#include "WS/Error.h"
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>


namespace WS {


class ResponseHead
	/// Takes the head of the answer to a request off a stream, and up to 8 interim ones before it (RFC 9110 15.2).
{
public:
	enum class Result: std::uint8_t
	{
		INCOMPLETE,
		COMPLETE,
		FAILED
	};

	explicit ResponseHead(const Options& limits);

	Result feed(std::span<char>& bytes, Response& response);
		/// Takes the head's bytes off the front; what is behind the head stays. COMPLETE: response has its status,
		/// reason and headers. 101 is no interim answer.

	Error error() const;
	const std::string& detail() const;
		/// Why it FAILED.

private:
	Result fail(Error error, std::string detail = {});
	Result take(Response& response);

	const Options& _limits;
	std::unique_ptr<HTTPParser> _parser;
	std::size_t _interim = 0;        // answers so far
	Error _error = Error::NONE;
	std::string _detail;
};


} // namespace WS


#endif // WS_ResponseHead_INCLUDED
