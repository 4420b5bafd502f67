//
// CodecPool.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_CodecPool_INCLUDED
#define WS_CodecPool_INCLUDED


#include "Deflater.h"
#include "Inflater.h"
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>


namespace WS {


class CodecPool
	/// The compressors and decompressors of an extension that no connection needs at the moment. For many threads.
{
public:
	static constexpr std::size_t MAX_KEPT = 16;
		/// Of each kind: of more, those that have waited longest are freed.

	explicit CodecPool(const DeflateOptions& options);

	std::unique_ptr<Deflater> takeDeflater(int windowBits);
	std::unique_ptr<Inflater> takeInflater(int windowBits);
		/// Without a history.

	void give(std::unique_ptr<Deflater> deflater);
	void give(std::unique_ptr<Inflater> inflater);
		/// They may be null.

	std::size_t size();
		/// Codecs that wait to be taken.

	const CodecMemory& memory() const { return *_memory; }
		/// Of all codecs, also those that are in use.

private:
	template <class Codec>
	std::unique_ptr<Codec> take(std::vector<std::unique_ptr<Codec>>& kept, int windowBits);

	template <class Codec>
	void give(std::vector<std::unique_ptr<Codec>>& kept, std::unique_ptr<Codec> codec);

	const DeflateOptions _options;
	const std::shared_ptr<CodecMemory> _memory = std::make_shared<CodecMemory>();
	std::mutex _mutex;
	std::vector<std::unique_ptr<Deflater>> _deflaters;
	std::vector<std::unique_ptr<Inflater>> _inflaters;
};


} // namespace WS


#endif // WS_CodecPool_INCLUDED
