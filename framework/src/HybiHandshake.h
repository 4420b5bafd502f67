//
// HybiHandshake.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_HybiHandshake_INCLUDED
#define WS_HybiHandshake_INCLUDED


#include "ExtensionNegotiation.h"
#include "WS/Protocol.h"
#include <memory>


namespace WS {


using Pipeline = std::unique_ptr<ExtensionPipeline>;
	/// Null: no extension is in use.


class HybiHandshake
	/// What the opening handshake of RFC 6455 and of hybi-7 and hybi-8 has of its own: the key, and the extensions. The calls
	/// of one role; what is wrong goes to ProtocolContext::fail.
{
public:
	explicit HybiHandshake(ProtocolContext& context): _context(context) {}

	// A server

	bool judge(const Request& request);
		/// Key, host, and the grammar of the extensions (4.2.1). False: refused.

	Pipeline respond(const Request& request, Response& response);
		/// Writes the response, extensions included (4.2.2).

	// A client

	bool offer(Headers& request);
		/// Appends the extensions that are offered, if any (4.1).

	bool agree(const Headers& response, Pipeline& pipeline);
		/// Takes the answer to them up.

private:
	Pipeline answer(const Headers& request, Headers& response);
	void fail(Error error, const std::string& wrong);

	ProtocolContext& _context;
	std::unique_ptr<ExtensionOffers> _offers;        // none: nothing was offered
};


} // namespace WS


#endif // WS_HybiHandshake_INCLUDED
