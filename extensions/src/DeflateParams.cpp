//
// DeflateParams.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "DeflateParams.h"
#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>


namespace WS {


namespace {


constexpr std::string_view SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
constexpr std::string_view CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
constexpr std::string_view SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
constexpr std::string_view CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";
constexpr int UNLIMITED = 15;


std::optional<int> toBits(std::string_view value)
	// 8 to 15, without leading zeros (RFC 7692 7.1.2.1).
{
	int bits = 0;
	const char* end = value.data() + value.size();
	const auto [last, error] = std::from_chars(value.data(), end, bits);
	if (error != std::errc() || last != end || value.front() == '0' || bits < 8 || bits > UNLIMITED) return std::nullopt;
	return bits;
}


bool readParam(DeflateParams& params, const ExtensionParam& param)
{
	if (param.name == SERVER_NO_CONTEXT_TAKEOVER) return params.serverNoContextTakeover = !param.value;
	if (param.name == CLIENT_NO_CONTEXT_TAKEOVER) return params.clientNoContextTakeover = !param.value;
	std::optional<int>* bits = nullptr;
	if (param.name == SERVER_MAX_WINDOW_BITS) bits = &params.serverMaxWindowBits;
	if (param.name == CLIENT_MAX_WINDOW_BITS) bits = &params.clientMaxWindowBits;
	if (!bits || !param.value) return false;
	*bits = toBits(*param.value);
	return bits->has_value();
}


std::optional<DeflateParams> read(const ExtensionParams& params, bool inOffer)
{
	DeflateParams result;
	for (const auto& param: params)
	{
		if (params.count(param.name) > 1) return std::nullopt;
		if (inOffer && param.name == CLIENT_MAX_WINDOW_BITS && !param.value) result.clientMaxWindowBits = UNLIMITED;
		else if (!readParam(result, param)) return std::nullopt;
	}
	return result;
}


} // namespace


ExtensionParams DeflateParams::offer(const DeflateOptions& options)
{
	ExtensionParams params;
	if (options.noContextTakeover) params.add(CLIENT_NO_CONTEXT_TAKEOVER);
	if (options.maxWindowBits) params.add(CLIENT_MAX_WINDOW_BITS, std::to_string(*options.maxWindowBits));
	else params.add(CLIENT_MAX_WINDOW_BITS);
	if (options.requestNoContextTakeover) params.add(SERVER_NO_CONTEXT_TAKEOVER);
	if (options.requestMaxWindowBits) params.add(SERVER_MAX_WINDOW_BITS, std::to_string(*options.requestMaxWindowBits));
	return params;
}


std::optional<DeflateParams> DeflateParams::readOffer(const ExtensionParams& params)
{
	return read(params, true);
}


std::optional<DeflateParams> DeflateParams::readAnswer(const ExtensionParams& params)
{
	return read(params, false);
}


bool DeflateParams::isAcceptable(const DeflateOptions& options) const
{
	if (options.requestNoContextTakeover && !serverNoContextTakeover) return false;
	if (options.requestMaxWindowBits && serverMaxWindowBits.value_or(UNLIMITED) > *options.requestMaxWindowBits) return false;
	return clientMaxWindowBits.value_or(0) <= options.maxWindowBits.value_or(UNLIMITED);
}


ExtensionParams DeflateParams::write() const
{
	ExtensionParams params;
	if (serverNoContextTakeover) params.add(SERVER_NO_CONTEXT_TAKEOVER);
	if (clientNoContextTakeover) params.add(CLIENT_NO_CONTEXT_TAKEOVER);
	if (serverMaxWindowBits) params.add(SERVER_MAX_WINDOW_BITS, std::to_string(*serverMaxWindowBits));
	if (clientMaxWindowBits) params.add(CLIENT_MAX_WINDOW_BITS, std::to_string(*clientMaxWindowBits));
	return params;
}


DeflateTerms DeflateTerms::ofClient(const DeflateParams& answer, const DeflateOptions& options)
{
	DeflateTerms terms;
	terms.ownTakeover = !options.noContextTakeover && !answer.clientNoContextTakeover;
	terms.peerTakeover = !answer.serverNoContextTakeover;
	terms.ownWindowBits = std::min(options.maxWindowBits.value_or(options.windowBits), answer.clientMaxWindowBits.value_or(UNLIMITED));
	terms.peerWindowBits = answer.serverMaxWindowBits.value_or(UNLIMITED);
	return terms;
}


DeflateTerms DeflateTerms::ofServer(const DeflateParams& offer, const DeflateOptions& options)
{
	DeflateTerms terms;
	terms.ownTakeover = !options.noContextTakeover && !offer.serverNoContextTakeover;
	terms.peerTakeover = !options.requestNoContextTakeover && !offer.clientNoContextTakeover;
	terms.ownWindowBits = std::min(options.maxWindowBits.value_or(options.windowBits), offer.serverMaxWindowBits.value_or(UNLIMITED));
	if (offer.clientMaxWindowBits) terms.peerWindowBits = std::min(options.requestMaxWindowBits.value_or(options.windowBits), *offer.clientMaxWindowBits);
	return terms;
}


DeflateParams DeflateTerms::answer(const DeflateParams& offer) const
{
	DeflateParams answer;
	answer.serverNoContextTakeover = !ownTakeover;
	answer.clientNoContextTakeover = !peerTakeover;
	if (offer.serverMaxWindowBits) answer.serverMaxWindowBits = ownWindowBits;
	if (offer.clientMaxWindowBits && peerWindowBits < UNLIMITED) answer.clientMaxWindowBits = peerWindowBits;
	return answer;
}


} // namespace WS
