//
// DriverBench.cpp
//
// Measures the drivers in memory, without a socket: how fast a stream of frames is parsed, and parsed
// and echoed. The stream comes in chunks of 64 KiB, as a transport would read it; each is copied
// into the buffer that receive() unmasks in place, and that copy alone is the base of the ratios.
//
//     bench-driver [--seconds S] [--rounds N] [--passes N] [case]…
//
// Rounds are interleaved over the cases, and medians reported, in CPU time. With --passes each case runs that many
// times over its stream and nothing is timed: for counting instructions.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Measuring.h"
#include "WS/ClientDriver.h"
#include "WS/ServerDriver.h"
#include <Poco/URI.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>


namespace {


constexpr std::size_t CHUNK = 64 * 1024;
constexpr std::size_t STREAM = 1024 * 1024;


enum class Work
{
	COPY,        // of the stream, without a driver
	PARSE,
	ECHO
};


class Peer: public WS::Listener
	/// Counts what arrives, and sends it back if it has a driver to do so.
{
public:
	void onMessage(WS::Message& message) override
	{
		++messages;
		if (echo) echo->send(message);
	}

	void onClose(WS::CloseCode, std::string_view reason) override
	{
		throw std::runtime_error("the connection was closed: " + std::string(reason));
	}

	std::size_t messages = 0;
	WS::Driver* echo = nullptr;
};


void pump(WS::Driver& from, WS::Driver& to)
{
	while (from.bufferedAmount() > 0)
	{
		std::string bytes(from.output());
		from.consume(bytes.size());
		to.receive(bytes);
	}
}


struct Pair
	/// A client and a server that have shaken hands.
{
	Pair()
	{
		server.start();
		client.start();
		pump(client, server);
		pump(server, client);
		if (client.state() != WS::State::OPEN || server.state() != WS::State::OPEN) throw std::runtime_error("the handshake failed");
	}

	WS::Driver& end(WS::Role role)
	{
		if (role == WS::Role::SERVER) return server;
		return client;
	}

	Peer atServer;
	Peer atClient;
	WS::ServerDriver server{atServer};
	WS::ClientDriver client{atClient, Poco::URI("ws://localhost/")};
};


std::string randomBytes(std::size_t size, std::mt19937& random)
{
	std::string bytes(size, '\0');
	for (char& c: bytes) c = static_cast<char>(random());
	return bytes;
}


std::string asciiText(std::size_t size, std::mt19937& random)
{
	std::string text(size, '\0');
	for (char& c: text) c = static_cast<char>(' ' + random() % 95);
	return text;
}


std::string mixedText(std::size_t size, std::mt19937& random)
	/// Words of Cyrillic, CJK, emoji and ASCII, in random order: what branch prediction finds hard.
{
	static const char* const WORDS[] =
		{
			"привет ", "мир ", "сокет ", "кадр ", "世界 ", "你好 ", "框架 ", "消息 ", "日本語 ", "😀 ", "🚀🎉 ", "frame ", "of ", "text "};
	std::string text;
	for (;;)
	{
		const std::string_view word = WORDS[random() % std::size(WORDS)];
		if (text.size() + word.size() > size) break;
		text += word;
	}
	text.resize(size, '.');
	return text;
}


struct Load
{
	const char* name;
	std::size_t size;
	WS::Opcode opcode;
	std::string (*payload)(std::size_t, std::mt19937&);
};


const Load LOADS[] =
	{
		{"64 B binary", 64, WS::Opcode::BINARY, randomBytes},
		{"64 B text", 64, WS::Opcode::TEXT, asciiText},
		{"1 KiB text", 1024, WS::Opcode::TEXT, asciiText},
		{"16 KiB UTF-8", 16 * 1024, WS::Opcode::TEXT, mixedText}};


struct Stream
	/// The frames that the other end would send.
{
	std::string bytes;
	std::size_t messages = 0;
};


Stream makeStream(const Load& load, WS::Role receiver)
{
	Pair pair;
	std::mt19937 random(42);
	WS::Driver& sender = pair.end(receiver == WS::Role::SERVER ? WS::Role::CLIENT : WS::Role::SERVER);
	Stream stream;
	while (stream.bytes.size() < STREAM)
	{
		if (!sender.send(load.opcode, load.payload(load.size, random))) throw std::runtime_error("the payload is refused");
		++stream.messages;
		for (auto piece = sender.output(); !piece.empty(); piece = sender.output())
		{
			stream.bytes += piece;
			sender.consume(piece.size());
		}
	}
	return stream;
}


void copy(char* to, const char* from, std::size_t size)
	/// A memcpy that the compiler cannot drop, although nobody reads the copy.
{
	std::memcpy(to, from, size);
	asm volatile(""
				 :
				 : "r"(to)
				 : "memory");
}


class Case
{
public:
	Case(const Load& load, WS::Role role, Work work):
		load(load),
		role(role),
		work(work),
		_stream(makeStream(load, role)),
		_buffer(CHUNK)
	{
		Peer& peer = role == WS::Role::SERVER ? _pair.atServer : _pair.atClient;
		if (work == Work::ECHO) peer.echo = &_pair.end(role);
	}

	static std::string name(const Load& load, WS::Role role, Work work)
	{
		static const char* const WORKS[] = {"copy", "parse", "echo"};
		return std::string(load.name) + ", " + (role == WS::Role::SERVER ? "server, " : "client, ") + WORKS[static_cast<int>(work)];
	}

	std::string name() const
	{
		return name(load, role, work);
	}

	void pass()
		/// Once over the stream.
	{
		WS::Driver& driver = _pair.end(role);
		const std::string& bytes = _stream.bytes;
		for (std::size_t at = 0; at < bytes.size(); at += CHUNK)
		{
			const std::size_t size = std::min(CHUNK, bytes.size() - at);
			copy(_buffer.data(), bytes.data() + at, size);
			if (work == Work::COPY) continue;
			driver.receive(std::span(_buffer.data(), size));
			while (!driver.output().empty()) driver.consume(driver.output().size());
		}
	}

	void check(std::size_t passes)
		/// That the driver saw what it was to see.
	{
		const std::size_t expected = work == Work::COPY ? 0 : passes * _stream.messages;
		const std::size_t seen = _pair.atServer.messages + _pair.atClient.messages;
		if (seen != expected) throw std::runtime_error(name() + ": " + std::to_string(seen) + " messages seen, " + std::to_string(expected) + " sent");
	}

	std::size_t messages() const { return _stream.messages; }
	std::size_t bytes() const { return _stream.bytes.size(); }

	const Load& load;
	const WS::Role role;
	const Work work;
	std::size_t passes = 0;
	std::vector<double> seconds;         // per pass, one for each round

private:
	Pair _pair;
	Stream _stream;
	std::vector<char> _buffer;
};


void measure(Case& what, double seconds)
{
	const double begin = Bench::cpuSeconds();
	double end = begin;
	std::size_t passes = 0;
	do
	{
		what.pass();
		++passes;
		end = Bench::cpuSeconds();
	}
	while (end - begin < seconds);
	what.passes += passes;
	what.seconds.push_back((end - begin) / static_cast<double>(passes));
}


void report(const std::vector<std::unique_ptr<Case>>& cases)
{
	std::printf("%-32s %12s %12s %10s %12s\n", "", "M frames/s", "ns/frame", "GB/s", "of memcpy");
	double copied = 0;
	for (const auto& one: cases)
	{
		const double seconds = Bench::median(one->seconds);
		const double frames = static_cast<double>(one->messages()) / seconds;
		if (one->work == Work::COPY) copied = seconds;
		std::printf("%-32s %12.2f %12.2f %10.2f", one->name().c_str(), frames / 1e6, 1e9 / frames, static_cast<double>(one->bytes()) / seconds / 1e9);
		if (copied > 0) std::printf(" %12.3f", copied / seconds);
		std::printf("\n");
	}
}


struct Settings
{
	double seconds = 0.2;
	int rounds = 5;
	std::size_t passes = 0;
	std::vector<std::string> names;
};


Settings parse(int argc, char** argv)
{
	Settings settings;
	double rounds = settings.rounds, passes = 0;
	settings.names = Bench::readArguments(argc, argv, {{"--seconds", &settings.seconds}, {"--rounds", &rounds}, {"--passes", &passes}},
		"usage: bench-driver [--seconds S] [--rounds N] [--passes N] [case]…");
	settings.rounds = std::max(1, static_cast<int>(rounds));
	settings.passes = static_cast<std::size_t>(passes);
	return settings;
}


std::vector<std::unique_ptr<Case>> makeCases(const std::vector<std::string>& names)
{
	std::vector<std::unique_ptr<Case>> cases;
	for (const auto role: {WS::Role::SERVER, WS::Role::CLIENT})
	{
		for (const auto& load: LOADS)
		{
			for (const auto work: {Work::COPY, Work::PARSE, Work::ECHO})
			{
				const std::string name = Case::name(load, role, work);
				const bool wanted = std::any_of(names.begin(), names.end(), [&](const auto& part) { return name.find(part) != std::string::npos; });
				if (names.empty() || wanted) cases.push_back(std::make_unique<Case>(load, role, work));
			}
		}
	}
	return cases;
}


void run(const Settings& settings)
{
	auto cases = makeCases(settings.names);
	if (cases.empty()) throw std::invalid_argument("no such case: " + settings.names.front());
	for (auto& one: cases)
	{
		for (std::size_t i = 0; i < settings.passes; ++i) one->pass();
		one->passes = settings.passes;
	}
	for (int round = 0; round < settings.rounds && settings.passes == 0; ++round)
	{
		for (auto& one: cases) measure(*one, settings.seconds);
	}
	for (auto& one: cases) one->check(one->passes);
	if (settings.passes == 0) report(cases);
}


} // namespace


int main(int argc, char** argv)
{
	return Bench::exitCodeOf("bench-driver", [&] { run(parse(argc, argv)); });
}
