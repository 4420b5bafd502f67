//
// DeflateOptions.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/DeflateOptions.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>


namespace WS {


namespace {


constexpr std::string_view STRATEGIES[] = {"default", "filtered", "huffman", "rle", "fixed"};


[[noreturn]] void refuse(std::string_view key, std::string_view value, std::string_view wanted)
{
	throw Poco::InvalidArgumentException(std::string(key).append("=").append(value).append(": must be ").append(wanted));
}


void checkRange(std::string_view key, int value, int lowest, int highest)
{
	if (value >= lowest && value <= highest) return;
	refuse(key, std::to_string(value), std::to_string(lowest) + " to " + std::to_string(highest));
}


template <class Integer>
Integer toInteger(std::string_view key, std::string_view value)
{
	Integer number{};
	const char* end = value.data() + value.size();
	const auto [last, error] = std::from_chars(value.data(), end, number);
	if (error != std::errc() || last != end) refuse(key, value, "a number");
	return number;
}


bool toFlag(std::string_view key, std::string_view value)
{
	if (value != "true" && value != "false") refuse(key, value, "true or false");
	return value == "true";
}


DeflateStrategy toStrategy(std::string_view value)
{
	for (std::size_t i = 0; i < std::size(STRATEGIES); ++i)
	{
		if (value == STRATEGIES[i]) return static_cast<DeflateStrategy>(i);
	}
	refuse("strategy", value, "default, filtered, huffman, rle or fixed");
}


DeflateOptions toPreset(std::string_view value)
{
	if (value == "balanced") return DeflateOptions::balanced();
	if (value == "shared") return DeflateOptions::shared();
	if (value == "smallest") return DeflateOptions::smallest();
	refuse("preset", value, "balanced, shared or smallest");
}


void assign(DeflateOptions& options, std::string_view key, std::string_view value)
{
	if (key == "noContextTakeover") options.noContextTakeover = toFlag(key, value);
	else if (key == "requestNoContextTakeover") options.requestNoContextTakeover = toFlag(key, value);
	else if (key == "maxWindowBits") options.maxWindowBits = toInteger<int>(key, value);
	else if (key == "requestMaxWindowBits") options.requestMaxWindowBits = toInteger<int>(key, value);
	else if (key == "windowBits") options.windowBits = toInteger<int>(key, value);
	else if (key == "level") options.level = toInteger<int>(key, value);
	else if (key == "memLevel") options.memLevel = toInteger<int>(key, value);
	else if (key == "strategy") options.strategy = toStrategy(value);
	else if (key == "threshold") options.threshold = toInteger<std::size_t>(key, value);
	else throw Poco::InvalidArgumentException(std::string("unknown option: ").append(key));
}


} // namespace


DeflateOptions DeflateOptions::shared()
{
	DeflateOptions options;
	options.noContextTakeover = true;
	options.requestNoContextTakeover = true;
	options.windowBits = 15;
	options.memLevel = 8;
	return options;
}


DeflateOptions DeflateOptions::smallest()
{
	DeflateOptions options;
	options.windowBits = 15;
	options.level = 8;        // 9 takes longer, and hardly ever finds more
	options.memLevel = 8;
	return options;
}


DeflateOptions DeflateOptions::parse(std::string_view text)
{
	DeflateOptions options;
	bool first = true;
	while (!text.empty())
	{
		const std::string_view item = text.substr(0, text.find(','));
		text.remove_prefix(item.size());
		if (text == ",") throw Poco::InvalidArgumentException("an option is missing behind the last comma");
		if (!text.empty()) text.remove_prefix(1);

		const std::string_view key = item.substr(0, item.find('='));
		const bool isFlag = key.size() == item.size() && (key == "noContextTakeover" || key == "requestNoContextTakeover");
		const std::string_view value = isFlag ? "true" : item.substr(std::min(key.size() + 1, item.size()));
		if (key != "preset") assign(options, key, value);
		else if (first) options = toPreset(value);
		else throw Poco::InvalidArgumentException("preset must be the first option");
		first = false;
	}
	options.check();
	return options;
}


void DeflateOptions::check() const
{
	if (maxWindowBits) checkRange("maxWindowBits", *maxWindowBits, 8, 15);
	if (requestMaxWindowBits) checkRange("requestMaxWindowBits", *requestMaxWindowBits, 8, 15);
	checkRange("windowBits", windowBits, 8, 15);
	checkRange("level", level, -1, 9);
	checkRange("memLevel", memLevel, 1, 9);
	checkRange("strategy", static_cast<int>(strategy), 0, static_cast<int>(std::size(STRATEGIES)) - 1);
}


} // namespace WS
