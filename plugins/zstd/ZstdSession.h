//
// ZstdSession.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef ZstdSession_INCLUDED
#define ZstdSession_INCLUDED


#include "ZstdPool.h"
#include "ZstdTerms.h"
#include <WS/Extension.h>
#include <cstddef>
#include <memory>
#include <string>


class ZstdSession
	/// x-permessage-zstd on one connection, once the terms are agreed.
	///
	/// Without context takeover a message is a frame of zstd. With it, messages are parts of one frame, each flushed,
	/// and a compressor that was released ends that frame where the next message begins.
{
public:
	ZstdSession(std::shared_ptr<ZstdPool> pool, std::size_t threshold);

	~ZstdSession();

	ZstdSession(const ZstdSession&) = delete;
	ZstdSession& operator = (const ZstdSession&) = delete;

	void agree(const ZstdTerms& terms, bool isClient);

	WS::SessionResult decode(const WS::Message& in, std::string& out, std::size_t maxLength);
	WS::SessionResult encode(const WS::Message& in, const WS::SendOptions& options, std::string& out);

	void release();
		/// The compressor goes, and with it the history. The decompressor stays with context takeover: nobody can make
		/// its history anew.

	std::size_t memory() const;
		/// What the connection has for itself.

private:
	WS::SessionResult encodeAlone(std::string_view message, std::string& out);
	void encodeFollowing(std::string_view message, std::string& out);

	const std::shared_ptr<ZstdPool> _pool;
	const std::size_t _threshold;
	ZstdTerms _terms;
	bool _ownTakeover = true;
	bool _peerTakeover = true;
	std::unique_ptr<ZstdCompressor> _compressor;             // with takeover
	std::unique_ptr<ZstdDecompressor> _decompressor;
	bool _isFrameOpen = false;                               // that the peer has seen the beginning of
};


#endif // ZstdSession_INCLUDED
