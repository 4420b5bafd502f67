//
// ServerDriver.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ServerDriver.h"
#include "Connection.h"
#include "ServerHandshake.h"
#include "WS/ProtocolFactory.h"
#include <algorithm>


namespace WS {


ServerDriver::ServerDriver(Listener& listener, Options options):
	ServerDriver(listener, std::make_shared<const Options>(std::move(options)))
{
}


ServerDriver::ServerDriver(Listener& listener, std::shared_ptr<const Options> options):
	Driver(Role::SERVER, listener, std::move(options)),
	_handshake(std::make_unique<ServerHandshake>(*this, connection()))
{
	connection().attach(*_handshake);
}


ServerDriver::ServerDriver(Listener& listener, Request request, Options options):
	ServerDriver(listener, std::move(request), std::make_shared<const Options>(std::move(options)))
{
}


ServerDriver::ServerDriver(Listener& listener, Request request, std::shared_ptr<const Options> options):
	Driver(Role::SERVER, listener, std::move(options)),
	_handshake(std::make_unique<ServerHandshake>(*this, connection(), std::move(request)))
{
	connection().attach(*_handshake);
}


ServerDriver::~ServerDriver() = default;


const Request& ServerDriver::request() const
{
	return _handshake->request();
}


std::string_view ServerDriver::body() const
{
	return state() == State::CONNECTING ? connection().early() : std::string_view();
}


void ServerDriver::releaseRequest()
{
	_handshake->releaseRequest();
}


bool ServerDriver::reject(int status, std::string_view body, const Headers& headers)
{
	return _handshake->reject(status, body, headers);
}


bool ServerDriver::respond(int status, std::string_view body, const Headers& headers)
{
	return _handshake->respond(status, body, headers);
}


bool ServerDriver::acceptRequest(const Request&)
{
	return true;
}


std::string ServerDriver::selectProtocol(const std::vector<std::string>& offered)
{
	const auto& known = connection().options().protocols;
	for (const auto& name: offered)
	{
		if (std::find(known.begin(), known.end(), name) != known.end()) return name;
	}
	return {};
}


void ServerDriver::decorateResponse(const Request&, Headers&)
{
}


std::unique_ptr<Protocol> ServerDriver::createProtocol(const Request& request, ProtocolContext& context)
{
	return ProtocolFactory::create(request, context);
}


} // namespace WS
