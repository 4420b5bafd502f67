//
// RequestRules.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_RequestRules_INCLUDED
#define WS_RequestRules_INCLUDED


#include "WS/Error.h"
#include "WS/HTTP.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


struct Verdict
	/// What is wrong with a request, and what was seen.
{
	Error error = Error::NONE;
	std::string detail;
};


Verdict judgeRequest(const Request& request);
	/// The rules that hold for an upgrade in every dialect (RFC 9112 3.2, RFC 6455 4.2.1). Old drafts may
	/// lack a Host.


bool isAuthority(std::string_view text);
	/// Whether text is a host with or without a port, as in the Host header (RFC 9110 7.2).


bool isTarget(std::string_view target, std::string_view host);
	/// Whether target is a path, or an absolute URI of this host (RFC 9112 3.2.1, 3.2.2).


std::optional<std::vector<std::string>> offeredProtocols(const Headers& headers);
	/// The subprotocols that a client offers; nothing if the header is malformed: a
	/// name that is no token, or more than 64.


} // namespace WS


#endif // WS_RequestRules_INCLUDED
