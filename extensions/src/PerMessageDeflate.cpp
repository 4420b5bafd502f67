//
// PerMessageDeflate.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/PerMessageDeflate.h"
#include "DeflateSession.h"
#include <utility>


namespace WS {


namespace {


template <class Base>
class DeflateEnd: public Base
	// What the sessions of client and server have in common.
{
public:
	explicit DeflateEnd(std::shared_ptr<CodecPool> pool, const DeflateOptions& options):
		_session(std::move(pool), options.threshold)
	{
	}

	SessionResult decode(const Message& in, std::string& out, std::size_t maxLength) override
	{
		return _session.decode(in, out, maxLength);
	}

	SessionResult encode(const Message& in, const SendOptions& options, std::string& out) override
	{
		return _session.encode(in, options, out);
	}

	void release() override { _session.release(); }

protected:
	DeflateSession _session;
};


class DeflateClient: public DeflateEnd<ClientSession>
{
public:
	DeflateClient(std::shared_ptr<CodecPool> pool, const DeflateOptions& options):
		DeflateEnd(std::move(pool), options),
		_options(options)
	{
	}

	std::vector<ExtensionParams> offers() const override { return {DeflateParams::offer(_options)}; }

	bool activate(const ExtensionParams& answer) override
	{
		const auto params = DeflateParams::readAnswer(answer);
		if (!params || !params->isAcceptable(_options)) return false;
		_session.agree(DeflateTerms::ofClient(*params, _options));
		return true;
	}

private:
	const DeflateOptions _options;
};


class DeflateServer: public DeflateEnd<ServerSession>
{
public:
	DeflateServer(std::shared_ptr<CodecPool> pool, const DeflateOptions& options, const DeflateParams& offer):
		DeflateEnd(std::move(pool), options)
	{
		const auto terms = DeflateTerms::ofServer(offer, options);
		_session.agree(terms);
		_response = terms.answer(offer).write();
	}

	ExtensionParams response() const override { return _response; }

private:
	ExtensionParams _response;
};


const DeflateOptions& checked(const DeflateOptions& options)
{
	options.check();
	return options;
}


} // namespace


PerMessageDeflate::PerMessageDeflate(const DeflateOptions& options):
	_options(checked(options)),
	_pool(std::make_shared<CodecPool>(options))
{
}


PerMessageDeflate::~PerMessageDeflate() = default;


std::string_view PerMessageDeflate::name() const
{
	return "permessage-deflate";
}


Rsv PerMessageDeflate::rsv() const
{
	return Rsv::RSV1;
}


std::unique_ptr<ClientSession> PerMessageDeflate::createClientSession() const
{
	return std::make_unique<DeflateClient>(_pool, _options);
}


std::unique_ptr<ServerSession> PerMessageDeflate::createServerSession(const std::vector<ExtensionParams>& offers) const
{
	for (const auto& params: offers)
	{
		if (const auto offer = DeflateParams::readOffer(params)) return std::make_unique<DeflateServer>(_pool, _options, *offer);
	}
	return nullptr;
}


} // namespace WS
