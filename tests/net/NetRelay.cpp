//
// NetRelay.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetRelay.h"
#include <Poco/Exception.h>
#include <sys/socket.h>


namespace WS::Test {


using Net::Endpoint;
using Net::WebSocketClient;
using Net::WebSocketConnection;


std::shared_ptr<Options> relayOptions()
{
	auto options = std::make_shared<Options>();
	options->outputHighWater = HIGH_WATER;
	options->maxLength = 8 * MEGABYTE;
	return options;
}


std::unique_ptr<WebSocketClient> connectedTo(const Poco::URI& uri)
{
	auto client = std::make_unique<WebSocketClient>(uri, relayOptions());
	client->connect();
	return client;
}


std::unique_ptr<Listener> plainly(WebSocketConnection& connection, std::unique_ptr<WebSocketClient> client)
{
	return std::make_unique<Net::Relay>(connection, std::move(client));
}


Gateway::Gateway(const Join& join, const std::function<void(Endpoint&)>& change, const Bytes& early):
	early(early),
	server(Script(), [&](Endpoint& endpoint) {
		endpoint.listener = [this, join](WebSocketConnection& connection, const Request&) {
			return join(connection, connectedTo(uri()));
		};
		endpoint.options = relayOptions();
		if (change) change(endpoint);
	})
{
}


Gateway::~Gateway()
{
	client.close();
	upstream.close();
}


Poco::URI Gateway::uri() const
{
	return Poco::URI("ws://" + listening.address().toString() + "/");
}


void Gateway::join()
{
	server.http().stop();
	server.joinThreads();
}


NetSocket Gateway::accept()
{
	client.send(NetSocket::request(server.address()).bytes());
	NetSocket socket(listening.acceptConnection());
	const auto answer = socket.handshake();
	socket.send(answer + early);
	client.readHead();
	return socket;
}


TestFrame nextFrame(NetSocket& socket)
{
	return socket.readFrame().unmasked();
}


std::size_t sendUntilStopped(NetSocket& socket, const Bytes& frame, std::size_t most)
{
	std::size_t sent = 0;
	while (sent < most && socket.socket().poll(Poco::Timespan(0, 300000), Poco::Net::Socket::SELECT_WRITE))
	{
		const auto rest = frame.view().substr(sent % frame.size());
		const auto n = ::send(socket.socket().impl()->sockfd(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0) sent += static_cast<std::size_t>(n);
	}
	return sent;
}


Bytes goneFrom(NetSocket& socket)
{
	try
	{
		return socket.readToEnd();
	}
	catch (const Poco::IOException&)
	{
		return "(reset)";
	}
}


} // namespace WS::Test
