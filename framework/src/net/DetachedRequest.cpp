//
// DetachedRequest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "DetachedRequest.h"
#include "PlainAnswer.h"
#include "RequestCopy.h"
#include "SecureSocketTransport.h"
#include <Poco/Buffer.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerSession.h>


namespace WS {
namespace Net {


using Poco::Net::HTTPResponse;


std::optional<DetachedRequest> readRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response)
{
	DetachedRequest read;
	if (!dynamic_cast<Poco::Net::HTTPServerRequestImpl*>(&request))
	{
		answer(response, HTTPResponse::HTTP_NOT_IMPLEMENTED, "WebSocket is not served behind this server.");
		return std::nullopt;
	}
	if (!copyRequest(request, read.head))
	{
		answer(response, HTTPResponse::HTTP_BAD_REQUEST, "A header field has characters that it may not have.");
		return std::nullopt;
	}
	return read;
}


void DetachedRequest::detach(Poco::Net::HTTPServerRequest& request)
{
	auto& detachable = dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request);
	peer = request.clientAddress();
	socket = detachable.detachSocket();
	Poco::Buffer<char> buffer(0);
	detachable.session().drainBuffer(buffer);
	received.assign(buffer.begin(), buffer.end());
	socket.setNoDelay(true);
	socket.setKeepAlive(true);
}


std::unique_ptr<Transport> transportOf(const Poco::Net::StreamSocket& socket)
{
	if (socket.secure()) return std::make_unique<SecureSocketTransport>(socket);
	return std::make_unique<PlainTransport>(socket);
}


} } // namespace WS::Net
