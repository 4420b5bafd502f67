//
// ClientDriver.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ClientDriver.h"
#include "ClientHandshake.h"
#include "Connection.h"


namespace WS {


ClientDriver::ClientDriver(Listener& listener, const Poco::URI& uri, Options options):
	ClientDriver(listener, uri, std::make_shared<const Options>(std::move(options)))
{
}


ClientDriver::ClientDriver(Listener& listener, const Poco::URI& uri, std::shared_ptr<const Options> options):
	Driver(Role::CLIENT, listener, std::move(options)),
	_handshake(std::make_unique<ClientHandshake>(connection(), uri))
{
	connection().attach(*_handshake);
}


ClientDriver::~ClientDriver() = default;


const Response& ClientDriver::response() const
{
	return _handshake->response();
}


} // namespace WS
