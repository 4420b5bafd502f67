//
// DeflateBench.cpp
//
// Measures permessage-deflate in memory: what one end takes to compress a message of JSON, and the other to inflate it,
// for one connection and for a hundred that take turns.
//
//     bench-deflate [--seconds S] [--rounds N] [--size BYTES] [options]…
//
// options: as DeflateOptions::parse() reads them, such as preset=balanced,level=6; without any the presets and what zlib
// and most peers have by default. Rounds are interleaved, and medians reported, in CPU time.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Measuring.h"
#include "WS/PerMessageDeflate.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>


namespace {


constexpr std::size_t MESSAGES = 64;
constexpr std::size_t CONNECTIONS = 100;


template <std::size_t N>
const char* any(const char* const (&words)[N], std::mt19937& random)
{
	return words[random() % N];
}


std::string jsonText(std::size_t size, std::mt19937& random)
	/// Records as wsload sends them: the same keys, values that differ.
{
	static const char* const USERS[] = {"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"};
	static const char* const KINDS[] = {"trade", "quote", "cancel", "status", "update", "message"};
	static const char* const WORDS[] = {"price", "market", "open", "limit", "order", "filled", "partial", "queue", "retry", "server", "region",
		"west", "east", "north", "south", "latency"};
	const auto number = [&](unsigned below) { return std::to_string(random() % below); };
	std::string text = "[";
	while (text.size() < size)
	{
		text.append("{\"id\":").append(number(1000000)).append(",\"type\":\"").append(any(KINDS, random));
		text.append("\",\"user\":\"").append(any(USERS, random)).append("\",\"ts\":17").append(std::to_string(10000000000 + random() % 1000000000));
		text.append(",\"price\":").append(number(500)).append(".").append(number(100)).append(",\"qty\":").append(number(1000));
		text.append(",\"tags\":[\"").append(any(WORDS, random)).append("\",\"").append(any(WORDS, random));
		text.append("\"],\"note\":\"").append(any(WORDS, random)).append(" ").append(any(WORDS, random)).append(" ");
		text.append(any(WORDS, random)).append("\"},");
	}
	text.resize(size);
	return text;
}


struct Connection
{
	explicit Connection(const WS::Extension& extension):
		client(extension.createClientSession()),
		server(extension.createServerSession(client->offers()))
	{
		if (!server || !client->activate(server->response())) throw std::runtime_error("the handshake failed");
	}

	std::unique_ptr<WS::ClientSession> client;
	std::unique_ptr<WS::ServerSession> server;
};


class Case
{
public:
	Case(const std::string& options, std::size_t connections, const std::vector<std::string>& messages):
		_name(options.empty() ? "balanced" : options),
		_extension(WS::DeflateOptions::parse(options)),
		_messages(messages)
	{
		for (std::size_t i = 0; i < connections; ++i) _connections.emplace_back(_extension);
		measure(0);
	}

	void measure(double seconds)
	{
		double encoding = 0;
		double decoding = 0;
		std::size_t passes = 0;
		do
		{
			_size = 0;
			for (std::size_t i = 0; i < _messages.size(); ++i) pass(i, encoding, decoding);
			++passes;
		}
		while (encoding + decoding < seconds);
		if (seconds == 0) return;
		const double messages = static_cast<double>(passes * _messages.size() * _connections.size());
		_encoding.push_back(encoding / messages);
		_decoding.push_back(decoding / messages);
	}

	void report() const
	{
		const double ratio = static_cast<double>(_size) / static_cast<double>(_messages.size() * _messages[0].size() * _connections.size());
		std::printf("%-48s %5zu %10.2f %10.2f %8.3f\n", _name.c_str(), _connections.size(), Bench::median(_encoding) * 1e6, Bench::median(_decoding) * 1e6, ratio);
	}

private:
	const std::string& message(std::size_t first, std::size_t connection) const
		// Each connection is at another one: else the processor would learn them.
	{
		return _messages[(first + connection * 13) % _messages.size()];
	}

	void pass(std::size_t first, double& encoding, double& decoding)
		// Once over the connections: first they all send, then they all receive.
	{
		_encoded.resize(_connections.size());
		const double begin = Bench::cpuSeconds();
		for (std::size_t i = 0; i < _connections.size(); ++i)
		{
			_encoded[i].clear();
			_connections[i].server->encode(WS::Message(WS::Opcode::TEXT, message(first, i)), {}, _encoded[i]);
			_size += _encoded[i].size();
		}
		const double middle = Bench::cpuSeconds();
		for (std::size_t i = 0; i < _connections.size(); ++i)
		{
			_decoded.clear();
			_connections[i].client->decode(WS::Message(WS::Opcode::TEXT, _encoded[i]), _decoded, message(first, i).size());
			if (_decoded != message(first, i)) throw std::runtime_error("the message was changed");
		}
		encoding += middle - begin;
		decoding += Bench::cpuSeconds() - middle;
	}

	const std::string _name;
	const WS::PerMessageDeflate _extension;
	const std::vector<std::string>& _messages;
	std::vector<Connection> _connections;
	std::vector<std::string> _encoded;
	std::string _decoded;
	std::size_t _size = 0;               // of the last pass, compressed
	std::vector<double> _encoding;       // seconds for each message, one for each round
	std::vector<double> _decoding;
};


struct Settings
{
	double seconds = 0.2;
	int rounds = 5;
	std::size_t size = 1024;
	std::vector<std::string> options;
};


Settings parse(int argc, char** argv)
{
	Settings settings;
	double rounds = settings.rounds, size = static_cast<double>(settings.size);
	settings.options = Bench::readArguments(argc, argv, {{"--seconds", &settings.seconds}, {"--rounds", &rounds}, {"--size", &size}},
		"usage: bench-deflate [--seconds S] [--rounds N] [--size BYTES] [options]…");
	settings.rounds = std::max(1, static_cast<int>(rounds));
	settings.size = static_cast<std::size_t>(size);
	if (settings.options.empty()) settings.options = {"preset=shared", "preset=balanced", "preset=smallest", "windowBits=15,memLevel=8,level=6"};
	return settings;
}


void run(const Settings& settings)
{
	std::mt19937 random(42);
	std::vector<std::string> messages;
	for (std::size_t i = 0; i < MESSAGES; ++i) messages.push_back(jsonText(settings.size, random));
	std::vector<std::unique_ptr<Case>> cases;
	for (const std::size_t connections: {std::size_t(1), CONNECTIONS})
	{
		for (const auto& options: settings.options) cases.push_back(std::make_unique<Case>(options, connections, messages));
	}
	for (int round = 0; round < settings.rounds; ++round)
	{
		for (auto& one: cases) one->measure(settings.seconds);
	}
	std::printf("%-48s %5s %10s %10s %8s\n", "µs per message", "conns", "deflate", "inflate", "ratio");
	for (const auto& one: cases) one->report();
}


} // namespace


int main(int argc, char** argv)
{
	return Bench::exitCodeOf("bench-deflate", [&] { run(parse(argc, argv)); });
}
