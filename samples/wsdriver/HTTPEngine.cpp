//
// HTTPEngine.cpp
//
// Serves a site on Poco's HTTPServer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HTTPEngine.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <algorithm>
#include <utility>


namespace Tool {


namespace {


constexpr std::size_t MAX_CONNECTIONS = 500;
const Poco::Timespan HTTP_TIMEOUT(10, 0);
const Poco::Timespan GRACE(0, 500000);


using Poco::Net::HTTPResponse;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;


class PageHandler: public Poco::Net::HTTPRequestHandler
{
public:
	explicit PageHandler(const std::function<WS::Response(const WS::Request&)>& page):
		_page(page)
	{
	}

	void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override
	{
		WS::Request plain;
		plain.method = request.getMethod();
		plain.target = request.getURI();
		const auto answer = _page(plain);

		const bool hasBody = request.has("Content-Length") || request.has("Transfer-Encoding");        // which nobody reads
		if (hasBody || answer.status >= 400) response.setKeepAlive(false);
		response.setStatusAndReason(static_cast<HTTPResponse::HTTPStatus>(answer.status));
		for (const auto& header: answer.headers) response.set(std::string(header.name), std::string(header.value));
		if (answer.status == HTTPResponse::HTTP_UPGRADE_REQUIRED) response.set("Upgrade", "websocket");        // RFC 9110 15.5.22
		response.sendBuffer(answer.body.data(), answer.body.size());
	}

private:
	const std::function<WS::Response(const WS::Request&)>& _page;
};


class PageFactory: public Poco::Net::HTTPRequestHandlerFactory
{
public:
	explicit PageFactory(std::function<WS::Response(const WS::Request&)> page):
		_page(std::move(page))
	{
	}

	Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override
	{
		return new PageHandler(_page);
	}

private:
	const std::function<WS::Response(const WS::Request&)> _page;
};


Poco::Net::ServerSocket listen(const Poco::Net::SocketAddress& address, const WS::Net::ServerTLS* tls)
	/// No second server on a taken port.
{
	auto socket = tls ? Poco::Net::SecureServerSocket(tls->context()) : Poco::Net::ServerSocket();
	if (address.family() == Poco::Net::SocketAddress::IPv6) socket.bind6(address, true, false, false);
	else socket.bind(address, true, false);
	socket.listen(128);
	return socket;
}


} // namespace


HTTPEngine::HTTPEngine(const Site& site, EngineSettings settings):
	_settings(std::move(settings)),
	_factory(new WS::Net::WebSocketRequestHandlerFactory(new PageFactory(site.page)))
{
	for (const auto& [path, endpoint]: site.endpoints) _factory->route(path, endpoint);
}


Poco::Net::SocketAddress HTTPEngine::start(const Poco::Net::SocketAddress& address)
{
	const auto socket = listen(address, _settings.tls.get());
	const auto connections = static_cast<int>(std::clamp<std::size_t>(_settings.maxConnections.value_or(MAX_CONNECTIONS), 2, 1'000'000));
	_threads = std::make_unique<Poco::ThreadPool>(2, connections);
	Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
	params->setMaxThreads(connections);
	params->setMaxQueued(connections);
	params->setTimeout(HTTP_TIMEOUT);
	_server = std::make_unique<Poco::Net::HTTPServer>(_factory, *_threads, socket, params);
	_server->start();
	return socket.address();
}


void HTTPEngine::drain(const Poco::Timespan& deadline)
{
	_factory->closeAll(WS::CloseCode::GOING_AWAY, {}, deadline);
	_server->stop();
	_factory->waitUntilClosed(deadline + GRACE);
	_server->stopAll(true);        // what is left are HTTP requests that have arrived in part
	_threads->joinAll();
}


void HTTPEngine::cut()
{
	_factory->closeAll(WS::CloseCode::GOING_AWAY, {}, 0);
}


} // namespace Tool
