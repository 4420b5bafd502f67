//
// Registries.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Registries.h"
#include "Plan.h"
#include "WS/PerMessageDeflate.h"
#include "support/Tagging.h"
#include <memory>
#include <string>
#include <utility>
#include <vector>


namespace WS::Fuzz {


namespace {


enum: unsigned
	/// Bits of a byte.
{
	CLAIM = 0x07,
	ACCEPTS = 0x18,
	ANSWER = 0x20,
	OFFERS = 0xc0
};


enum: unsigned
	/// The values of ACCEPTS.
{
	ACCEPTS_ALL = 0x00,
	ACCEPTS_PLAIN = 0x08,
	ACCEPTS_X = 0x10
};


bool accepts(unsigned byte, const ExtensionParams& params)
{
	switch (byte & ACCEPTS)
	{
	case ACCEPTS_ALL: return true;
	case ACCEPTS_PLAIN: return params.empty();
	case ACCEPTS_X: return params.find("x") != nullptr;
	default: return false;
	}
}


std::shared_ptr<const Extension> makeExtension(std::string name, unsigned byte)
	// Accepts its own answer, if anything.
{
	static const std::vector<ExtensionParams> CHOICE[] = {{{}}, {{{"x"}, {"y", "2"}}, {}}, {{}, {{"x", "1"}}}, {}};
	auto extension = Test::tagging(std::move(name), static_cast<Rsv>(byte & CLAIM));
	extension->offers = CHOICE[(byte & OFFERS) >> 6];
	extension->accepts = [byte](const ExtensionParams& params) { return accepts(byte, params); };
	if (!accepts(byte, {}) || (byte & ANSWER && accepts(byte, {{"x", "1"}}))) extension->response.add("x", "1");
	return extension;
}


std::shared_ptr<const Extension> makeDeflate(unsigned byte)
{
	constexpr int WINDOW_BITS[] = {0, 8, 11, 15};
	const int own = WINDOW_BITS[byte >> 2 & 0x03], requested = WINDOW_BITS[byte >> 4 & 0x03], fallback = WINDOW_BITS[byte >> 6];
	DeflateOptions options;
	options.noContextTakeover = (byte & 0x01) != 0;
	options.requestNoContextTakeover = (byte & 0x02) != 0;
	if (own > 0) options.maxWindowBits = own;
	if (requested > 0) options.requestMaxWindowBits = requested;
	if (fallback > 0) options.windowBits = fallback;
	return std::make_shared<PerMessageDeflate>(options);
}


} // namespace


Registries takeRegistries(std::string_view& input)
{
	std::vector<std::shared_ptr<const Extension>> extensions;
	for (const char* name: {"a", "b", "c", "d"}) extensions.push_back(makeExtension(name, takeByte(input)));
	const unsigned place = takeByte(input), own = takeByte(input), other = takeByte(input);
	Registries registries;
	for (unsigned i = 1; i <= extensions.size() + 1; ++i)
	{
		if (i == place) registries.own.add(makeDeflate(own));
		if (i == place) registries.other.add(makeDeflate(other));
		if (i > extensions.size()) break;
		registries.own.add(extensions[i - 1]);
		registries.other.add(extensions[i - 1]);
	}
	return registries;
}


std::shared_ptr<const Options> withDeflate(const Options& options)
{
	auto result = std::make_shared<Options>(options);
	result->extensions.add(std::make_shared<PerMessageDeflate>());
	return result;
}


} // namespace WS::Fuzz
