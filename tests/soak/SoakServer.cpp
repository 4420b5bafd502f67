//
// SoakServer.cpp
//
// The server that is put to the test.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "SoakServer.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/PerMessageDeflate.h"
#include "bench/Crowd.h"
#include "net/NetCertificate.h"
#include <memory>


namespace Soak {


using Poco::Timespan;
using Poco::Net::SocketAddress;


namespace {


constexpr std::size_t THREADS = 2;
constexpr std::size_t CLIENTS = 6;


class Echo: public WS::Listener
{
public:
	explicit Echo(WS::Net::WebSocketConnection& connection): _connection(connection) {}

	void onMessage(WS::Message& message) override { _connection.driver().send(message); }

private:
	WS::Net::WebSocketConnection& _connection;
};


WS::Net::ServerSettings serverSettings()
{
	WS::Net::ServerSettings settings;
	settings.handshakeTimeout = Timespan(2, 0);
	return settings;
}


std::shared_ptr<const WS::Net::ServerTLS> tls()
{
	static const auto shared = std::make_shared<const WS::Net::ServerTLS>(WS::Test::NetCertificate::selfSigned("IP:127.0.0.1").serverContext());
	return shared;
}


} // namespace


SoakServer::SoakServer():
	server(THREADS, serverSettings())
{
	server.route("/", makeEndpoint());
	_address = server.listen(SocketAddress("127.0.0.1", 0));
	_addressOverTLS = server.listen(SocketAddress("127.0.0.1", 0), tls());
	server.start();
}


WS::Net::Endpoint SoakServer::makeEndpoint()
{
	WS::Net::Endpoint endpoint([this](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		++_opened;
		return std::make_unique<Echo>(connection);
	});
	const auto options = std::make_shared<WS::Options>(*WS::Net::defaultOptions());
	options->extensions.add(std::make_shared<WS::PerMessageDeflate>());
	endpoint.options = options;
	endpoint.settings.maxQueued = 1024 * 1024;
	endpoint.settings.pingInterval = Timespan(1, 0);
	endpoint.settings.pongTimeout = Timespan(5, 0);
	endpoint.settings.closeTimeout = Timespan(2, 0);
	endpoint.settings.sendTimeout = Timespan(2, 0);
	endpoint.settings.releaseAfter = Timespan(1, 0);
	return endpoint;
}


void SoakServer::sendNews()
{
	for (const auto& handle: server.connections()) handle.text("news");
}


void startAndStop(std::size_t turn)
{
	Bench::Crowd crowd(CLIENTS);
	SoakServer soak;
	crowd.connect(soak.address(), Bench::requestTo(soak.address()));
	if (turn % 2 == 0) crowd.wait([](const auto& client) { return client.received.ends_with("\r\n\r\n"); });
	soak.sendNews();
	switch (turn % 3)
	{
	case 0:
		soak.server.stop();
		break;
	case 1:
		soak.server.drain(Timespan(0, 20000));
		break;
	default:
		break;
	}
}


} // namespace Soak
