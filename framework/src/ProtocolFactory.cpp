//
// ProtocolFactory.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ProtocolFactory.h"
#include "Hixie75.h"
#include "Hixie76.h"
#include "HixieText.h"
#include "Hybi.h"
#include <array>


namespace WS {


namespace {


struct Dialect
{
	std::string_view version;
	std::string_view number;             // its Sec-WebSocket-Version; empty: a draft without one
	Dialects bit;
	bool (*matches)(const Headers&, const Dialect&);
	std::unique_ptr<Protocol> (*create)(ProtocolContext&, const Dialect&);
};


bool isGiven(const Headers& headers, std::string_view name)
{
	return !headers.joined(name).empty();
}


bool hasItsNumber(const Headers& headers, const Dialect& dialect)
{
	return headers.joined("Sec-WebSocket-Version") == dialect.number;
}


bool hasNoNumber(const Headers& headers, const Dialect&)
	// Of the drafts that had none the one with keys comes first.
{
	return !isGiven(headers, "Sec-WebSocket-Version") && !isGiven(headers, "Sec-WebSocket-Key");
}


bool hasTwoKeys(const Headers& headers, const Dialect& dialect)
	// One is enough to tell: the dialect refuses it then.
{
	return hasNoNumber(headers, dialect) && (isGiven(headers, "Sec-WebSocket-Key1") || isGiven(headers, "Sec-WebSocket-Key2"));
}


bool hasNoKeys(const Headers& headers, const Dialect& dialect)
{
	return hasNoNumber(headers, dialect) && !hasTwoKeys(headers, dialect);
}


std::unique_ptr<Protocol> makeHybi(ProtocolContext& context, const Dialect& dialect)
{
	return std::make_unique<Hybi>(context, dialect.version);
}


template <class Class>
std::unique_ptr<Protocol> makeDraft(ProtocolContext& context, const Dialect&)
{
	return std::make_unique<Class>(context);
}


// clang-format off
constexpr std::array DIALECTS                // newest first
{
	Dialect{"hybi-13",  "13", Dialects::HYBI_13,  hasItsNumber, makeHybi},
	Dialect{"hybi-8",   "8",  Dialects::HYBI_8,   hasItsNumber, makeHybi},
	Dialect{"hybi-7",   "7",  Dialects::HYBI_7,   hasItsNumber, makeHybi},
	Dialect{"hixie-76", "",   Dialects::HIXIE_76, hasTwoKeys,   makeDraft<Hixie76>},
	Dialect{"hixie-75", "",   Dialects::HIXIE_75, hasNoKeys,    makeDraft<Hixie75>}
};
// clang-format on


const Dialect* choose(const Request& request, Dialects enabled)
{
	for (const auto& dialect: DIALECTS)
	{
		if (contains(enabled, dialect.bit) && dialect.matches(request.headers, dialect)) return &dialect;
	}
	return nullptr;
}


} // namespace


std::unique_ptr<Protocol> ProtocolFactory::create(const Request& request, ProtocolContext& context)
{
	const Dialect* dialect = choose(request, context.options().dialects);
	return dialect ? dialect->create(context, *dialect) : nullptr;
}


std::string_view ProtocolFactory::version(const Request& request, Dialects enabled)
{
	const Dialect* dialect = choose(request, enabled);
	return dialect ? dialect->version : std::string_view();
}


bool ProtocolFactory::supports(const Request& request, Dialects enabled, Opcode opcode)
{
	const Dialect* dialect = choose(request, enabled);
	return !dialect || !dialect->number.empty() || HixieText::supports(opcode);
}


std::string ProtocolFactory::supportedVersions(Dialects enabled)
{
	std::string list;
	for (const auto& dialect: DIALECTS)
	{
		if (dialect.number.empty() || !contains(enabled, dialect.bit)) continue;
		if (!list.empty()) list.append(", ");
		list.append(dialect.number);
	}
	return list;
}


} // namespace WS
