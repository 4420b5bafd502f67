//
// WebSocketRequestHandler.cpp
//
// Serves a WebSocket connection behind Poco::Net::HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketRequestHandler.h"
#include "LiveConnections.h"
#include "Log.h"
#include "Mailbox.h"
#include "PlainAnswer.h"
#include "RequestCopy.h"
#include "SecureSocketTransport.h"
#include "ThreadedConnection.h"
#include "Wakeup.h"
#include <Poco/Buffer.h>
#include <Poco/Exception.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerSession.h>
#include <Poco/Net/StreamSocket.h>
#include <thread>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::HTTPResponse;


namespace {


const Poco::Timespan PATIENCE(0, 10000);
	/// How long a connection may wait in a read, when only closeAll() can want something of it.


class Membership
	/// Among the live connections as long as it exists.
{
public:
	Membership(LiveConnections& live, const std::shared_ptr<Mailbox>& mailbox):
		_live(live),
		_mailbox(mailbox),
		_added(live.add(mailbox))
	{
		_mailbox->announce();
	}

	Membership(const Membership&) = delete;
	Membership& operator = (const Membership&) = delete;

	~Membership()
	{
		_mailbox->leave();
		if (_added) _live.remove(_mailbox);
	}

	bool added() const
	{
		return _added;
	}

private:
	LiveConnections& _live;
	const std::shared_ptr<Mailbox> _mailbox;
	const bool _added;
};


std::shared_ptr<const Endpoint> checked(std::shared_ptr<const Endpoint> endpoint)
{
	if (!endpoint) throw Poco::InvalidArgumentException("no endpoint");
	endpoint->check();
	return endpoint;
}


std::unique_ptr<Transport> transportOn(Poco::Net::StreamSocket& socket)
{
	if (socket.secure()) return std::make_unique<SecureSocketTransport>(socket);
	socket.setReceiveTimeout(PATIENCE);
	return std::make_unique<PlainTransport>(socket);
}


} // namespace


WebSocketRequestHandler::WebSocketRequestHandler(Endpoint endpoint):
	WebSocketRequestHandler(std::make_shared<const Endpoint>(std::move(endpoint)))
{
}


WebSocketRequestHandler::WebSocketRequestHandler(std::shared_ptr<const Endpoint> endpoint):
	WebSocketRequestHandler(checked(std::move(endpoint)), std::make_shared<LiveConnections>())
{
}


WebSocketRequestHandler::WebSocketRequestHandler(std::shared_ptr<const Endpoint> endpoint, std::shared_ptr<LiveConnections> live):
	_endpoint(std::move(endpoint)),
	_live(std::move(live))
{
}


WebSocketRequestHandler::~WebSocketRequestHandler()
{
}


void WebSocketRequestHandler::handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response)
{
	auto* detachable = dynamic_cast<Poco::Net::HTTPServerRequestImpl*>(&request);
	if (!detachable) return answer(response, HTTPResponse::HTTP_NOT_IMPLEMENTED, "WebSocket is not served behind this server.");

	Request head;
	if (!copyRequest(request, head)) return answer(response, HTTPResponse::HTTP_BAD_REQUEST, "A header field has characters that it may not have.");

	const auto wakeup = std::make_shared<Wakeup>();
	const auto mailbox = std::make_shared<Mailbox>(wakeup, _endpoint->settings.maxQueued, std::this_thread::get_id(), _endpoint->settings.whenFull);
	const Membership membership(*_live, mailbox);
	if (!membership.added()) return answer(response, HTTPResponse::HTTP_SERVICE_UNAVAILABLE, "The server is stopping.");

	const auto peer = request.clientAddress();
	Poco::Net::StreamSocket socket = detachable->detachSocket();
	try
	{
		Poco::Buffer<char> received(0);
		detachable->session().drainBuffer(received);
		socket.setNoDelay(true);
		socket.setKeepAlive(true);
		const auto transport = transportOn(socket);
		ThreadedConnection connection(*transport, _endpoint, std::move(head), peer, wakeup, mailbox);
		connection.run({received.begin(), received.size()});
	}
	catch (...)
	{
		logException(peer, "the connection");
	}
}


} } // namespace WS::Net
