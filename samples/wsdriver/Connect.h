//
// Connect.h
//
// wsdriver connect: talk to a server by hand.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Connect_INCLUDED
#define WSDriver_Connect_INCLUDED


#include "Client.h"
#include "Extensions.h"
#include <optional>
#include <string>
#include <vector>


namespace Tool {


struct ConnectOptions
{
	std::string url;
	std::vector<std::string> protocols;
	std::vector<std::string> headers;
	std::optional<std::string> origin;
	std::optional<double> ping;
	std::optional<std::string> proxy;
	std::vector<std::string> proxyHeaders;
	bool proxyFromEnvironment = false;
	TLSOptions tls;
	bool follow = false;
	bool reconnect = false;
	ExtensionOptions extensions;
	std::vector<std::string> texts;
	std::optional<double> wait;
};


bool connect(const ConnectOptions& options);
	/// Talks until one side closes, or, with reconnect, until the input has ended. False: the connection did not end well, or not all could be sent.


} // namespace Tool


#endif // WSDriver_Connect_INCLUDED
