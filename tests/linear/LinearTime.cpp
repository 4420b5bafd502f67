//
// LinearTime.cpp
//
// Hostile and endless inputs of n and of 2n bytes, with the limits raised, for callgrind to count: each is a dump of its
// own, which bears the input's name. Only the driver is counted, not the making of the input.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ClientDriver.h"
#include "WS/Proxy.h"
#include "WS/ServerDriver.h"
#include "support/Head.h"
#include "support/Hixie.h"
#include "support/TestFrame.h"
#include <Poco/URI.h>
#include <cstdio>
#include <valgrind/callgrind.h>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr std::size_t WHOLE = UNLIMITED;
constexpr std::size_t SIZE = 16384;
constexpr std::size_t LARGE = 65536;
constexpr std::size_t SMALL = 2000;              // twice it is below the limit of Sec-WebSocket-Extensions


struct Throwing: Listener
{
	void onMessage(Message&) override
	{
		throw 1;
	}
};


struct Work
	/// A driver, and what it is to be given in pieces of which size.
{
	std::unique_ptr<Driver> driver;
	Bytes input;
	std::size_t piece = WHOLE;
	std::function<void(Driver&)> then = {};
};


struct Input
{
	std::string name;
	std::function<Work(std::size_t n)> make;
	std::size_t size = SIZE;
};


Listener quiet;
Throwing throwing;


Options raised()
{
	Options options;
	for (auto limit: {&Options::maxLength, &Options::maxFragments, &Options::maxRequestLine, &Options::maxHeaderLine, &Options::maxHeaders, &Options::maxHead, &Options::maxQueued})
		options.*limit = UNLIMITED / 2;
	options.protocols = {"a"};
	options.random = fixedRandom();
	return options;
}


std::unique_ptr<Driver> started(std::unique_ptr<Driver> driver, const Bytes& opening = {})
{
	driver->start();
	std::string bytes = opening.string();
	driver->receive(std::span<char>(bytes));
	driver->consume(driver->bufferedAmount());
	return driver;
}


std::unique_ptr<Driver> server(const Bytes& opening = {}, Listener& listener = quiet)
{
	return started(std::make_unique<ServerDriver>(listener, raised()), opening);
}


std::unique_ptr<Driver> openServer()
{
	return server(Head::request().bytes());
}


std::unique_ptr<Driver> client(const Bytes& opening = {})
{
	return started(std::make_unique<ClientDriver>(quiet, Poco::URI("ws://server.example.com/chat"), raised()), opening);
}


std::unique_ptr<Driver> hixie75()
{
	return server(Hixie75Server::request().bytes());
}


std::unique_ptr<Driver> hixie76()
{
	return server(Hixie76Server::request().bytes() + Hixie76Server::body());
}


Bytes masked(TestFrame frame)
{
	return frame.masked().bytes();
}


Bytes filled(const Bytes& unit, std::size_t n)
{
	return repeated(unit, n / unit.size());
}


Input requestField(const std::string& name, const char* field, std::function<std::string(std::size_t)> value, std::size_t piece = WHOLE)
	/// A request whose field has a value of about n bytes.
{
	return {name, [=](std::size_t n) { return Work{server(), Head::request().set(field, value(n)).bytes(), piece}; }, piece == WHOLE ? LARGE : SIZE};
}


Input responseField(const std::string& name, const char* field, std::function<std::string(std::size_t)> value, std::size_t piece = WHOLE)
{
	return {name, [=](std::size_t n) { return Work{client(), Head::response().set(field, value(n)).bytes(), piece}; }, piece == WHOLE ? LARGE : SIZE};
}


std::function<std::string(std::size_t)> all(const std::string& unit, const std::string& end = {}, const std::string& begin = {})
{
	return [=](std::size_t n) { return begin + filled(unit, n).string() + end; };
}


Head manyFields(Head head, std::size_t n)
{
	for (std::size_t i = 0; i < n / 8; ++i) head.add("Xy", "ab");
	return head;
}


Head manyOf(Head head, const char* name, std::size_t n)
{
	for (std::size_t i = 0; i < n / 32; ++i) head.add(name, "a");
	return head;
}


void resumeAll(Driver& driver)
{
	for (bool more = true; more;)
	{
		try
		{
			driver.resume();
			more = false;
		}
		catch (int)
		{
		}
	}
}


void consumeByByte(Driver& driver)
{
	while (driver.bufferedAmount() > 0) driver.consume(driver.output().substr(0, 1).size());
}


std::vector<Input> requests()
{
	return {
		requestField("request, one long line, byte by byte", "X", all("x"), 1),
		{"request, many fields, byte by byte", [](std::size_t n) { return Work{server(), manyFields(Head::request(), n).bytes(), 1}; }},
		{"request, long target, byte by byte", [](std::size_t n) { return Work{server(), Head::request().line("GET /" + filled("a", n).string() + " HTTP/1.1").bytes(), 1}; }},
		{"request, target of another host", [](std::size_t n) { return Work{server(), Head::request().line("GET http://" + filled("a", n).string() + " HTTP/1.1").bytes()}; }},
		{"request, line of blanks", [](std::size_t n) { return Work{server(), "GET" + filled(" ", n) + "\r\n"}; }},
		{"request, many subprotocol fields", [](std::size_t n) { return Work{server(), manyOf(Head::request(), "Sec-WebSocket-Protocol", n).bytes()}; }},
		{"request, many extension fields", [](std::size_t n) { return Work{server(), manyOf(Head::request(), "Sec-WebSocket-Extensions", n).bytes()}; }},
		{"request, many hosts", [](std::size_t n) { return Work{server(), manyOf(Head::request(), "Host", n).bytes()}; }},
		{"request, many versions", [](std::size_t n) { return Work{server(), manyOf(Head::request(), "Sec-WebSocket-Version", n).bytes()}; }},
		{"request, many keys", [](std::size_t n) { return Work{server(), manyOf(Head::request(), "Sec-WebSocket-Key", n).bytes()}; }},
		requestField("subprotocols, blanks", "Sec-WebSocket-Protocol", all(" ", "a", "b,")),
		requestField("subprotocols, commas", "Sec-WebSocket-Protocol", all(",")),
		requestField("subprotocols, names", "Sec-WebSocket-Protocol", all("a,", "a")),
		requestField("Connection, list", "Connection", all("a,", "Upgrade")),
		requestField("Connection, blanks", "Connection", all(" ,\t,", "Upgrade")),
		requestField("Upgrade, list", "Upgrade", all("a,", "websocket")),
		requestField("Host, long", "Host", all("a")),
		requestField("Host, colons", "Host", all(":", "", "[")),
		requestField("Origin, long", "Origin", all("http://")),
		requestField("key, long", "Sec-WebSocket-Key", all("A")),
		requestField("version, list", "Sec-WebSocket-Version", all("13,")),
		requestField("Content-Length, digits", "Content-Length", all("0")),
		{"hixie-76 key, blanks", [](std::size_t n) { return Work{server(), Hixie76Server::request().set("Sec-WebSocket-Key1", "1" + filled(" ", n).string() + "x").bytes()}; }},
		{"hixie-76 key, zeros", [](std::size_t n) { return Work{server(), Hixie76Server::request().set("Sec-WebSocket-Key1", filled("0 ", n).string() + "x").bytes()}; }},
		{"hixie-75, long origin and host", [](std::size_t n) { return Work{server(), Hixie75Server::request().set("Origin", filled("a", n / 2).string()).set("Host", filled("a", n / 2).string()).bytes()}; }}};
}


Work refusal(const Head& head, const Bytes& body)
{
	return {client(), head.bytes() + body, 1};
}


Work proxyReply(const Head& head)
	/// Byte by byte.
{
	return {client(), {}, WHOLE, [reply = head.bytes().string()](Driver& driver) mutable {
				Proxy proxy(static_cast<ClientDriver&>(driver), Poco::URI("http://proxy.example.com"));
				proxy.start();
				for (char& c: reply)
				{
					std::span<char> byte(&c, 1);
					proxy.receive(byte);
				}
			}};
}


std::vector<Input> responses()
{
	const Head refused("HTTP/1.1 404 Not Found");
	const Head connected("HTTP/1.1 200 OK");
	return {
		responseField("response, one long line, byte by byte", "X", all("x"), 1),
		{"response, many fields, byte by byte", [](std::size_t n) { return Work{client(), manyFields(Head::response(), n).bytes(), 1}; }},
		{"response, long reason, byte by byte", [](std::size_t n) { return Work{client(), Head::response().line("HTTP/1.1 101 " + filled("a b", n).string()).bytes(), 1}; }},
		{"response, many extension fields", [](std::size_t n) { return Work{client(), manyOf(Head::response(), "Sec-WebSocket-Extensions", n).bytes()}; }},
		{"response, many accepts", [](std::size_t n) { return Work{client(), manyOf(Head::response(), "Sec-WebSocket-Accept", n).bytes()}; }},
		{"response, body, byte by byte", [=](std::size_t n) { return refusal(refused, filled("x", n)); }},
		{"response, chunks, byte by byte", [=](std::size_t n) { return refusal(Head(refused).add("Transfer-Encoding", "chunked"), filled("1\r\nx\r\n", n)); }},
		{"response, chunk extension, byte by byte", [=](std::size_t n) { return refusal(Head(refused).add("Transfer-Encoding", "chunked"), "1;" + filled("x", n)); }},
		{"proxy, many fields, byte by byte", [=](std::size_t n) { return proxyReply(manyFields(connected, n)); }},
		{"proxy, one long line, byte by byte", [=](std::size_t n) { return proxyReply(Head(connected).add("X", filled("x", n).string())); }},
		responseField("response, long accept", "Sec-WebSocket-Accept", all("A")),
		responseField("response, Connection, list", "Connection", all("a,", "Upgrade")),
		responseField("response, Upgrade, long", "Upgrade", all("websocket")),
		responseField("response, subprotocols, blanks", "Sec-WebSocket-Protocol", all(" ", "a", "a,"))};
}


template <class Field>
std::vector<Input> extensionFields(const std::string& head, const Field& field)
	/// Sec-WebSocket-Extensions above its limits, and some below them.
{
	const auto of = [&](const std::string& name, auto value, std::size_t size) {
		Input input = field(head + ", extensions, " + name, "Sec-WebSocket-Extensions", value, WHOLE);
		input.size = size;
		return input;
	};
	return {
		of("open quote", all("\\c", "", "x; a=\""), LARGE),
		of("offers", all("a, ", "a"), LARGE),
		of("commas", all(","), LARGE),
		of("parameters", all(";a=1", "", "x"), LARGE),
		of("small, open quote", all("\\c", "", "x; a=\""), SMALL),
		of("small, quote", all("\\c", "\"", "x; a=\""), SMALL),
		of("small, blanks", all(" \t", "a", "x;"), SMALL),
		of("small, name", all("x"), SMALL)};
}


Work fragments(std::size_t n, const Bytes& payload, std::size_t piece)
{
	const Bytes frame = masked(TestFrame(CONTINUATION, payload).unfinished());
	return {openServer(), masked(TestFrame(TEXT, "a").unfinished()) + filled(frame, n), piece};
}


std::vector<Input> frames()
{
	const Bytes pings = masked(TestFrame(PING, std::string(125, 'p')));
	return {
		{"fragments of one byte", [](std::size_t n) { return fragments(n, "a", WHOLE); }},
		{"fragments of one byte, byte by byte", [](std::size_t n) { return fragments(n, "a", 1); }},
		{"fragments of no byte", [](std::size_t n) { return fragments(n, "", WHOLE); }},
		{"fragments of no byte, byte by byte", [](std::size_t n) { return fragments(n, "", 1); }},
		{"pings", [](std::size_t n) { return Work{openServer(), filled(masked(TestFrame(PING, "ping")), n)}; }},
		{"pings, byte by byte", [=](std::size_t n) { return Work{openServer(), filled(pings, n), 1}; }},
		{"pongs", [](std::size_t n) { return Work{openServer(), filled(masked(TestFrame(PONG, "x")), n)}; }},
		{"messages", [](std::size_t n) { return Work{openServer(), filled(masked(TestFrame(TEXT, "ab")), n)}; }},
		{"messages, byte by byte", [](std::size_t n) { return Work{openServer(), filled(masked(TestFrame(BINARY, "ab")), n), 1}; }},
		{"binary, byte by byte", [](std::size_t n) { return Work{openServer(), masked(TestFrame(BINARY, filled("x", n))), 1}; }},
		{"UTF-8, byte by byte", [](std::size_t n) { return Work{openServer(), masked(TestFrame(TEXT, filled("aß€\xf0\x9f\x98\x80", n))), 1}; }},
		{"UTF-8, seven bytes at a time", [](std::size_t n) { return Work{openServer(), masked(TestFrame(TEXT, filled("aß€\xf0\x9f\x98\x80", n))), 7}; }},
		{"text to a client, byte by byte", [](std::size_t n) { return Work{client(Head::response().bytes()), TestFrame(TEXT, filled("ab", n)).bytes(), 1}; }},
		{"pings to a client", [](std::size_t n) { return Work{client(Head::response().bytes()), filled(TestFrame(PING, "ping").bytes(), n)}; }},
		{"frames behind a close", [](std::size_t n) { return Work{openServer(), masked(TestFrame::close(1000)) + filled(masked(TestFrame(TEXT, "ab")), n), 16}; }},
		{"messages to a listener that throws", [](std::size_t n) { return Work{server(Head::request().bytes(), throwing), filled(masked(TestFrame(TEXT, std::string(30, 'a'))), n), WHOLE, resumeAll}; }},
		{"pings, the output taken byte by byte", [=](std::size_t n) { return Work{openServer(), filled(pings, n), WHOLE, consumeByByte}; }}};
}


std::vector<Input> drafts()
{
	return {
		{"hixie-75 text, byte by byte", [](std::size_t n) { return Work{hixie75(), "00"_hex + filled("aß", n) + "ff"_hex, 1}; }},
		{"hixie-76 text, byte by byte", [](std::size_t n) { return Work{hixie76(), "00"_hex + filled("aß", n) + "ff"_hex, 1}; }},
		{"hixie-76 texts", [](std::size_t n) { return Work{hixie76(), filled("00 61 ff"_hex, n)}; }},
		{"hixie-75 length run", [](std::size_t n) { return Work{hixie75(), "80"_hex + filled("80"_hex, n)}; }},
		{"hixie-76 length run, byte by byte", [](std::size_t n) { return Work{hixie76(), "80"_hex + filled("80"_hex, n), 1}; }},
		{"hixie-75 skipped frames", [](std::size_t n) { return Work{hixie75(), filled("80 02 6162"_hex, n)}; }},
		{"hixie-76 skipped frame, byte by byte", [](std::size_t n) { return Work{hixie76(), "80 ffff7f"_hex + filled("x", n), 1}; }}};
}


Work early(std::size_t n, std::size_t piece)
	/// Kept before start().
{
	auto driver = std::make_unique<ServerDriver>(quiet, Head::request().parsed(), raised());
	return {std::move(driver), filled(masked(TestFrame(TEXT, "ab")), n), piece, [](Driver& driver) { driver.start(); }};
}


Work queued(std::size_t n)
	/// Sent before the connection is open.
{
	auto driver = std::make_unique<ServerDriver>(quiet, raised());
	driver->start();
	return {std::move(driver), {}, WHOLE, [n](Driver& driver) {
				for (std::size_t i = 0; i < n / 8; ++i) driver.text("a");
				std::string head = Head::request().bytes().string();
				driver.receive(std::span<char>(head));
			}};
}


std::vector<Input> beforeOpen()
{
	return {
		{"frames before start", [](std::size_t n) { return early(n, WHOLE); }},
		{"frames before start, byte by byte", [](std::size_t n) { return early(n, 1); }},
		{"messages sent before open", queued}};
}


void count(const std::string& name, Work work)
{
	std::string input = work.input.string();
	std::span<char> rest(input);

	CALLGRIND_START_INSTRUMENTATION;
	CALLGRIND_ZERO_STATS;
	try
	{
		while (!rest.empty())
		{
			const auto piece = rest.first(std::min(work.piece, rest.size()));
			rest = rest.subspan(piece.size());
			work.driver->receive(piece);
		}
	}
	catch (int)
	{
	}
	if (work.then) work.then(*work.driver);
	CALLGRIND_STOP_INSTRUMENTATION;
	CALLGRIND_DUMP_STATS_AT(name.c_str());
}


} // namespace


int main()
{
	for (const auto& list: {requests(), responses(), extensionFields("request", requestField), extensionFields("response", responseField), frames(), drafts(), beforeOpen()})
	{
		for (const Input& input: list)
		{
			for (const std::size_t n: {input.size, 2 * input.size}) count(std::to_string(n) + ' ' + input.name, input.make(n));
		}
	}
	std::puts("counted");
}
