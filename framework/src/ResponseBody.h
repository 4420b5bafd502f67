//
// ResponseBody.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ResponseBody_INCLUDED
#define WS_ResponseBody_INCLUDED


#include "WS/HTTP.h"
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>


namespace WS {


class ResponseBody
	/// Collects the body of a response that refuses (RFC 9112 6.3): as long as Content-Length says, in chunks, or until the
	/// transport ends. It is done at the limit of what is kept. Lengths that contradict each other give an empty
	/// body, a malformed chunk ends it.
{
public:
	ResponseBody(Response& response, std::size_t most);
		/// The response has its head, and gets its body here.

	bool feed(std::span<char>& bytes);
		/// Takes the body's bytes off the front. True: it is done; until then the transport's end is the body's.

private:
	enum class Stage: std::uint8_t
	{
		DATA,
		CHUNK_SIZE,
		CHUNK_EXTENSION,
		CHUNK_SIZE_LF,
		CHUNK_DATA,
		CHUNK_CR,
		CHUNK_LF,
		DONE
	};

	Stage begin();
	void takeData(std::span<char>& bytes);
	Stage next(char c);
	Stage afterSize(char c);
	bool addSizeDigit(char c);

	Response& _response;
	const std::size_t _most;
	std::size_t _left = 0;           // of the data, or of a chunk's
	std::size_t _lineSize = 0;       // of a chunk's size and extension so far
	Stage _stage;
};


} // namespace WS


#endif // WS_ResponseBody_INCLUDED
