//
// WebSocketRequestHandler.cpp
//
// Serves a WebSocket connection behind Poco::Net::HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketRequestHandler.h"
#include "DetachedRequest.h"
#include "LiveConnections.h"
#include "Log.h"
#include "Mailbox.h"
#include "PlainAnswer.h"
#include "ThreadedConnection.h"
#include "Wakeup.h"
#include <Poco/Exception.h>
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
	auto detached = readRequest(request, response);
	if (!detached) return;

	const auto wakeup = std::make_shared<Wakeup>();
	const auto mailbox = std::make_shared<Mailbox>(wakeup, _endpoint->settings.maxQueued, std::this_thread::get_id(), _endpoint->settings.whenFull);
	const Membership membership(*_live, mailbox);
	if (!membership.added()) return answer(response, HTTPResponse::HTTP_SERVICE_UNAVAILABLE, "The server is stopping.");

	try
	{
		detached->detach(request);
		if (!detached->socket.secure()) detached->socket.setReceiveTimeout(PATIENCE);
		const auto transport = transportOf(detached->socket);
		ThreadedConnection connection(*transport, _endpoint, std::move(detached->head), detached->peer, wakeup, mailbox);
		connection.run(detached->received);
	}
	catch (...)
	{
		logException(detached->peer, "the connection");
	}
}


} } // namespace WS::Net
