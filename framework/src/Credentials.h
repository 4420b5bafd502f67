//
// Credentials.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Credentials_INCLUDED
#define WS_Credentials_INCLUDED


#include <Poco/URI.h>
#include <string>


namespace WS {


struct Credentials
	/// Decoded.
{
	std::string user;
	std::string password;
};


Credentials credentialsOf(const Poco::URI& uri);
	/// Of the URI; empty if it has none. Malformed: Poco::SyntaxException, which tells nothing of them.


std::string basicCredentials(const Poco::URI& uri);
	/// "Basic ..." with the user and the password of a URI, decoded (RFC 7617 2); empty if it has no user. A user alone
	/// gets an empty password. Malformed: as credentialsOf().


} // namespace WS


#endif // WS_Credentials_INCLUDED
