//
// Hello.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Hello.h"
#include <algorithm>
#include <stdexcept>


namespace {


bool isToken(std::string_view text)
	// Letters, digits and dashes are enough for a greeting; RFC 6455 would let it have more.
{
	const auto isAllowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
	return !text.empty() && std::all_of(text.begin(), text.end(), isAllowed);
}


template <class Base>
class Greeting: public Base
	// What is the same at both ends: the work on messages.
{
public:
	explicit Greeting(std::string greeting): _greeting(std::move(greeting)) {}

	WS::SessionResult encode(const WS::Message& in, const WS::SendOptions&, std::string& out) override
	{
		if (!in.isText()) return WS::SessionResult::untouched();
		out.append(_greeting).append(" ").append(in.payload);
		return WS::SessionResult::done();
	}

	WS::SessionResult decode(const WS::Message& in, std::string& out, std::size_t maxLength) override
	{
		const std::size_t front = _greeting.size() + 1;
		if (!in.payload.starts_with(_greeting) || in.payload.substr(_greeting.size(), 1) != " ")
		{
			return WS::SessionResult::failed("no greeting", WS::CloseCode::INVALID_PAYLOAD);
		}
		if (in.payload.size() - front > maxLength) return WS::SessionResult::failed("over the limit", WS::CloseCode::MESSAGE_TOO_BIG);
		out.append(in.payload.substr(front));
		return WS::SessionResult::done();
	}

protected:
	std::string _greeting;
};


class HelloClient: public Greeting<WS::ClientSession>
{
public:
	using Greeting::Greeting;

	std::vector<WS::ExtensionParams> offers() const override
	{
		return {WS::ExtensionParams{{"greeting", _greeting}}};
	}

	bool activate(const WS::ExtensionParams& answer) override
	{
		return answer == offers().front();
	}
};


class HelloServer: public Greeting<WS::ServerSession>
{
public:
	using Greeting::Greeting;

	WS::ExtensionParams response() const override
	{
		return WS::ExtensionParams{{"greeting", _greeting}};
	}
};


} // namespace


Hello::Hello(WS::PluginOptions& options):
	_greeting(options.take("greeting").value_or("Hello"))
{
	if (!isToken(_greeting)) throw std::invalid_argument("option greeting is \"" + _greeting + "\", not a token");
}


std::unique_ptr<WS::ClientSession> Hello::createClientSession() const
{
	return std::make_unique<HelloClient>(_greeting);
}


std::unique_ptr<WS::ServerSession> Hello::createServerSession(const std::vector<WS::ExtensionParams>& offers) const
	// The first offer that is understood. All else is declined: the connection does without.
{
	for (const auto& offer: offers)
	{
		const auto greeting = offer.find("greeting");
		if (offer.size() == 1 && greeting && greeting->value && isToken(*greeting->value)) return std::make_unique<HelloServer>(*greeting->value);
	}
	return nullptr;
}


WS_EXTENSION_PLUGIN(Hello, "1.0")
