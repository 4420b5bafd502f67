//
// ClientOptions.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ClientOptions.h"
#include "Backoff.h"
#include "ProxyTunnel.h"
#include "WS/ClientDriver.h"
#include <Poco/Exception.h>


namespace WS {
namespace Net {


void ClientOptions::check(const Poco::URI& uri) const
{
	Listener nobody;
	ClientDriver probe(nobody, uri, options ? options : std::make_shared<const Options>());
	for (const auto& header: headers)
	{
		if (!probe.setHeader(header.name, header.value)) throw Poco::InvalidArgumentException("a header of the handshake itself", std::string(header.name));
	}
	if (proxy) ProxyTunnel::through(*proxy, probe, proxyHeaders);
	if (reconnect) Backoff{*reconnect};
}


} } // namespace WS::Net
