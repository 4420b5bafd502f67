//
// ExtensionNegotiation.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionNegotiation.h"
#include "Characters.h"
#include "Guarded.h"
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


std::string about(std::string_view name, std::string_view what)
{
	return std::string("'").append(printable(name)).append("' ").append(printable(what));
}


constexpr std::string_view NO_TOKEN = "has a parameter that is no token";


std::string judged(const std::string& header)
	// The other end has limits, too: it need not take more than we do.
{
	return parseExtensions(header) ? "" : "over 16 elements, 16 parameters of one, or 4096 bytes";
}


} // namespace


std::string answerExtensions(Extensions known, const std::vector<ExtensionElement>& offered, ExtensionPipeline& pipeline, std::string& header)
{
	for (const auto& extension: known)
	{
		const auto offers = offersOf(extension->name(), offered);
		if (offers.empty() || !pipeline.hasRoomFor(*extension)) continue;
		std::unique_ptr<ServerSession> session;
		ExtensionParams params;
		const auto thrown = thrownBy([&] {
			session = extension->createServerSession(offers);
			if (session) params = session->response();
		});
		if (thrown) return about(extension->name(), *thrown);
		if (!session) continue;
		if (!appendExtension(header, extension->name(), params)) return about(extension->name(), NO_TOKEN);
		pipeline.add(extension, std::move(session), std::move(params));
	}
	return judged(header);
}


std::string ExtensionOffers::make(Extensions known, std::string& header)
{
	for (const auto& extension: known)
	{
		std::unique_ptr<ClientSession> session;
		std::vector<ExtensionParams> offers;
		const auto thrown = thrownBy([&] {
			session = extension->createClientSession();
			if (session) offers = session->offers();
		});
		if (thrown) return about(extension->name(), *thrown);
		for (const auto& params: offers)
		{
			if (!appendExtension(header, extension->name(), params)) return about(extension->name(), NO_TOKEN);
		}
		if (!offers.empty()) _offers.push_back({extension, std::move(session)});
	}
	return judged(header);
}


std::string ExtensionOffers::activate(const std::vector<ExtensionElement>& answered, ExtensionPipeline& pipeline)
{
	for (const auto& element: answered)
	{
		const auto& name = element.name;
		const auto& params = element.params;
		const auto offer = std::find_if(_offers.begin(), _offers.end(), [&](const Offer& offer) { return offer.extension->name() == name; });
		if (offer == _offers.end()) return about(name, "was not offered");
		if (!offer->session) return about(name, "is there twice");
		if (!pipeline.hasRoomFor(*offer->extension)) return about(name, "uses a reserved bit that another one has");
		bool accepted = false;
		if (const auto thrown = thrownBy([&] { accepted = offer->session->activate(params); })) return about(name, *thrown);
		if (!accepted)
		{
			std::string answer;
			appendExtension(answer, name, params);
			return std::string("unacceptable parameters: ").append(printable(answer));
		}
		pipeline.add(offer->extension, std::move(offer->session), params);
	}
	return {};
}


} // namespace WS
