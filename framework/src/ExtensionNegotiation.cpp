//
// ExtensionNegotiation.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionNegotiation.h"
#include "Characters.h"
#include <algorithm>


namespace WS {


namespace {


std::vector<ExtensionParams> offersOf(std::string_view name, const std::vector<ExtensionElement>& offered)
{
	std::vector<ExtensionParams> offers;
	for (const auto& element: offered)
	{
		if (element.name == name) offers.push_back(element.params);
	}
	return offers;
}


std::string about(const ExtensionElement& element, std::string_view what)
{
	return std::string("'").append(printable(element.name)).append("' ").append(what);
}


} // namespace


std::string answerExtensions(Extensions known, const std::vector<ExtensionElement>& offered, ExtensionPipeline& pipeline)
{
	std::string header;
	for (const auto& extension: known)
	{
		const auto offers = offersOf(extension->name(), offered);
		if (offers.empty() || !pipeline.hasRoomFor(*extension)) continue;
		auto session = extension->createServerSession(offers);
		if (!session) continue;
		auto params = session->response();
		appendExtension(header, extension->name(), params);
		pipeline.add(extension, std::move(session), std::move(params));
	}
	return header;
}


ExtensionOffers::ExtensionOffers(Extensions known)
{
	for (const auto& extension: known)
	{
		if (auto session = extension->createClientSession()) _offers.push_back({extension, std::move(session)});
	}
}


std::string ExtensionOffers::header() const
{
	std::string header;
	for (const auto& offer: _offers)
	{
		for (const auto& params: offer.session->offers()) appendExtension(header, offer.extension->name(), params);
	}
	return header;
}


std::string ExtensionOffers::activate(const std::vector<ExtensionElement>& answered, ExtensionPipeline& pipeline)
{
	for (const auto& element: answered)
	{
		const auto offer = std::find_if(_offers.begin(), _offers.end(), [&](const Offer& offer) { return offer.extension->name() == element.name; });
		if (offer == _offers.end()) return about(element, "was not offered");
		if (!offer->session) return about(element, "is there twice");
		if (!pipeline.hasRoomFor(*offer->extension)) return about(element, "uses a reserved bit that another one has");
		if (!offer->session->activate(element.params))
		{
			std::string answer;
			appendExtension(answer, element.name, element.params);
			return std::string("unacceptable parameters: ").append(printable(answer));
		}
		pipeline.add(offer->extension, std::move(offer->session), element.params);
	}
	return {};
}


} // namespace WS
