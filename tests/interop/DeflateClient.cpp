//
// DeflateClient.cpp
//
// interop-deflate-client [--engine loop] [URL OPTIONS]...   connects to each of the echo servers, with the DeflateOptions behind
// its URL (see DeflateOptions::parse()), as the blocking client or that of an event loop. The first message tells the server what has been negotiated here; then come texts and
// binaries, one at a time, and with a '+' before the options large ones. With a '!' there the connection must not
// come about.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "BlockingSocket.h"
#include "Checks.h"
#include "LoopSocket.h"
#include "WS/PerMessageDeflate.h"
#include <Poco/Net/NetException.h>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>


namespace {


using WS::Opcode;


const Poco::Timespan PATIENCE(30, 0);

const std::string EMOJI = "Grüße, 世界! 😀 👩‍👩‍👧‍👦 Ünïcödé \u0001\u007f\u0080\uffff\U0010ffff";


std::string noise(std::size_t size)
	/// The same at each call, and nothing that could be compressed.
{
	std::string noise(size, '\0');
	std::uint32_t state = 1;
	for (char& byte: noise)
	{
		state = state * 1664525 + 1013904223;
		byte = static_cast<char>(state >> 24);
	}
	return noise;
}


std::string records(std::size_t size)
	/// JSON of at least so many bytes, the same as the servers know.
{
	std::string text = "[";
	for (std::size_t i = 0; text.size() < size; ++i)
	{
		text += R"({"id":)" + std::to_string(i) + R"(,"name":"Grüße )" + std::to_string(i * 77 % 256) + R"(","active":true},)";
	}
	text.back() = ']';
	return text;
}


template <class Socket>
class Suite
{
public:
	int run(int argc, char** argv)
		/// [URL OPTIONS]...
	{
		for (int i = 0; i + 1 < argc; i += 2) add(argv[i], argv[i + 1]);
		return _checks.result();
	}

private:
	void add(const std::string& url, const std::string& options)
	{
		const auto name = url + " with " + (options.empty() ? "the defaults" : options);
		try
		{
			if (options.starts_with('!')) checkRefused(name, url, options.substr(1));
			else if (options.starts_with('+')) checkEcho(name, url, options.substr(1), true);
			else checkEcho(name, url, options, false);
		}
		catch (const Poco::Exception& exception)
		{
			_checks.check(name, false, exception.displayText());
		}
	}

	void checkEcho(const std::string& name, const std::string& url, const std::string& options, bool large)
	{
		Socket client(place(url), clientOptions(options));
		client.connect();
		const std::string negotiated = client.negotiated();
		std::string failure = echo(client, Opcode::TEXT, negotiated);
		for (const auto& text: {std::string(), std::string("Hello"), _record, _record, _record, EMOJI, _records}) failure += echo(client, Opcode::TEXT, text);
		for (const auto& payload: {std::string(), _noise}) failure += echo(client, Opcode::BINARY, payload);
		if (large)
		{
			failure += echo(client, Opcode::BINARY, _largeNoise);
			failure += echo(client, Opcode::TEXT, _largeRecords);
		}
		if (!client.close()) failure += "; closed with " + std::to_string(static_cast<int>(client.closeCode()));
		_checks.check(name + ": " + negotiated, failure.empty(), failure);
	}

	void checkRefused(const std::string& name, const std::string& url, const std::string& options)
	{
		Socket client(place(url), clientOptions(options));
		try
		{
			client.connect();
			_checks.check(name + " does not connect", false, client.negotiated());
		}
		catch (const Poco::Net::WebSocketException&)
		{
			_checks.check(name + " does not connect", true);
		}
	}

	static Interop::Place place(const std::string& url)
	{
		Interop::Place place;
		place.url = url;
		return place;
	}

	WS::Options clientOptions(const std::string& text)
	{
		auto& deflate = _deflates[text];
		if (!deflate) deflate = std::make_shared<WS::PerMessageDeflate>(WS::DeflateOptions::parse(text));
		WS::Options options;
		options.extensions.add(deflate);
		return options;
	}

	static std::string echo(Socket& client, Opcode opcode, const std::string& payload)
		/// Empty, or what was wrong.
	{
		const bool sent = opcode == Opcode::TEXT ? client.text(payload) : client.binary(payload);
		const auto message = sent ? client.receive(PATIENCE) : std::nullopt;
		const std::string bytes = "; " + std::to_string(payload.size()) + " bytes ";
		if (!message) return bytes + "end with " + std::to_string(static_cast<int>(client.closeCode())) + " " + client.closeReason();
		return message->opcode == opcode && message->payload == payload ? "" : bytes + "come back as " + std::to_string(message->payload.size()) + " others";
	}

	const std::string _record = records(1024);
	const std::string _records = records(100000);
	const std::string _largeRecords = records(1000000);
	const std::string _noise = noise(20000);
	const std::string _largeNoise = noise(1000000);
	std::map<std::string, std::shared_ptr<const WS::Extension>> _deflates;        // shared by the connections, as in an application
	Interop::Checks _checks;
};


} // namespace


int main(int argc, char** argv)
{
	if (argc % 2 == 0)
	{
		std::cerr << "usage: interop-deflate-client [--engine loop] [URL OPTIONS]..." << std::endl;
		return 2;
	}
	const bool onLoop = argc > 2 && std::string_view(argv[1]) == "--engine";
	return onLoop ? Suite<Interop::LoopSocket>().run(argc - 3, argv + 3) : Suite<Interop::BlockingSocket>().run(argc - 1, argv + 1);
}
