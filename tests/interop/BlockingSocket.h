//
// BlockingSocket.h
//
// The blocking client, for a place.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef BlockingSocket_INCLUDED
#define BlockingSocket_INCLUDED


#include "Negotiated.h"
#include "Place.h"
#include "WS/Net/WebSocketClient.h"
#include <utility>


namespace Interop {


class BlockingSocket: public WS::Net::WebSocketClient
{
public:
	explicit BlockingSocket(const Place& place, WS::Options options = {}):
		WebSocketClient(place.uri(), std::move(options))
	{
		if (place.tls.context) setTLS(place.tls);
		if (!place.proxy.empty()) setProxy(Poco::URI(place.proxy));
	}

	std::string negotiated() { return Interop::negotiated(driver()); }
};


} // namespace Interop


#endif // BlockingSocket_INCLUDED
