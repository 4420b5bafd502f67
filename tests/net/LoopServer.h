//
// LoopServer.h
//
// A server on event loops for tests.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_LoopServer_INCLUDED
#define WSTest_LoopServer_INCLUDED


#include "WS/Net/WebSocketServer.h"
#include "net/NetServer.h"
#include <Poco/URI.h>
#include <cstddef>
#include <functional>
#include <string>


namespace WS::Test {


class LoopServer
	/// A WebSocketServer with threads of its own on a free port of 127.0.0.1; stops when it goes.
{
public:
	explicit LoopServer(Script script = echo(), const std::function<void(Net::Endpoint&)>& change = {}, std::size_t threads = 1, Net::ServerSettings settings = {});
		/// Serves the script at "/" and "/chat".

	const Poco::Net::SocketAddress& address() const { return _address; }
	Poco::URI uri(const std::string& path = "/") const;

	Journal journal;
	Net::WebSocketServer server;

private:
	Poco::Net::SocketAddress _address;
};


} // namespace WS::Test


#endif // WSTest_LoopServer_INCLUDED
