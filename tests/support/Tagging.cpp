//
// Tagging.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Tagging.h"


namespace WS::Test {


namespace {


template <class Base>
class TaggingSession: public Base
{
public:
	explicit TaggingSession(const Tagging& extension): _extension(extension) {}

	SessionResult decode(const Message& in, std::string& out, std::size_t) override
	{
		const auto result = decided(in);
		if (result.kind != SessionResult::DONE) return result;
		const std::string front = std::string(_extension.name()) + '(';
		if (!in.payload.starts_with(front) || !in.payload.ends_with(')')) return SessionResult::failed("no tag", CloseCode::INVALID_PAYLOAD);
		out.append(in.payload.substr(front.size(), in.payload.size() - front.size() - 1));
		return result;
	}

	SessionResult encode(const Message& in, const SendOptions& options, std::string& out) override
	{
		if (!options.compress) return SessionResult::untouched();
		const auto result = decided(in);
		if (result.kind == SessionResult::DONE) out.append(_extension.name()).append("(").append(in.payload).append(")");
		return result;
	}

	void release() override
	{
		++_extension.released;
	}

protected:
	SessionResult decided(const Message& in) const
	{
		return _extension.before ? _extension.before(in) : SessionResult::done();
	}

	const Tagging& _extension;
};


class TaggingClient: public TaggingSession<ClientSession>
{
public:
	using TaggingSession::TaggingSession;

	std::vector<ExtensionParams> offers() const override
	{
		return _extension.offers;
	}

	bool activate(const ExtensionParams& answer) override
	{
		return !_extension.accepts || _extension.accepts(answer);
	}
};


class TaggingServer: public TaggingSession<ServerSession>
{
public:
	using TaggingSession::TaggingSession;

	ExtensionParams response() const override
	{
		return _extension.response;
	}
};


} // namespace


std::unique_ptr<ClientSession> Tagging::createClientSession() const
{
	if (offers.empty()) return nullptr;
	return std::make_unique<TaggingClient>(*this);
}


std::unique_ptr<ServerSession> Tagging::createServerSession(const std::vector<ExtensionParams>& offers) const
{
	for (const auto& offer: offers)
	{
		if (!accepts || accepts(offer)) return std::make_unique<TaggingServer>(*this);
	}
	return nullptr;
}


std::shared_ptr<Tagging> tagging(std::string name, Rsv rsv)
{
	return std::make_shared<Tagging>(std::move(name), rsv);
}


Taggings threeTaggings()
{
	return {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2), tagging("c")};
}


Options knowing(const Taggings& extensions)
{
	Options options;
	for (const auto& extension: extensions) options.extensions.add(extension);
	return options;
}


} // namespace WS::Test
