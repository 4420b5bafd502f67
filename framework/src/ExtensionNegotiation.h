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


// Both sides: the string that is returned says what went wrong, naming the extension, and the handshake fails then: printable,
// and at most about 150 bytes. Empty: nothing.


std::string answerExtensions(Extensions known, const std::vector<ExtensionElement>& offered, ExtensionPipeline& pipeline, std::string& header);
	/// A server's part: fills the pipeline with the extensions that it knows, in their order, as far as they were offered,
	/// find an offer acceptable, and their reserved bits are free. Appends them to the header, which may stay empty.
	/// Wrong: what an extension throws, or answers that is no parameter, or more than parseExtensions() takes.


class ExtensionOffers
	/// A client's part: the sessions that it has offered and that wait for the answer.
{
public:
	std::string make(Extensions known, std::string& header);
		/// All offers, in the order of the extensions. Wrong: as above.

	std::string activate(const std::vector<ExtensionElement>& answered, ExtensionPipeline& pipeline);
		/// Fills the pipeline, in the order of the answer. Wrong: an extension that was not offered, twice the same, a reserved
		/// bit that is taken, parameters which the extension refuses, or what it throws.

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
