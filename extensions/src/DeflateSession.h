//
// DeflateSession.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_DeflateSession_INCLUDED
#define WS_DeflateSession_INCLUDED


#include "CodecPool.h"
#include "DeflateParams.h"
#include "WS/Extension.h"
#include <cstddef>
#include <memory>
#include <string>


namespace WS {


class DeflateSession
	/// permessage-deflate on one connection, once the terms are agreed. Codecs come from the pool when they are needed;
	/// with context takeover they stay until release().
{
public:
	DeflateSession(std::shared_ptr<CodecPool> pool, std::size_t threshold);

	~DeflateSession();

	DeflateSession(const DeflateSession&) = delete;
	DeflateSession& operator = (const DeflateSession&) = delete;

	void agree(const DeflateTerms& terms) { _terms = terms; }

	SessionResult decode(const Message& in, std::string& out, std::size_t maxLength);
	SessionResult encode(const Message& in, const SendOptions& options, std::string& out);

	void release();
		/// The next message that is sent starts without a history, as the peer can always follow (RFC 7692 7.2.1). Of
		/// what was received the window stays.

private:
	const std::shared_ptr<CodecPool> _pool;
	const std::size_t _threshold;
	DeflateTerms _terms;
	std::unique_ptr<Deflater> _deflater;
	std::unique_ptr<Inflater> _inflater;
	std::string _window;                 // of the inflater that was released
};


} // namespace WS


#endif // WS_DeflateSession_INCLUDED
