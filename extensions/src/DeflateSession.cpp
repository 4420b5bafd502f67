//
// DeflateSession.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "DeflateSession.h"
#include <utility>


namespace WS {


DeflateSession::DeflateSession(std::shared_ptr<CodecPool> pool, std::size_t threshold):
	_pool(std::move(pool)),
	_threshold(threshold)
{
}


DeflateSession::~DeflateSession()
{
	_pool->give(std::move(_deflater));
	_pool->give(std::move(_inflater));
}


SessionResult DeflateSession::decode(const Message& in, std::string& out, std::size_t maxLength)
	// A codec that fails or throws is gone, and so never used again.
{
	auto inflater = std::move(_inflater);
	if (!inflater)
	{
		inflater = _pool->takeInflater(_terms.peerWindowBits);
		inflater->setWindow(_window);
		std::string().swap(_window);
	}
	auto result = inflater->inflate(in.payload, out, maxLength);
	if (result.kind == SessionResult::FAILED) return result;
	if (_terms.peerTakeover) _inflater = std::move(inflater);
	else _pool->give(std::move(inflater));
	return result;
}


SessionResult DeflateSession::encode(const Message& in, const SendOptions& options, std::string& out)
{
	if (!options.compress || in.payload.size() < _threshold) return SessionResult::untouched();
	auto deflater = std::move(_deflater);
	if (!deflater) deflater = _pool->takeDeflater(_terms.ownWindowBits);
	deflater->deflate(in.payload, out);
	if (_terms.ownTakeover) _deflater = std::move(deflater);
	else _pool->give(std::move(deflater));
	return SessionResult::done();
}


void DeflateSession::release()
{
	_pool->give(std::move(_deflater));
	if (!_inflater) return;
	_window = _inflater->window();
	_pool->give(std::move(_inflater));
}


} // namespace WS
