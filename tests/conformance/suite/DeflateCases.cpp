//
// DeflateCases.cpp
//
// Groups 12 and 13: messages over permessage-deflate, of all kinds and with all that can be agreed.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"
#include <array>


namespace Conformance {


namespace {


struct Shape
{
	std::size_t size;
	std::size_t fragment;
	int patience;
};


constexpr std::array<Shape, 18> SHAPES{{
	{16, 0, 60},
	{64, 0, 60},
	{256, 0, 120},
	{1024, 0, 240},
	{4096, 0, 480},
	{8192, 0, 480},
	{16384, 0, 480},
	{32768, 0, 480},
	{65536, 0, 480},
	{131072, 0, 480},
	{8192, 256, 480},
	{16384, 256, 480},
	{32768, 256, 480},
	{65536, 256, 480},
	{131072, 256, 480},
	{131072, 1024, 480},
	{131072, 4096, 480},
	{131072, 32768, 480},
}};


const std::string OFFER = "permessage-deflate; client_no_context_takeover; client_max_window_bits";
const std::string FORGETFUL = OFFER + "; server_no_context_takeover";
const std::string SMALL = OFFER + "; server_max_window_bits=9";
const std::string LARGE = OFFER + "; server_max_window_bits=15";
const std::string SMALL_FORGETFUL = FORGETFUL + "; server_max_window_bits=9";
const std::string LARGE_FORGETFUL = FORGETFUL + "; server_max_window_bits=15";


Negotiation deflate(const std::string& offer, std::vector<Wish> wishes)
{
	return {Negotiation::DEFLATE, offer, std::move(wishes)};
}


void addSection(Cases& cases, const std::string& section, const std::string& what, Messages messages, const Negotiation& negotiation)
{
	int number = 0;
	for (const auto& [size, fragment, patience]: SHAPES)
	{
		messages.size = size;
		messages.fragment = fragment;
		auto details = what + ", " + std::to_string(size);
		if (fragment > 0) details += " in fragments of " + std::to_string(fragment);

		Case c{section + "." + std::to_string(++number), details, {}, {}};
		c.patience = patience;
		c.negotiation = negotiation;
		c.messages = messages;
		cases.push_back(std::move(c));
	}
}


} // namespace


void addDeflate(Cases& cases)
{
	const auto usual = deflate(OFFER, {{false, 0}});
	addSection(cases, "12.1", "JSON", {Sample::JSON, TEXT}, usual);
	addSection(cases, "12.2", "bitmap", {Sample::BITMAP, BINARY}, usual);
	addSection(cases, "12.3", "German text as binary", {Sample::GERMAN, BINARY}, usual);
	addSection(cases, "12.4", "HTML", {Sample::HTML, TEXT}, usual);
	addSection(cases, "12.5", "PDF", {Sample::PDF, BINARY}, usual);

	const Messages json{Sample::JSON, TEXT};
	addSection(cases, "13.1", "no wishes", json, usual);
	addSection(cases, "13.2", "no context", json, deflate(FORGETFUL, {{true, 0}}));
	addSection(cases, "13.3", "window 9", json, deflate(SMALL, {{false, 9}}));
	addSection(cases, "13.4", "window 15", json, deflate(LARGE, {{false, 15}}));
	addSection(cases, "13.5", "no context, window 9", json, deflate(SMALL_FORGETFUL, {{true, 9}}));
	addSection(cases, "13.6", "no context, window 15", json, deflate(LARGE_FORGETFUL, {{true, 15}}));
	addSection(cases, "13.7", "three offers", json, deflate(SMALL_FORGETFUL + ", " + FORGETFUL + ", " + OFFER, {{true, 9}, {true, 0}}));
}


} // namespace Conformance
