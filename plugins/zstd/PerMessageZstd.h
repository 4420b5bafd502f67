//
// PerMessageZstd.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef PerMessageZstd_INCLUDED
#define PerMessageZstd_INCLUDED


#include "ZstdOptions.h"
#include "ZstdPool.h"
#include <WS/Extension.h>
#include <memory>


class PerMessageZstd: public WS::Extension
	/// x-permessage-zstd: messages compressed with zstd, for services that own both ends. It is our own, and registered
	/// nowhere.
{
public:
	static constexpr const char* NAME = "x-permessage-zstd";
	static constexpr WS::Rsv RSV = WS::Rsv::RSV1;

	explicit PerMessageZstd(const ZstdOptions& options);
		/// The dictionary cannot be used: std::invalid_argument.

	explicit PerMessageZstd(WS::PluginOptions& options);

	std::string_view name() const override { return NAME; }
	WS::Rsv rsv() const override { return RSV; }
	std::unique_ptr<WS::ClientSession> createClientSession() const override;
	std::unique_ptr<WS::ServerSession> createServerSession(const std::vector<WS::ExtensionParams>& offers) const override;

private:
	const ZstdOptions _options;
	const std::shared_ptr<ZstdPool> _pool;
};


#endif // PerMessageZstd_INCLUDED
