//
// ZstdTerms.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ZstdTerms.h"
#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <string_view>


namespace {


constexpr std::string_view WINDOW_LOG = "window_log";
constexpr std::string_view LEVEL = "level";
constexpr std::string_view DICTIONARY = "dictionary";
constexpr std::string_view CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
constexpr std::string_view SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";


template <class Number>
bool readNumber(const WS::ExtensionParam& param, Number least, Number most, Number& number)
	// Decimal, without leading zeros.
{
	if (!param.value || param.value->empty() || param.value->front() == '0') return false;
	const char* const end = param.value->data() + param.value->size();
	const auto parsed = std::from_chars(param.value->data(), end, number);
	return parsed.ec == std::errc() && parsed.ptr == end && number >= least && number <= most;
}


bool readParam(const WS::ExtensionParam& param, ZstdTerms& terms)
{
	if (param.name == WINDOW_LOG) return readNumber(param, ZstdOptions::MIN_WINDOW_LOG, ZstdOptions::MAX_WINDOW_LOG, terms.windowLog);
	if (param.name == LEVEL) return readNumber(param, 1, ZstdOptions::MAX_LEVEL, terms.level);
	if (param.name == DICTIONARY) return readNumber<std::uint32_t>(param, 1, std::numeric_limits<std::uint32_t>::max(), terms.dictionary);
	if (param.name == CLIENT_NO_CONTEXT_TAKEOVER) return terms.clientNoContextTakeover = !param.value;
	if (param.name == SERVER_NO_CONTEXT_TAKEOVER) return terms.serverNoContextTakeover = !param.value;
	return false;
}


} // namespace


ZstdTerms ZstdTerms::offer(const ZstdOptions& options, std::uint32_t dictionary)
{
	return {options.windowLog, options.level, dictionary, options.noContextTakeover, options.requestNoContextTakeover};
}


std::optional<ZstdTerms> ZstdTerms::read(const WS::ExtensionParams& params)
{
	ZstdTerms terms;
	for (const auto& param: params)
	{
		if (params.count(param.name) > 1 || !readParam(param, terms)) return std::nullopt;
	}
	if (terms.windowLog == 0 || terms.level == 0) return std::nullopt;
	return terms;
}


WS::ExtensionParams ZstdTerms::write() const
{
	WS::ExtensionParams params;
	params.add(WINDOW_LOG, std::to_string(windowLog)).add(LEVEL, std::to_string(level));
	if (dictionary != 0) params.add(DICTIONARY, std::to_string(dictionary));
	if (clientNoContextTakeover) params.add(CLIENT_NO_CONTEXT_TAKEOVER);
	if (serverNoContextTakeover) params.add(SERVER_NO_CONTEXT_TAKEOVER);
	return params;
}


std::optional<ZstdTerms> ZstdTerms::answer(const ZstdOptions& options, std::uint32_t own) const
{
	if (dictionary != own) return std::nullopt;
	ZstdTerms terms = *this;
	terms.windowLog = std::min(windowLog, options.windowLog);
	terms.level = std::min(level, options.level);
	terms.clientNoContextTakeover = clientNoContextTakeover || options.requestNoContextTakeover;
	terms.serverNoContextTakeover = serverNoContextTakeover || options.noContextTakeover;
	return terms;
}


bool ZstdTerms::permits(const ZstdTerms& answer) const
{
	return answer.windowLog <= windowLog && answer.level <= level && answer.dictionary == dictionary
		&& answer.clientNoContextTakeover >= clientNoContextTakeover && answer.serverNoContextTakeover >= serverNoContextTakeover;
}
