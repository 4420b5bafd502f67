//
// NetRelay.h
//
// A relay behind HTTPServer, with both of its ends in the hands of a test.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetRelay_INCLUDED
#define WSTest_NetRelay_INCLUDED


#include "WS/Net/Relay.h"
#include "WS/Net/WebSocketClient.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Net/ServerSocket.h>
#include <Poco/URI.h>
#include <functional>
#include <memory>


namespace WS::Test {


const std::size_t MEGABYTE = 1024 * 1024;
const std::size_t HIGH_WATER = 256 * 1024;


std::shared_ptr<Options> relayOptions();
	/// With HIGH_WATER, and messages of up to 8 MEGABYTE.


std::unique_ptr<Net::WebSocketClient> connectedTo(const Poco::URI& uri);
	/// A client with relayOptions().


using Join = std::function<std::unique_ptr<Listener>(Net::WebSocketConnection&, std::unique_ptr<Net::WebSocketClient>)>;


std::unique_ptr<Listener> plainly(Net::WebSocketConnection& connection, std::unique_ptr<Net::WebSocketClient> client);
	/// Joins them by a Relay.


struct Gateway
	/// A server that joins its client to what is listening, and both ends by hand.
{
	const Bytes early;       // sent with the upstream's answer
	Poco::Net::ServerSocket listening{Poco::Net::SocketAddress("127.0.0.1", 0)};
	NetServer server;
	NetSocket client{server.address()};
	NetSocket upstream{accept()};

	explicit Gateway(const Join& join = plainly, const std::function<void(Net::Endpoint&)>& change = {}, const Bytes& early = {});
	~Gateway();

	Poco::URI uri() const;

	void join();
		/// Returns when the server's threads are through.

private:
	NetSocket accept();
};


TestFrame nextFrame(NetSocket& socket);
	/// Whether it was masked or not.


std::size_t sendUntilStopped(NetSocket& socket, const Bytes& frame, std::size_t most);
	/// Sends the frame again and again until nothing more is taken. Returns how many bytes were.


Bytes goneFrom(NetSocket& socket);
	/// What comes until the end, with or without a reset.


} // namespace WS::Test


#endif // WSTest_NetRelay_INCLUDED
