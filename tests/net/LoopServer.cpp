//
// LoopServer.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/LoopServer.h"
#include <utility>


namespace WS::Test {


LoopServer::LoopServer(Script script, const std::function<void(Net::Endpoint&)>& change, std::size_t threads, Net::ServerSettings settings):
	server(threads, std::move(settings))
{
	auto endpoint = endpointOf(std::move(script), journal);
	if (change) change(endpoint);
	server.route("/", endpoint);
	server.route("/chat", endpoint);
	_address = server.listen(Poco::Net::SocketAddress("127.0.0.1", 0));
	server.start();
}


Poco::URI LoopServer::uri(const std::string& path) const
{
	return Poco::URI("ws://" + address().toString() + path);
}


} // namespace WS::Test
