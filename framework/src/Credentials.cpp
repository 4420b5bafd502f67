//
// Credentials.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Credentials.h"
#include "AcceptKey.h"
#include <Poco/Exception.h>


namespace WS {


namespace {


std::string decoded(const std::string& text)
{
	std::string result;
	try
	{
		Poco::URI::decode(text, result);
	}
	catch (const Poco::SyntaxException&)
	{
		throw Poco::SyntaxException("malformed user or password in a URL");        // Poco's text quotes it
	}
	return result;
}


} // namespace


Credentials credentialsOf(const Poco::URI& uri)
{
	const auto& userInfo = uri.getUserInfo();
	const auto colon = userInfo.find(':');
	const auto password = colon == std::string::npos ? std::string() : userInfo.substr(colon + 1);
	return {decoded(userInfo.substr(0, colon)), decoded(password)};
}


std::string basicCredentials(const Poco::URI& uri)
{
	if (uri.getUserInfo().empty()) return {};
	const auto credentials = credentialsOf(uri);
	return "Basic " + base64(credentials.user + ':' + credentials.password);
}


} // namespace WS
