//
// HTTPParserTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HTTPParser.h"
#include "support/Head.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using Result = HTTPParser::Result;


struct Parsed
{
	Result result = Result::INCOMPLETE;
	std::string startLine;
	std::string headers;
	std::size_t taken = 0;
		// bytes, up to and with the one that gave the result

	bool operator == (const Parsed& other) const = default;
};


Parsed parse(const Bytes& input, std::size_t pieceSize, const Options& limits)
{
	HTTPParser parser(limits, [](std::string_view line) { return line != "no HTTP"; });
	Parsed parsed;
	std::string bytes = input.string();
	while (parsed.taken < bytes.size() && parsed.result == Result::INCOMPLETE)
	{
		auto piece = std::span<char>(bytes).subspan(parsed.taken);
		piece = piece.first(std::min(pieceSize, piece.size()));
		const std::size_t before = piece.size();
		parsed.result = parser.feed(piece);
		parsed.taken += before - piece.size();
	}
	parsed.startLine = parser.startLine();
	parsed.headers = parser.headers().wire();
	return parsed;
}


Parsed parse(const Bytes& input, const Options& limits = {})
	/// In pieces of every size, which makes no difference.
{
	const Parsed whole = parse(input, input.size(), limits);
	for (std::size_t size = 1; size < std::min<std::size_t>(input.size(), 100); ++size)
	{
		if (parse(input, size, limits) != whole) BOOST_ERROR("pieces of " << size << " of " << input);
	}
	return whole;
}


Options limit(std::size_t Options::*member, std::size_t value)
{
	Options options;
	options.*member = value;
	return options;
}


} // namespace


BOOST_AUTO_TEST_SUITE(HTTPParserTest)


BOOST_AUTO_TEST_CASE(badInput21FirstLineIsJudgedBeforeTheRestIsThere)
{
	BOOST_TEST((parse("no HTTP\r\n").result == Result::SYNTAX));
	BOOST_TEST((parse("no HTTP\r").result == Result::INCOMPLETE));
	BOOST_TEST(parse("\r\nno HTTP\r\nmore").taken == 11);
}


BOOST_AUTO_TEST_CASE(readsAHeadAndLeavesWhatIsBehindIt)
{
	const Parsed parsed = parse("GET / HTTP/1.1\r\nHost: a\r\nX:y\r\n\r\nrest");
	BOOST_CHECK(parsed.result == Result::COMPLETE);
	BOOST_TEST(parsed.startLine == "GET / HTTP/1.1");
	BOOST_TEST(parsed.headers == "Host: a\r\nX: y\r\n");
	BOOST_TEST(parsed.taken == 32u);
}


BOOST_AUTO_TEST_CASE(readsAHeadWithoutFields)
{
	BOOST_CHECK(parse("GET / HTTP/1.1\r\n\r\n").result == Result::COMPLETE);
}


BOOST_AUTO_TEST_CASE(blanksAndTabsAroundAValueAreDropped)
{
	BOOST_TEST(parse("G\r\nA: \t x y \t\r\nB:\r\n\r\n").headers == "A: x y\r\nB: \r\n");
}


BOOST_AUTO_TEST_CASE(badInput02ToleratesTwoBlankLinesBeforeTheHead)
{
	BOOST_CHECK(parse("\r\n\r\nG\r\n\r\n").result == Result::COMPLETE);
	BOOST_CHECK(parse("\r\n\r\n\r\nG\r\n\r\n").result == Result::SYNTAX);
	BOOST_TEST(parse("\r\n\r\n\r\nG\r\n\r\n").taken == 6u);
}


BOOST_AUTO_TEST_CASE(badInput10RefusesBareLFAndBareCRAtTheByteThatShowsIt)
{
	for (const char* head: {"GET / HTTP/1.1\n", "G\r\nA: b\n", "G\r\nA: b\r\n\n", "\n"})
	{
		BOOST_CHECK(parse(head).result == Result::SYNTAX);
		BOOST_TEST(parse(head).taken == std::string_view(head).size());
	}
	BOOST_CHECK(parse("GET / HTTP/1.1\rX").result == Result::SYNTAX);
	BOOST_CHECK(parse("G\r\nA: b\r\r\n").result == Result::SYNTAX);
	BOOST_CHECK(parse("G\r\nA: b\r\n\rX").result == Result::SYNTAX);
}


BOOST_AUTO_TEST_CASE(badInput11RefusesMalformedFields)
{
	for (const char* field: {"A : b", "A\t: b", "no colon", ": b", "A B: c", "(A): b", "A,: b", "\xc3\xa4: b", ":"})
	{
		BOOST_CHECK_MESSAGE(parse(Head("G").raw(field).bytes()).result == Result::SYNTAX, field);
	}
}


BOOST_AUTO_TEST_CASE(badInput11RefusesControlCharacters)
{
	for (const Bytes& control: {"00"_hex, "01"_hex, "08"_hex, "0b"_hex, "1f"_hex, "7f"_hex})
	{
		BOOST_CHECK(parse("G" + control + "\r\n\r\n").result == Result::SYNTAX);
		BOOST_CHECK(parse("G\r\nA" + control + ": b\r\n\r\n").result == Result::SYNTAX);
		BOOST_CHECK(parse("G\r\nA: b" + control + "\r\n\r\n").result == Result::SYNTAX);
	}
	BOOST_CHECK(parse("G\r\nA: b\tc\r\n\r\n").result == Result::COMPLETE);
}


BOOST_AUTO_TEST_CASE(badInput12RefusesFoldedLines)
{
	BOOST_CHECK(parse("G\r\nA: b\r\n c\r\n\r\n").result == Result::SYNTAX);
	BOOST_CHECK(parse("G\r\nA: b\r\n\tc: d\r\n\r\n").result == Result::SYNTAX);
	BOOST_CHECK(parse("G\r\n A: b\r\n\r\n").result == Result::SYNTAX);
}


BOOST_AUTO_TEST_CASE(badInput13EncodedWordsStayAsTheyAre)
{
	const std::string word = "=?UTF-8?Q?a=0D=0AX-Evil:_1?=";
	BOOST_TEST(parse(Head("G").add("A", word).bytes()).headers == "A: " + word + "\r\n");
}


BOOST_AUTO_TEST_CASE(badInput14HeadWithoutItsBlankLineIsIncomplete)
{
	const Bytes head = Head::request().bytes();
	for (std::size_t size = 0; size < head.size(); ++size)
	{
		BOOST_CHECK(parse(head.first(size)).result == Result::INCOMPLETE);
	}
}


BOOST_AUTO_TEST_CASE(badInput03LimitsTheStartLineAtTheByteThatCrossesIt)
{
	const Options limits = limit(&Options::maxRequestLine, 20);
	BOOST_CHECK(parse(std::string(20, 'x') + "\r\n\r\n", limits).result == Result::COMPLETE);
	BOOST_CHECK(parse(std::string(21, 'x'), limits).result == Result::START_LINE_TOO_LONG);
	BOOST_TEST(parse(std::string(100, 'x'), limits).taken == 21u);
}


BOOST_AUTO_TEST_CASE(badInput03LimitsAHeaderLineAtTheByteThatCrossesIt)
{
	const Options limits = limit(&Options::maxHeaderLine, 20);
	BOOST_CHECK(parse("G\r\nA: " + std::string(17, 'x') + "\r\n\r\n", limits).result == Result::COMPLETE);
	BOOST_CHECK(parse("G\r\nA: " + std::string(18, 'x'), limits).result == Result::HEAD_TOO_LARGE);
	BOOST_TEST(parse("G\r\nA: " + std::string(99, 'x'), limits).taken == 24u);
}


BOOST_AUTO_TEST_CASE(badInput03LimitsTheNumberOfHeaders)
{
	const Options limits = limit(&Options::maxHeaders, 3);
	BOOST_CHECK(parse("G\r\n" + repeated("A: b\r\n", 3) + "\r\n", limits).result == Result::COMPLETE);
	BOOST_CHECK(parse("G\r\n" + repeated("A: b\r\n", 3) + "A", limits).result == Result::HEAD_TOO_LARGE);
}


BOOST_AUTO_TEST_CASE(badInput03LimitsTheWholeHeadAtTheByteThatCrossesIt)
{
	const Bytes head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
	BOOST_CHECK(parse(head, limit(&Options::maxHead, head.size())).result == Result::COMPLETE);
	BOOST_CHECK(parse(head, limit(&Options::maxHead, head.size() - 1)).result == Result::HEAD_TOO_LARGE);
	BOOST_TEST(parse(head + repeated("x", 100), limit(&Options::maxHead, 20)).taken == 21u);
}


BOOST_AUTO_TEST_CASE(badInput03LimitsAreTheDocumentedOnesByDefault)
{
	BOOST_CHECK(parse(std::string(8192, 'x'), 10000, {}).result == Result::INCOMPLETE);
	BOOST_CHECK(parse(std::string(8193, 'x'), 10000, {}).result == Result::START_LINE_TOO_LONG);
	BOOST_CHECK(parse("G\r\nA: " + std::string(8189, 'x'), 10000, {}).result == Result::INCOMPLETE);
	BOOST_CHECK(parse("G\r\nA: " + std::string(8190, 'x'), 10000, {}).result == Result::HEAD_TOO_LARGE);
	BOOST_CHECK(parse("G\r\n" + repeated("A: b\r\n", 100) + "\r\n", 10000, {}).result == Result::COMPLETE);
	BOOST_CHECK(parse("G\r\n" + repeated("A: b\r\n", 101) + "\r\n", 10000, {}).result == Result::HEAD_TOO_LARGE);
	BOOST_CHECK(parse("G\r\n" + repeated("A: " + repeated("x", 1019) + "\r\n", 17), 20000, {}).result == Result::HEAD_TOO_LARGE);
}


BOOST_AUTO_TEST_CASE(parsesARequestLine)
{
	Request request;
	BOOST_TEST(parseRequestLine("GET /chat?room=1 HTTP/1.1", request));
	BOOST_TEST(request.method == "GET");
	BOOST_TEST(request.target == "/chat?room=1");
	BOOST_TEST(request.version == "HTTP/1.1");
}


BOOST_AUTO_TEST_CASE(refusesWhatIsNoRequestLine)
{
	for (const char* line:
		{
			"", "GET", "GET /", "GET / ", "GET  HTTP/1.1", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
			"GET / a HTTP/1.1", "G(T / HTTP/1.1", "GET / http/1.1", "GET / HTTP/1", "GET / HTTP/11.1", "GET / HTTP/1.x", "GET / HTTP/1.10",
			"GET / TTP/1.1", "GET\t/\tHTTP/1.1", "SSH-2.0-OpenSSH_9.2"})
	{
		Request request;
		BOOST_TEST(!parseRequestLine(line, request), line);
		BOOST_TEST(request.method.empty());
	}
}


BOOST_AUTO_TEST_CASE(parsesAStatusLineWithOrWithoutAReason)
{
	for (const auto& [line, reason]: std::initializer_list<std::pair<const char*, const char*>>{
			 {"HTTP/1.1 101 Switching Protocols", "Switching Protocols"},
			 {"HTTP/1.1 101 ", ""},
			 {"HTTP/1.1 101", ""}})
	{
		Response response;
		BOOST_TEST(parseStatusLine(line, response));
		BOOST_TEST(response.status == 101);
		BOOST_TEST(response.reason == reason);
	}
}


BOOST_AUTO_TEST_CASE(readsAllDigitsOfAStatus)
{
	for (const int status: {100, 123, 200, 307, 418, 999})
	{
		Response response;
		BOOST_TEST(parseStatusLine("HTTP/1.1 " + std::to_string(status) + " x", response));
		BOOST_TEST(response.status == status);
	}
}


BOOST_AUTO_TEST_CASE(badInput24RefusesWhatIsNoStatusLine)
{
	for (const char* line:
		{
			"", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 10", "HTTP/1.1 1011", "HTTP/1.1 101x", "HTTP/1.1 abc", "HTTP/1.1  101", "http/1.1 101 OK",
			"HTTP/1 101 OK", "ICY 200 OK", "HTTP/1.1 -10 OK", "101 Switching Protocols"})
	{
		Response response;
		BOOST_TEST(!parseStatusLine(line, response), line);
		BOOST_TEST(response.status == 0);
	}
}


BOOST_AUTO_TEST_SUITE_END()
