//
// ZstdDecode.cpp
//
// A session of the plug-in zstd: any bytes as messages.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Decoding.h"
#include "PerMessageZstd.h"
#include "Rules.h"
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <zstd.h>


using namespace WS;
using namespace WS::Fuzz;


namespace {


int windowLogOf(const DecodePlan& plan)
{
	return ZstdOptions::MIN_WINDOW_LOG + plan.window;
}


class Reference
	/// Decompresses one message after the other.
{
public:
	Reference(const DecodePlan& plan, std::size_t step):
		_plan(plan), _step(step), _context(ZSTD_createDCtx(), ZSTD_freeDCtx)
		/// Libzstd looks less closely at a frame that it gets whole, together with room for what is in it: step is the
		/// number of bytes that it gets at a time.
	{
		begin();
	}

	Verdict decompress(std::string_view message)
	{
		constexpr std::string_view MAGIC("\x28\xb5\x2f\xfd", 4);
		constexpr std::size_t BLOCK_HEADER = 3;        // what it waits for between two blocks
		_out.resize(_plan.maxLength + 1);
		ZSTD_outBuffer output = {_out.data(), _out.size(), 0};
		std::size_t wanted = message.empty() ? 1 : 0;
		while (!message.empty())
		{
			if (_isBetweenFrames && !message.starts_with(MAGIC)) return Verdict::INVALID;
			ZSTD_inBuffer input = {message.data(), std::min(message.size(), _step), 0};
			wanted = ZSTD_decompressStream(_context.get(), &output, &input);
			if (output.pos > _plan.maxLength) return Verdict::TOO_LONG;
			if (ZSTD_isError(wanted)) return Verdict::INVALID;
			_isBetweenFrames = wanted == 0;
			message.remove_prefix(input.pos);
		}
		_out.resize(output.pos);
		if (wanted != 0 && (!_plan.takeover || wanted != BLOCK_HEADER)) return Verdict::INVALID;
		if (!_plan.takeover) begin();
		return Verdict::GOOD;
	}

	const std::string& out() const { return _out; }

private:
	void begin()
	{
		ZSTD_DCtx_reset(_context.get(), ZSTD_reset_session_and_parameters);
		demand(!ZSTD_isError(ZSTD_DCtx_setParameter(_context.get(), ZSTD_d_windowLogMax, windowLogOf(_plan))), "libzstd can be used");
	}

	const DecodePlan& _plan;
	const std::size_t _step;
	const std::shared_ptr<ZSTD_DCtx> _context;
	std::string _out;
	bool _isBetweenFrames = true;
};


class Judging
	/// What libzstd makes of the messages of one session.
{
public:
	explicit Judging(const DecodePlan& plan): _whole(plan, DecodePlan::LARGEST_LENGTH), _byBytes(plan, 1) {}

	void operator () (std::string_view message, Verdict verdict, std::string_view out)
	{
		const auto whole = _whole.decompress(message), byBytes = _byBytes.decompress(message);
		demand(verdict == whole || verdict == byBytes, "the result is libzstd's");
		if (verdict == Verdict::GOOD) demand(out == (whole == verdict ? _whole : _byBytes).out(), "what comes out is what libzstd makes of it");
	}

private:
	Reference _whole;
	Reference _byBytes;
};


std::unique_ptr<Session> makeSession(const PerMessageZstd& extension, const DecodePlan& plan)
{
	return sessionOf(extension, plan, {{"window_log", std::to_string(windowLogOf(plan))}, {"level", "1"}});
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	std::string_view input(reinterpret_cast<const char*>(data), size);
	const DecodePlan plan(input);
	ZstdOptions options;
	options.windowLog = ZstdOptions::MAX_WINDOW_LOG;
	const PerMessageZstd extension(options);
	for (int i = 0; i < 2; ++i) decodeAll(*makeSession(extension, plan), plan, input, Judging(plan));        // the second has used contexts
	return 0;
}
