//
// ExtensionParams.h
//
// The parameters of an extension, as they stand in Sec-WebSocket-Extensions.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ExtensionParams_INCLUDED
#define WS_ExtensionParams_INCLUDED


#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>


namespace WS {


struct ExtensionParam
	/// One parameter (RFC 6455 9.1).
{
	std::string name;
	std::optional<std::string> value = {};
		/// None: a bare name, such as server_no_context_takeover. Always a token, however it was quoted.

	bool operator == (const ExtensionParam& other) const = default;
};


class ExtensionParams
	/// The parameters of one offer or answer, in order. Names are compared exactly and may repeat. A value.
{
public:
	using const_iterator = std::vector<ExtensionParam>::const_iterator;

	ExtensionParams() = default;
	ExtensionParams(std::initializer_list<ExtensionParam> params): _params(params) {}

	ExtensionParams& add(std::string_view name, std::optional<std::string> value = {})
		/// Name and value must be tokens by the time they are sent.
	{
		_params.push_back({std::string(name), std::move(value)});
		return *this;
	}

	const ExtensionParam* find(std::string_view name) const
		/// The first of that name; null: there is none. Valid until the next add().
	{
		const auto found = std::find_if(begin(), end(), [&](const ExtensionParam& param) { return param.name == name; });
		return found == end() ? nullptr : &*found;
	}

	std::size_t count(std::string_view name) const
	{
		return static_cast<std::size_t>(std::count_if(begin(), end(), [&](const ExtensionParam& param) { return param.name == name; }));
	}

	std::size_t size() const { return _params.size(); }
	bool empty() const { return _params.empty(); }
	const_iterator begin() const { return _params.begin(); }
	const_iterator end() const { return _params.end(); }

	bool operator == (const ExtensionParams& other) const = default;

private:
	std::vector<ExtensionParam> _params;
};


} // namespace WS


#endif // WS_ExtensionParams_INCLUDED
