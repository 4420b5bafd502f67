//
// Client.h
//
// What all commands that are clients share.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Client_INCLUDED
#define WSDriver_Client_INCLUDED


#include "WS/Net/WebSocketClient.h"
#include <optional>
#include <string>
#include <string_view>


namespace Tool {


struct TLSOptions
{
	bool insecure = false;
	std::optional<std::string> authorities;
};


Poco::URI toURI(const std::string& url);
	/// Throws UsageError if it is none.


Poco::URI toProxyURI(const std::string& url);
	/// The same for a proxy's, whose http:// may be missing.


void setTLS(WS::Net::WebSocketClient& client, const TLSOptions& options);
	/// The authorities are those of an https proxy as well, whose certificate counts in any case.


void connect(WS::Net::WebSocketClient& client);
	/// Connects; a failure is a Poco::Exception with a message for the user.


std::string describe(WS::CloseCode code, std::string_view reason);
	/// "1001 (going away): reason".


} // namespace Tool


#endif // WSDriver_Client_INCLUDED
