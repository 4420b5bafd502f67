//
// CodecPool.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CodecPool.h"
#include <algorithm>


namespace WS {


CodecPool::CodecPool(const DeflateOptions& options):
	_options(options)
{
	_deflaters.reserve(MAX_KEPT);
	_inflaters.reserve(MAX_KEPT);
}


std::unique_ptr<Deflater> CodecPool::takeDeflater(int windowBits)
{
	auto deflater = take(_deflaters, windowBits);
	return deflater ? std::move(deflater) : std::make_unique<Deflater>(_options, windowBits, _memory);
}


std::unique_ptr<Inflater> CodecPool::takeInflater(int windowBits)
{
	auto inflater = take(_inflaters, windowBits);
	return inflater ? std::move(inflater) : std::make_unique<Inflater>(windowBits, _memory);
}


void CodecPool::give(std::unique_ptr<Deflater> deflater)
{
	give(_deflaters, std::move(deflater));
}


void CodecPool::give(std::unique_ptr<Inflater> inflater)
{
	give(_inflaters, std::move(inflater));
}


std::size_t CodecPool::size()
{
	const std::lock_guard lock(_mutex);
	return _deflaters.size() + _inflaters.size();
}


template <class Codec>
std::unique_ptr<Codec> CodecPool::take(std::vector<std::unique_ptr<Codec>>& kept, int windowBits)
	// The one that was used last, which the processor's caches may still have.
{
	const std::lock_guard lock(_mutex);
	const auto found = std::find_if(kept.rbegin(), kept.rend(), [&](const auto& codec) { return codec->windowBits() == windowBits; });
	if (found == kept.rend()) return nullptr;
	auto codec = std::move(*found);
	kept.erase(std::next(found).base());
	return codec;
}


template <class Codec>
void CodecPool::give(std::vector<std::unique_ptr<Codec>>& kept, std::unique_ptr<Codec> codec)
{
	if (!codec) return;
	codec->reset();
	const std::lock_guard lock(_mutex);
	if (kept.size() == MAX_KEPT)
	{
		std::rotate(kept.begin(), kept.begin() + 1, kept.end());
		kept.back().swap(codec);          // freed without the lock
		return;
	}
	kept.push_back(std::move(codec));
}


} // namespace WS
