//
// DetachedRequest.h
//
// A connection that leaves Poco's HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_DetachedRequest_INCLUDED
#define WS_Net_DetachedRequest_INCLUDED


#include "Transport.h"
#include "WS/HTTP.h"
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <memory>
#include <optional>
#include <string>


namespace WS {
namespace Net {


struct DetachedRequest
	/// A request with its connection.
{
	Request head;
	Poco::Net::SocketAddress peer;
	Poco::Net::StreamSocket socket;
	std::string received;
		/// What was read behind the head.

	void detach(Poco::Net::HTTPServerRequest& request);
		/// Takes socket, peer and received; the HTTPServer does not use the connection any more.
};


std::optional<DetachedRequest> readRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response);
	/// The head, for now. None: the request has been answered with an error, since it cannot be served.


std::unique_ptr<Transport> transportOf(const Poco::Net::StreamSocket& socket);
	/// For a socket of an HTTPServer, with TLS or without.


} } // namespace WS::Net


#endif // WS_Net_DetachedRequest_INCLUDED
