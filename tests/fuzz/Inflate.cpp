//
// Inflate.cpp
//
// A session of permessage-deflate: any bytes as messages.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Decoding.h"
#include "Rules.h"
#include "WS/PerMessageDeflate.h"
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <zlib.h>


using namespace WS;
using namespace WS::Fuzz;


namespace {


constexpr std::string_view TAIL("\x00\x00\xff\xff", 4);
constexpr int LARGEST_WINDOW = 15;


struct Stream: z_stream
{
	Stream(int windowBits, std::string_view window):
		z_stream{}
	{
		demand(inflateInit2(this, -windowBits) == Z_OK, "zlib can be used");
		const auto* bytes = reinterpret_cast<const Bytef*>(window.data());
		demand(window.empty() || inflateSetDictionary(this, bytes, static_cast<uInt>(window.size())) == Z_OK, "zlib takes the window");
	}

	~Stream() { inflateEnd(this); }

	Stream(const Stream&) = delete;
	Stream& operator = (const Stream&) = delete;

	void give(std::string_view input)
	{
		next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(input.data()));
		avail_in = static_cast<uInt>(input.size());
	}

	bool isBehindBlock() const
		/// And nothing is left of the last byte.
	{
		return data_type == 128;
	}
};


int windowBitsOf(const DecodePlan& plan)
{
	return 8 + plan.window;
}


std::string_view lastOf(std::string_view bytes, int windowBits)
{
	const std::size_t size = std::size_t(1) << windowBits;
	return bytes.substr(bytes.size() - std::min(bytes.size(), size));
}


class Reference
	/// Inflates one message after the other, each with a new stream.
{
public:
	Reference(int windowBits, std::size_t step): _windowBits(windowBits), _step(step) {}
		/// zlib looks back into the window and into what it has written in one call, which is step bytes at most.

	Verdict inflate(std::string_view history, std::string_view message, std::size_t maxLength)
		/// history: all that came out so far.
	{
		_all = lastOf(history, LARGEST_WINDOW);
		_before = _all.size();
		do
		{
			const auto verdict = inflateStream(message, maxLength);
			if (verdict != Verdict::GOOD) return verdict;
		}
		while (!message.empty());
		return Verdict::GOOD;
	}

	std::string_view out() const { return std::string_view(_all).substr(_before); }

private:
	Verdict inflateStream(std::string_view& input, std::size_t maxLength)
		// Up to the end of a final block, or of all.
	{
		Stream stream(_windowBits, lastOf(_all, _windowBits));
		int result = Z_OK;
		for (stream.give(input); result == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0);)
		{
			result = inflateStep(stream);
			if (out().size() > maxLength) return Verdict::TOO_LONG;
		}
		input = input.substr(input.size() - stream.avail_in);
		if (result == Z_STREAM_END) return Verdict::GOOD;
		if (result != Z_OK && result != Z_BUF_ERROR) return Verdict::INVALID;

		const std::size_t before = _all.size();
		stream.give(TAIL);
		result = inflateStep(stream);
		const bool ends = stream.avail_in == 0 && (result == Z_STREAM_END || (result == Z_OK && stream.isBehindBlock()));
		if (out().size() > maxLength) return Verdict::TOO_LONG;
		return ends && _all.size() == before ? Verdict::GOOD : Verdict::INVALID;
	}

	int inflateStep(Stream& stream)
	{
		const std::size_t before = _all.size();
		_all.resize(before + _step);
		stream.next_out = reinterpret_cast<Bytef*>(_all.data() + before);
		stream.avail_out = static_cast<uInt>(_step);
		const int result = ::inflate(&stream, Z_SYNC_FLUSH);
		_all.resize(before + _step - stream.avail_out);
		return result;
	}

	const int _windowBits;
	const std::size_t _step;
	std::string _all;
	std::size_t _before = 0;
};


class Judging
	/// What zlib makes of the messages of one session.
{
public:
	explicit Judging(const DecodePlan& plan): _plan(plan) {}

	void operator () (std::string_view message, Verdict verdict, std::string_view out)
	{
		Reference lenient(LARGEST_WINDOW, DecodePlan::LARGEST_LENGTH);
		const auto wanted = lenient.inflate(_history, message, _plan.maxLength);
		if (verdict != wanted)
		{
			const int windowBits = windowBitsOf(_plan);
			demand(verdict == Verdict::INVALID && windowBits < LARGEST_WINDOW, "the result is zlib's");
			Reference strict(std::max(windowBits, 9), 1);
			demand(strict.inflate(_history, message, _plan.maxLength) == Verdict::INVALID, "what keeps to the window is inflated");
		}
		if (verdict != Verdict::GOOD) return;
		demand(out == lenient.out(), "what comes out is what zlib makes of it");
		if (_plan.takeover) _history = lastOf(_history.append(out), LARGEST_WINDOW);
	}

private:
	const DecodePlan& _plan;
	std::string _history;
};


std::unique_ptr<Session> makeSession(const PerMessageDeflate& extension, const DecodePlan& plan)
{
	const char* const bits = plan.isServer ? "client_max_window_bits" : "server_max_window_bits";
	return sessionOf(extension, plan, {{bits, std::to_string(windowBitsOf(plan))}});
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	std::string_view input(reinterpret_cast<const char*>(data), size);
	const DecodePlan plan(input);
	DeflateOptions options;
	options.windowBits = LARGEST_WINDOW;
	const PerMessageDeflate extension(options);
	for (int i = 0; i < 2; ++i) decodeAll(*makeSession(extension, plan), plan, input, Judging(plan));        // the second has used codecs
	return 0;
}
