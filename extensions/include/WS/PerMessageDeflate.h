//
// PerMessageDeflate.h
//
// Compression of messages.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_PerMessageDeflate_INCLUDED
#define WS_PerMessageDeflate_INCLUDED


#include "WS/DeflateOptions.h"
#include "WS/Extension.h"
#include <memory>
#include <string_view>
#include <vector>


namespace WS {


class CodecPool;


class WS_API PerMessageDeflate: public Extension
	/// permessage-deflate (RFC 7692), for clients and servers:
	///
	///     options.extensions.add(std::make_shared<WS::PerMessageDeflate>());
	///
	/// Messages are inflated no further than the length limit allows: one that would become longer fails with
	/// MESSAGE_TOO_BIG before it takes the memory. Secrets that are compressed beside what an attacker chooses
	/// can be guessed by their length: send those with SendOptions{.compress = false}.
	///
	/// Compressors are made when they are first used, and go back to a pool of this object when their connection is
	/// idle (Driver::releaseIdle()); connections without context takeover have them for the length of a call only.
{
public:
	explicit PerMessageDeflate(const DeflateOptions& options = {});
		/// An option is out of its range: Poco::InvalidArgumentException.

	~PerMessageDeflate() override;

	const DeflateOptions& options() const { return _options; }

	std::string_view name() const override;
	Rsv rsv() const override;
	std::unique_ptr<ClientSession> createClientSession() const override;
	std::unique_ptr<ServerSession> createServerSession(const std::vector<ExtensionParams>& offers) const override;
		/// For the first offer that is well-formed; null if none is.

private:
	const DeflateOptions _options;
	const std::shared_ptr<CodecPool> _pool;
};


} // namespace WS


#endif // WS_PerMessageDeflate_INCLUDED
