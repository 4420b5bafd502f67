//
// ZstdSession.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ZstdSession.h"
#include <string_view>
#include <utility>


namespace {


constexpr std::string_view LAST_BLOCK("\x01\x00\x00", 3);        // raw and empty: it ends a frame (RFC 8878 3.1.1.2)


} // namespace


ZstdSession::ZstdSession(std::shared_ptr<ZstdPool> pool, std::size_t threshold):
	_pool(std::move(pool)),
	_threshold(threshold)
{
}


ZstdSession::~ZstdSession()
{
	_pool->give(std::move(_compressor));
	_pool->give(std::move(_decompressor));
}


void ZstdSession::agree(const ZstdTerms& terms, bool isClient)
{
	_terms = terms;
	_ownTakeover = !(isClient ? terms.clientNoContextTakeover : terms.serverNoContextTakeover);
	_peerTakeover = !(isClient ? terms.serverNoContextTakeover : terms.clientNoContextTakeover);
}


WS::SessionResult ZstdSession::decode(const WS::Message& in, std::string& out, std::size_t maxLength)
{
	auto decompressor = std::move(_decompressor);        // it is not kept if something fails
	if (!decompressor) decompressor = _pool->takeDecompressor(_terms.windowLog);
	auto result = decompressor->decompress(in.payload, !_peerTakeover, out, maxLength);
	if (result.kind == WS::SessionResult::FAILED || !_peerTakeover) _pool->give(std::move(decompressor));
	else _decompressor = std::move(decompressor);
	return result;
}


WS::SessionResult ZstdSession::encode(const WS::Message& in, const WS::SendOptions& options, std::string& out)
{
	if (!options.compress || in.payload.empty() || in.payload.size() < _threshold) return WS::SessionResult::untouched();
	if (!_ownTakeover) return encodeAlone(in.payload, out);
	encodeFollowing(in.payload, out);
	return WS::SessionResult::done();
}


WS::SessionResult ZstdSession::encodeAlone(std::string_view message, std::string& out)
	// What would not become smaller goes as it is.
{
	const std::size_t before = out.size();
	auto compressor = _pool->takeCompressor(_terms.windowLog, _terms.level);
	compressor->compress(message, true, out);
	_pool->give(std::move(compressor));
	if (out.size() - before < message.size()) return WS::SessionResult::done();
	out.resize(before);
	return WS::SessionResult::untouched();
}


void ZstdSession::encodeFollowing(std::string_view message, std::string& out)
{
	auto compressor = std::move(_compressor);            // it is not kept if something is thrown
	if (!compressor)
	{
		compressor = _pool->takeCompressor(_terms.windowLog, _terms.level);
		if (_isFrameOpen) out.append(LAST_BLOCK);
	}
	compressor->compress(message, false, out);
	_isFrameOpen = true;
	_compressor = std::move(compressor);
}


void ZstdSession::release()
{
	_pool->give(std::move(_compressor));
}


std::size_t ZstdSession::memory() const
{
	return (_compressor ? _compressor->memory() : 0) + (_decompressor ? _decompressor->memory() : 0);
}
