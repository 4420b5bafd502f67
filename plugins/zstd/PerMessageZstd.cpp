//
// PerMessageZstd.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PerMessageZstd.h"
#include "ZstdSession.h"
#include "ZstdTerms.h"


namespace {


template <class Base>
class ZstdEnd: public Base
	// What the sessions of client and server have in common.
{
public:
	ZstdEnd(std::shared_ptr<ZstdPool> pool, std::size_t threshold): _session(std::move(pool), threshold) {}

	WS::SessionResult decode(const WS::Message& in, std::string& out, std::size_t maxLength) override
	{
		return _session.decode(in, out, maxLength);
	}

	WS::SessionResult encode(const WS::Message& in, const WS::SendOptions& options, std::string& out) override
	{
		return _session.encode(in, options, out);
	}

	void release() override { _session.release(); }

protected:
	ZstdSession _session;
};


class ZstdClient: public ZstdEnd<WS::ClientSession>
{
public:
	ZstdClient(std::shared_ptr<ZstdPool> pool, const ZstdOptions& options):
		ZstdEnd(pool, options.threshold),
		_offer(ZstdTerms::offer(options, pool->dictionary()))
	{
	}

	std::vector<WS::ExtensionParams> offers() const override { return {_offer.write()}; }

	bool activate(const WS::ExtensionParams& params) override
	{
		const auto answer = ZstdTerms::read(params);
		if (!answer || !_offer.permits(*answer)) return false;
		_session.agree(*answer, true);
		return true;
	}

private:
	const ZstdTerms _offer;
};


class ZstdServer: public ZstdEnd<WS::ServerSession>
{
public:
	ZstdServer(std::shared_ptr<ZstdPool> pool, const ZstdOptions& options, const ZstdTerms& answer):
		ZstdEnd(std::move(pool), options.threshold),
		_answer(answer)
	{
		_session.agree(answer, false);
	}

	WS::ExtensionParams response() const override { return _answer.write(); }

private:
	const ZstdTerms _answer;
};


} // namespace


PerMessageZstd::PerMessageZstd(const ZstdOptions& options):
	_options(options),
	_pool(std::make_shared<ZstdPool>(ZstdPool::read(options.dictionary)))
{
}


PerMessageZstd::PerMessageZstd(WS::PluginOptions& options):
	PerMessageZstd(ZstdOptions(options))
{
}


std::unique_ptr<WS::ClientSession> PerMessageZstd::createClientSession() const
{
	return std::make_unique<ZstdClient>(_pool, _options);
}


std::unique_ptr<WS::ServerSession> PerMessageZstd::createServerSession(const std::vector<WS::ExtensionParams>& offers) const
{
	for (const auto& params: offers)
	{
		const auto offer = ZstdTerms::read(params);
		const auto answer = offer ? offer->answer(_options, _pool->dictionary()) : std::nullopt;
		if (answer) return std::make_unique<ZstdServer>(_pool, _options, *answer);
	}
	return nullptr;
}
