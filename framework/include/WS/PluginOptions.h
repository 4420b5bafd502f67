//
// PluginOptions.h
//
// The options of a plug-in, as its user has written them.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_PluginOptions_INCLUDED
#define WS_PluginOptions_INCLUDED


#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


class PluginOptions
	/// Options written as "key=value,key=value". Each is taken by its key, and what nobody has taken is an error: that
	/// of the user, who shall read of it. All errors are std::invalid_argument with a text for them. Header only.
{
public:
	explicit PluginOptions(std::string_view text)
		/// Values may contain '=' and blanks, but no comma. An element without '=' or without a key, or a key that is
		/// there twice, is an error; an empty text is none.
	{
		while (!text.empty())
		{
			const auto comma = text.find(',');
			add(text.substr(0, comma));
			if (comma == std::string_view::npos) return;
			text.remove_prefix(comma + 1);
			if (text.empty()) throw std::invalid_argument("the options end with a comma");
		}
	}

	std::optional<std::string> take(std::string_view key)
		/// None: the user has not said.
	{
		const auto found = std::find_if(_options.begin(), _options.end(), [&](const Option& option) { return option.key == key; });
		if (found == _options.end()) return std::nullopt;
		found->isTaken = true;
		return found->value;
	}

	int number(std::string_view key, int otherwise, int least, int most)
		/// A decimal number from least to most.
	{
		const auto value = take(key);
		if (!value) return otherwise;
		int n = 0;
		const char* const end = value->data() + value->size();
		const auto parsed = std::from_chars(value->data(), end, n);
		if (parsed.ec != std::errc() || parsed.ptr != end || n < least || n > most)
		{
			throw std::invalid_argument("option " + std::string(key) + " is \"" + *value + "\", not a number from "
				+ std::to_string(least) + " to " + std::to_string(most));
		}
		return n;
	}

	bool flag(std::string_view key, bool otherwise)
		/// "true" or "false".
	{
		const auto value = take(key);
		if (!value) return otherwise;
		if (*value != "true" && *value != "false")
		{
			throw std::invalid_argument("option " + std::string(key) + " is \"" + *value + "\", not true or false");
		}
		return *value == "true";
	}

	void finish() const
		/// That every option was taken. WS_EXTENSION_PLUGIN sees to it.
	{
		for (const auto& option: _options)
		{
			if (!option.isTaken) throw std::invalid_argument("unknown option \"" + option.key + '"');
		}
	}

private:
	struct Option
	{
		std::string key;
		std::string value;
		bool isTaken = false;
	};

	void add(std::string_view element)
	{
		const auto equals = element.find('=');
		if (equals == std::string_view::npos || equals == 0) throw std::invalid_argument("\"" + std::string(element) + "\" is not key=value");
		std::string key(element.substr(0, equals));
		const bool isThere = std::any_of(_options.begin(), _options.end(), [&](const Option& option) { return option.key == key; });
		if (isThere) throw std::invalid_argument("option " + key + " is there twice");
		_options.push_back({std::move(key), std::string(element.substr(equals + 1))});
	}

	std::vector<Option> _options;
};


} // namespace WS


#endif // WS_PluginOptions_INCLUDED
