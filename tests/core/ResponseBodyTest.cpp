//
// ResponseBodyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ResponseBody.h"
#include "WS/Options.h"
#include "support/Bytes.h"
#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


struct Read
{
	std::string body;
	bool done = false;
	std::size_t left = 0;

	bool operator == (const Read& other) const = default;
};


std::ostream& operator << (std::ostream& stream, const Read& read)
{
	return stream << Bytes(read.body) << (read.done ? ", done, " : ", not done, ") << read.left << " left";
}


const std::size_t MOST = 65536;


Read readIn(const Response& head, const Bytes& input, std::size_t first, std::size_t piece, std::size_t most = MOST)
	/// Pieces of that size behind a first one.
{
	Response response = head;
	ResponseBody body(response, most);
	std::string bytes(input.string());
	bool done = false;
	std::size_t position = 0;
	std::size_t size = first;
	do
	{
		std::span<char> some(bytes.data() + position, std::min(size, bytes.size() - position));
		const auto before = some.size();
		done = body.feed(some);
		position += before - some.size();
		BOOST_REQUIRE(done || some.empty());
		size = piece;
	}
	while (!done && position < bytes.size());
	return {response.body, done, bytes.size() - position};
}


Read read(const Response& head, const Bytes& input)
	/// The same at every split.
{
	BOOST_TEST_INFO_SCOPE(input);
	const Read whole = readIn(head, input, input.size(), input.size());
	BOOST_TEST(readIn(head, input, 1, 1) == whole);
	for (const auto cut: cutsOf(input.size())) BOOST_TEST(readIn(head, input, cut, input.size()) == whole);
	return whole;
}


Response response(std::initializer_list<Header> headers, int status = 403)
{
	Response response;
	response.status = status;
	for (const auto& header: headers) response.headers.add(header.name, header.value);
	return response;
}


Read ofLength(std::string_view length, const Bytes& input)
{
	return read(response({{"Content-Length", length}}), input);
}


Read chunked(const Bytes& input)
{
	return read(response({{"Transfer-Encoding", "chunked"}}), input);
}


} // namespace


BOOST_AUTO_TEST_SUITE(ResponseBodyTest)


BOOST_AUTO_TEST_CASE(contentLengthEndsTheBody)
{
	BOOST_TEST(ofLength("5", "Hello, world") == (Read{"Hello", true, 7}));
	BOOST_TEST(ofLength("5", "Hell") == (Read{"Hell", false, 0}));
	BOOST_TEST(ofLength("0", "x") == (Read{"", true, 1}));
	BOOST_TEST(ofLength("0005", "Hello") == (Read{"Hello", true, 0}));
}


BOOST_AUTO_TEST_CASE(badInput24MalformedLengthsGiveNoBody)
{
	for (const char* length: {"", "-1", "+5", "5 5", "5, 5", "0x5", "5.0", "five"})
		BOOST_TEST(ofLength(length, "Hello") == (Read{"", true, 5}));
}


BOOST_AUTO_TEST_CASE(badInput24LengthsThatContradictGiveNoBody)
{
	const Read nothing{"", true, 5};
	BOOST_TEST(read(response({{"Content-Length", "5"}, {"Content-Length", "5"}}), "Hello") == nothing);
	BOOST_TEST(read(response({{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}), "Hello") == nothing);
	BOOST_TEST(read(response({{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}), "Hello") == nothing);
	BOOST_TEST(read(response({{"Transfer-Encoding", "gzip, chunked"}}), "Hello") == nothing);
	BOOST_TEST(read(response({{"Transfer-Encoding", ""}}), "Hello") == nothing);
}


BOOST_AUTO_TEST_CASE(withoutLengthTheBodyGoesOnToTheEnd)
{
	BOOST_TEST(read(response({}), "Hello") == (Read{"Hello", false, 0}));
	BOOST_TEST(read(response({}), "") == (Read{"", false, 0}));
}


BOOST_AUTO_TEST_CASE(someStatusesHaveNoBody)
{
	for (const int status: {101, 204, 304}) BOOST_TEST(read(response({{"Content-Length", "5"}}, status), "Hello") == (Read{"", true, 5}));
}


BOOST_AUTO_TEST_CASE(chunksAreJoined)
{
	BOOST_TEST(chunked("5\r\nHello\r\n0\r\n\r\n") == (Read{"Hello", true, 2}));
	BOOST_TEST(chunked("3\r\nHel\r\n2\r\nlo\r\n0\r\n") == (Read{"Hello", true, 0}));
	BOOST_TEST(chunked("a\r\n0123456789\r\n00A;name=\"value\"\r\n0123456789\r\n000\r\n") == (Read{"01234567890123456789", true, 0}));
	BOOST_TEST(chunked("5 ;x\r\nHello\r\n0 \r\n") == (Read{"Hello", true, 0}));
	BOOST_TEST(chunked("5\r\nHello\r\n") == (Read{"Hello", false, 0}));
	BOOST_TEST(read(response({{"Transfer-Encoding", "Chunked"}}), "1\r\nx\r\n0\r\n") == (Read{"x", true, 0}));
}


BOOST_AUTO_TEST_CASE(badInput24MalformedChunksEndTheBody)
{
	for (const char* chunk: {"\r\n", "x", ";\r\n", " 5\r\n", "-5\r\n", "0x5\r\n", "5\n", "5\rx", "5;\x01\r\n", "5;\n", "5;x\r;", "5x\r\n"})
	{
		const Bytes first("3\r\nHel\r\n");
		const Read seen = chunked(first + chunk + "lo!lo!\r\n0\r\n");
		BOOST_TEST(seen.done);
		BOOST_TEST(seen.body == "Hel");
	}
	for (const char* end: {"lo", "\n", "\rx", "\r\r\n"}) BOOST_TEST(chunked("3\r\nHel" + Bytes(end) + "\r\n0\r\n").body == "Hel");
}


BOOST_AUTO_TEST_CASE(badInput27EndlessChunkLinesEndTheBody)
{
	BOOST_TEST(chunked(repeated("0", 300)).done);
	BOOST_TEST(chunked("1;" + repeated("x", 300)).done);
	BOOST_TEST(chunked("1;" + repeated("x", 250) + "\r\ny\r\n0\r\n") == (Read{"y", true, 0}));
}


BOOST_AUTO_TEST_CASE(anotherLimitHoldsAsWell)
{
	for (const auto& head: {response({}), response({{"Content-Length", "12"}})})
	{
		BOOST_TEST(readIn(head, "Hello, world", 12, 12, 5) == (Read{"Hello", true, 7}));
		BOOST_TEST(readIn(head, "Hello, world", 12, 12, 0) == (Read{"", true, 12}));
	}
	BOOST_TEST(readIn(response({{"Transfer-Encoding", "chunked"}}), "c\r\nHello, world", 15, 15, 5).body == "Hello");
	BOOST_TEST(readIn(response({{"Transfer-Encoding", "chunked"}}), "c\r\nHello, world", 15, 15, 0).done);
}


BOOST_AUTO_TEST_CASE(badInput24UnlimitedLengthsDoNotOverflow)
{
	const Bytes large = repeated("x", MOST + 10);
	for (const char* length: {"65546", "18446744073709551615", "18446744073709551616", "99999999999999999999999999"})
		BOOST_TEST(readIn(response({{"Content-Length", length}}), large, MOST, MOST, UNLIMITED).body.size() == MOST + 10);
	for (const char* size: {"ffffffffffffffff", "10000000000000000", "1000a"})
		BOOST_TEST(readIn(response({{"Transfer-Encoding", "chunked"}}), size + ("\r\n" + large), MOST, MOST, UNLIMITED).body.size() == MOST + 10);
}


BOOST_AUTO_TEST_CASE(badInput27NoMoreThan64KiBAreKept)
{
	const std::string all(MOST, 'x');
	const Bytes more = repeated("x", MOST + 10);
	for (const char* length: {"65546", "18446744073709551616", "99999999999999999999999999"})
	{
		const Read seen = ofLength(length, more);
		BOOST_TEST((seen == Read{all, true, 10}));
	}
	BOOST_TEST((ofLength("65536", more) == Read{all, true, 10}));
	BOOST_TEST((read(response({}), more) == Read{all, true, 10}));
	BOOST_TEST((chunked("ffffffffffffffffffff\r\n" + more) == Read{all, true, 10}));
	BOOST_TEST(readIn(response({{"Transfer-Encoding", "chunked"}}), repeated("1\r\nx\r\n", MOST + 1), 100, 100).body.size() == MOST);
}


BOOST_AUTO_TEST_SUITE_END()
