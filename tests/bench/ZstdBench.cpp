//
// ZstdBench.cpp
//
// Measures the plug-in zstd against deflate, as zlib does it, in memory: bytes on the wire, CPU time and memory of one
// connection, for three kinds of generated text, with and without context takeover, and with a dictionary.
//
//     bench-zstd [--messages N]
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Measuring.h"
#include "ZstdSession.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <zdict.h>
#include <zlib.h>


namespace {


using Messages = std::vector<std::string>;


std::string number(std::mt19937& random, unsigned below)
{
	return std::to_string(random() % below);
}


template <std::size_t count>
const char* any(const char* const (&list)[count], std::mt19937& random)
{
	return list[random() % count];
}


std::string json(std::mt19937& random)
	/// A reading of some sensors, about 700 bytes.
{
	static const char* const KINDS[] = {"temperature", "humidity", "pressure", "co2"};
	static const char* const ROOMS[] = {"kitchen", "hall", "office 1", "office 2", "cellar", "roof"};
	std::string text = "{\"type\":\"update\",\"id\":" + number(random, 10000000) + ",\"time\":\"2026-03-1" + number(random, 10) + "T1" + number(random, 10)
		+ ":" + std::to_string(10 + random() % 50) + ":17.4" + number(random, 100) + "Z\",\"readings\":[";
	for (int i = 0; i < 7; ++i)
	{
		text += (i > 0 ? ",{\"sensor\":\"" : "{\"sensor\":\"") + std::string(any(KINDS, random)) + "\",\"room\":\"" + any(ROOMS, random)
			+ "\",\"value\":" + number(random, 40) + "." + number(random, 100) + ",\"ok\":" + (random() % 9 ? "true" : "false") + "}";
	}
	return text + "]}";
}


std::string log(std::mt19937& random)
	/// Four lines of a server's log, about 500 bytes.
{
	static const char* const PATHS[] = {"/api/v1/orders/", "/api/v1/users/", "/static/app.js?v=", "/api/v1/search?q="};
	static const char* const AGENTS[] = {"Mozilla/5.0 (X11; Linux x86_64)", "curl/7.88.1", "Mozilla/5.0 (iPhone)"};
	std::string text;
	for (int i = 0; i < 4; ++i)
	{
		text += "10.0." + number(random, 8) + "." + number(random, 256) + " - - [14/Mar/2026:1" + number(random, 10) + ":" + std::to_string(10 + random() % 50)
			+ ":" + std::to_string(10 + random() % 50) + " +0000] \"GET " + any(PATHS, random) + number(random, 100000) + " HTTP/1.1\" " + (random() % 20 ? "200 " : "404 ")
			+ number(random, 50000) + " \"" + any(AGENTS, random) + "\"\n";
	}
	return text;
}


std::string prose(std::mt19937& random)
	/// Paragraphs of HTML, about 1,500 bytes, of 2,000 words, the frequent ones far more frequent than the rare.
{
	static const std::vector<std::string> WORDS = [] {
		static const char* const SYLLABLES[] =
			{"ba", "con", "de", "er", "fi", "gra", "in", "ka", "lo", "men", "no", "per", "qui", "ra", "sta", "tion", "un", "ver", "wo", "th"};
		std::mt19937 fixed(99);
		std::vector<std::string> words(2000);
		for (auto& word: words)
		{
			for (unsigned i = 0; i < 1 + fixed() % 3; ++i) word += any(SYLLABLES, fixed);
		}
		return words;
	}();
	std::string text = "<article><h2>";
	while (text.size() < 1500)
	{
		const double position = static_cast<double>(random() % 10000) / 10000;
		text += WORDS[static_cast<std::size_t>(position * position * position * 2000)];
		const unsigned end = random() % 100;
		text += end < 2 ? ".</p>\n<p class=\"text\">" : end < 4 ? " <a href=\"/page\">here</a> "
			: end < 10                                          ? ", "
																: " ";
	}
	return text + "</p></article>";
}


Messages make(std::string (*generator)(std::mt19937&), std::size_t count, unsigned seed)
{
	std::mt19937 random(seed);
	Messages messages(count);
	for (auto& message: messages) message = generator(random);
	return messages;
}


std::string train(const Messages& messages)
{
	std::string samples;
	std::vector<std::size_t> sizes;
	for (const auto& message: messages)
	{
		samples += message;
		sizes.push_back(message.size());
	}
	std::string dictionary(32 * 1024, '\0');
	const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(), sizes.data(), static_cast<unsigned>(sizes.size()));
	if (ZDICT_isError(size)) throw std::runtime_error(ZDICT_getErrorName(size));
	dictionary.resize(size);
	return dictionary;
}


class Codec
	/// Both ends of one direction.
{
public:
	virtual ~Codec() = default;
	virtual void encode(std::string_view message, std::string& out) = 0;
	virtual void decode(std::string_view message, std::string& out) = 0;
	virtual std::size_t memory() const = 0;
};


class Zstd: public Codec
{
public:
	Zstd(int level, bool takeover, const std::string& dictionary):
		_pool(std::make_shared<ZstdPool>(dictionary)),
		_client(_pool, 0),
		_server(_pool, 0)
	{
		const ZstdTerms terms = {15, level, _pool->dictionary(), !takeover, !takeover};
		_client.agree(terms, true);
		_server.agree(terms, false);
	}

	void encode(std::string_view message, std::string& out) override
	{
		const auto result = _client.encode(WS::Message(WS::Opcode::TEXT, message), {}, out);
		_wasUntouched = result.kind == WS::SessionResult::UNTOUCHED;
		if (_wasUntouched) out = message;
	}

	void decode(std::string_view message, std::string& out) override
	{
		if (_wasUntouched) out = message;
		else _server.decode(WS::Message(WS::Opcode::TEXT, message), out, 1 << 20);
	}

	std::size_t memory() const override { return _client.memory() + _server.memory(); }

private:
	std::shared_ptr<ZstdPool> _pool;
	ZstdSession _client;
	ZstdSession _server;
	bool _wasUntouched = false;
};


class Deflate: public Codec
	/// As RFC 7692 says.
{
public:
	Deflate(int windowBits, int level, int memLevel, bool takeover):
		_takeover(takeover)
	{
		for (z_stream* stream: {&_deflater, &_inflater})
		{
			stream->zalloc = &allocate;
			stream->zfree = [](void*, void* memory) { std::free(memory); };
			stream->opaque = &_memory;
		}
		deflateInit2(&_deflater, level, Z_DEFLATED, -windowBits, memLevel, Z_DEFAULT_STRATEGY);
		inflateInit2(&_inflater, -windowBits);
	}

	~Deflate() override
	{
		deflateEnd(&_deflater);
		inflateEnd(&_inflater);
	}

	Deflate(const Deflate&) = delete;
	Deflate& operator = (const Deflate&) = delete;

	void encode(std::string_view message, std::string& out) override
	{
		out.resize(message.size() + 100);
		feed(_deflater, message, out);
		deflate(&_deflater, Z_SYNC_FLUSH);
		out.resize(out.size() - _deflater.avail_out - 4);
		if (!_takeover) deflateReset(&_deflater);
	}

	void decode(std::string_view message, std::string& out) override
	{
		out.resize(4096);
		feed(_inflater, message, out);
		inflate(&_inflater, Z_NO_FLUSH);
		std::string tail("\x00\x00\xff\xff", 4);
		_inflater.next_in = reinterpret_cast<Bytef*>(tail.data());
		_inflater.avail_in = 4;
		inflate(&_inflater, Z_SYNC_FLUSH);
		out.resize(out.size() - _inflater.avail_out);
		if (!_takeover) inflateReset(&_inflater);
	}

	std::size_t memory() const override { return _takeover ? _memory : 0; }

private:
	static void* allocate(void* counter, unsigned count, unsigned size)
	{
		*static_cast<std::size_t*>(counter) += std::size_t(count) * size;
		return std::calloc(count, size);
	}

	static void feed(z_stream& stream, std::string_view message, std::string& out)
	{
		stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(message.data()));
		stream.avail_in = static_cast<uInt>(message.size());
		stream.next_out = reinterpret_cast<Bytef*>(out.data());
		stream.avail_out = static_cast<uInt>(out.size());
	}

	const bool _takeover;
	std::size_t _memory = 0;
	z_stream _deflater = {};
	z_stream _inflater = {};
};


struct Result
{
	double ratio = 0;
	double encode = 0;               /// in microseconds for each message, as decode
	double decode = 0;
	std::size_t memory = 0;
};


Result measure(Codec& codec, const Messages& messages)
{
	Messages plain(messages.size());
	std::string scratch;
	std::size_t in = 0, out = 0;
	Result result;
	for (std::size_t i = 0; i < messages.size(); ++i)
	{
		scratch.clear();
		const double begin = Bench::cpuSeconds();
		codec.encode(messages[i], scratch);
		const double between = Bench::cpuSeconds();
		plain[i].reserve(4096);
		const double then = Bench::cpuSeconds();
		codec.decode(scratch, plain[i]);
		const double end = Bench::cpuSeconds();
		result.encode += between - begin;
		result.decode += end - then;
		in += messages[i].size();
		out += scratch.size();
		if (plain[i] != messages[i]) throw std::runtime_error("a message was changed on its way");
		std::string().swap(plain[i]);
	}
	const double scale = 1e6 / static_cast<double>(messages.size());
	result.ratio = static_cast<double>(out) / static_cast<double>(in);
	result.encode *= scale;
	result.decode *= scale;
	result.memory = codec.memory();
	return result;
}


struct Case
{
	const char* name;
	std::function<std::unique_ptr<Codec>(bool takeover)> make;
};


void run(std::size_t count)
{
	struct
	{
		const char* name;
		std::string (*generator)(std::mt19937&);
	} const TEXTS[] = {{"JSON", json}, {"log lines", log}, {"HTML", prose}};
	std::printf("| text | codec | takeover | size | compress, µs | decompress, µs | memory, KB |\n|---|---|---|---:|---:|---:|---:|\n");
	for (const auto& text: TEXTS)
	{
		const auto messages = make(text.generator, count, 1);
		const std::string dictionary = train(make(text.generator, 3000, 2));
		const Case CASES[] =
			{
				{"deflate, 12 bits, level 1", [](bool takeover) { return std::make_unique<Deflate>(12, 1, 5, takeover); }},
				{"deflate, 15 bits, level 6", [](bool takeover) { return std::make_unique<Deflate>(15, 6, 8, takeover); }},
				{"zstd, level 1", [](bool takeover) { return std::make_unique<Zstd>(1, takeover, ""); }},
				{"zstd, level 7", [](bool takeover) { return std::make_unique<Zstd>(7, takeover, ""); }},
				{"zstd, level 1, dictionary", [&](bool takeover) { return std::make_unique<Zstd>(1, takeover, dictionary); }}};
		for (const bool takeover: {true, false})
		{
			for (const auto& one: CASES)
			{
				const auto codec = one.make(takeover);
				const Result result = measure(*codec, messages);
				std::printf("| %s | %s | %s | %.3f | %.1f | %.1f | %zu |\n", text.name, one.name, takeover ? "yes" : "no", result.ratio, result.encode, result.decode, result.memory / 1000);
			}
		}
	}
}


} // namespace


int main(int argc, char** argv)
{
	return Bench::exitCodeOf("bench-zstd", [&] {
		const char* const usage = "usage: bench-zstd [--messages N]";
		double count = 20000;
		if (!Bench::readArguments(argc, argv, {{"--messages", &count}}, usage).empty()) throw std::invalid_argument(usage);
		run(static_cast<std::size_t>(count));
	});
}
