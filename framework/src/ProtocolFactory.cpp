//
// ProtocolFactory.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ProtocolFactory.h"
#include "Hybi.h"
#include <array>


namespace WS {


namespace {


struct Dialect
{
	std::string_view version;
	std::string_view header;             // its Sec-WebSocket-Version; empty: a draft without one
	bool (*matches)(const Request&);
	std::unique_ptr<Protocol> (*create)(ProtocolContext&);
};


template <class Class>
std::unique_ptr<Protocol> make(ProtocolContext& context)
{
	return std::make_unique<Class>(context);
}


bool asksFor13(const Request& request)
{
	return request.headers.get("Sec-WebSocket-Version") == "13";
}


// clang-format off
constexpr std::array DIALECTS                // newest first
{
	Dialect{"hybi-13", "13", asksFor13, make<Hybi>}
};
// clang-format on


const Dialect& choose(const Request& request)
{
	for (const auto& dialect: DIALECTS)
	{
		if (dialect.matches(request)) return dialect;
	}
	return DIALECTS.front();
}


} // namespace


std::unique_ptr<Protocol> ProtocolFactory::create(const Request& request, ProtocolContext& context)
{
	return choose(request).create(context);
}


std::unique_ptr<Protocol> ProtocolFactory::createNewest(ProtocolContext& context)
{
	return DIALECTS.front().create(context);
}


std::string_view ProtocolFactory::version(const Request& request)
{
	return choose(request).version;
}


std::string ProtocolFactory::supportedVersions()
{
	std::string list;
	for (const auto& dialect: DIALECTS)
	{
		if (dialect.header.empty()) continue;
		if (!list.empty()) list.append(", ");
		list.append(dialect.header);
	}
	return list;
}


} // namespace WS
