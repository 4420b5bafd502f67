//
// ExtensionHeader.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionHeader.h"
#include "Characters.h"
#include "WS/Headers.h"
#include <algorithm>


namespace WS {


namespace {


constexpr std::size_t MAX_SIZE = 4096;
constexpr std::size_t MAX_ELEMENTS = 16;
constexpr std::size_t MAX_PARAMS = 16;


bool isBlank(char c)
{
	return c == ' ' || c == '\t';
}


class Parser
	/// Recursive descent over the grammar. Each function takes what it is named for off the front, with the blanks
	/// behind it; false: it is not there.
{
public:
	explicit Parser(std::string_view text): _rest(text) {}

	bool elements(std::vector<ExtensionElement>& found)
	{
		do
		{
			if (found.size() == MAX_ELEMENTS || !element(found.emplace_back())) return false;
		}
		while (take(','));
		return _rest.empty();
	}

private:
	bool element(ExtensionElement& found)
	{
		if (!token(found.name)) return false;
		while (take(';'))
		{
			ExtensionParam param;
			if (found.params.size() == MAX_PARAMS || !token(param.name)) return false;
			if (take('=') && !value(param.value.emplace())) return false;
			found.params.add(param.name, std::move(param.value));
		}
		return true;
	}

	bool value(std::string& found)
	{
		return _rest.starts_with('"') ? quoted(found) : token(found);
	}

	bool token(std::string& found)
	{
		const auto end = std::find_if_not(_rest.begin(), _rest.end(), isTokenCharacter);
		found.assign(_rest.begin(), end);
		_rest.remove_prefix(found.size());
		blanks();
		return !found.empty();
	}

	bool quoted(std::string& found)
		// What is quoted must be a token all the same (RFC 6455 9.1).
	{
		for (std::size_t i = 1; i < _rest.size(); ++i)
		{
			if (_rest[i] == '"')
			{
				_rest.remove_prefix(i + 1);
				blanks();
				return !found.empty();
			}
			if (_rest[i] == '\\') ++i;
			if (i == _rest.size() || !isTokenCharacter(_rest[i])) return false;
			found.push_back(_rest[i]);
		}
		return false;
	}

	bool take(char separator)
	{
		if (!_rest.starts_with(separator)) return false;
		_rest.remove_prefix(1);
		blanks();
		return true;
	}

	void blanks()
	{
		_rest.remove_prefix(std::min(_rest.find_first_not_of(" \t"), _rest.size()));
	}

	std::string_view _rest;
};


} // namespace


std::optional<std::vector<ExtensionElement>> parseExtensions(std::string_view header)
{
	std::vector<ExtensionElement> found;
	if (header.empty()) return found;
	if (header.size() > MAX_SIZE || isBlank(header.back()) || !Parser(header).elements(found)) return std::nullopt;
	return found;
}


bool appendExtension(std::string& header, std::string_view name, const ExtensionParams& params)
{
	const auto isWritable = [](const ExtensionParam& param) { return Headers::isToken(param.name) && (!param.value || Headers::isToken(*param.value)); };
	if (!std::all_of(params.begin(), params.end(), isWritable)) return false;
	header.append(header.empty() ? "" : ", ").append(name);
	for (const auto& param: params)
	{
		header.append("; ").append(param.name);
		if (param.value) header.append("=").append(*param.value);
	}
	return true;
}


} // namespace WS
