//
// ExtensionNegotiation.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ExtensionNegotiation_INCLUDED
#define WS_ExtensionNegotiation_INCLUDED


#include "ExtensionHeader.h"
#include "ExtensionPipeline.h"
#include "WS/ExtensionRegistry.h"
#include <memory>
#include <span>
#include <string>
#include <vector>


namespace WS {


using Extensions = std::span<const ExtensionRegistry::Pointer>;


std::string answerExtensions(Extensions known, const std::vector<ExtensionElement>& offered, ExtensionPipeline& pipeline);
	/// A server's part: fills the pipeline with the extensions that it knows, in their order, as far as they were offered,
	/// find an offer acceptable, and their reserved bits are free. Returns the header; empty: none.


class ExtensionOffers
	/// A client's part: the sessions that it has offered and that wait for the answer.
{
public:
	explicit ExtensionOffers(Extensions known);

	std::string header() const;
		/// All offers, in the order of the extensions; empty: none.

	std::string activate(const std::vector<ExtensionElement>& answered, ExtensionPipeline& pipeline);
		/// Fills the pipeline, in the order of the answer. Returns what is wrong with it, and then the handshake fails:
		/// an extension that was not offered, twice the same, a reserved bit that is taken, or parameters which the
		/// extension refuses. Empty: nothing.

private:
	struct Offer
	{
		ExtensionRegistry::Pointer extension;
		std::unique_ptr<ClientSession> session;          // null: activated
	};

	std::vector<Offer> _offers;
};


} // namespace WS


#endif // WS_ExtensionNegotiation_INCLUDED
