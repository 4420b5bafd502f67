//
// NetHost.h
//
// A server's end by hand.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetHost_INCLUDED
#define WSTest_NetHost_INCLUDED


#include "net/NetSocket.h"
#include <Poco/Net/Context.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/URI.h>
#include <functional>
#include <thread>
#include <vector>


namespace WS::Test {


class NetHost
	/// Serves one connection on a thread of its own; waits for its end when it goes.
{
public:
	using Part = std::function<void(NetSocket&)>;

	explicit NetHost(Part part, Poco::Net::Context::Ptr tls = nullptr);
		/// With a context: over TLS, by Poco's sockets.

	~NetHost();

	NetHost(const NetHost&) = delete;
	NetHost& operator = (const NetHost&) = delete;

	Poco::Net::SocketAddress address() const;
	Poco::URI uri() const;
		/// With ws or wss.

	static Part opened(Part part);
		/// Answers the handshake first.

	static Part openedWith(const Bytes& bytes);
		/// Sends the bytes in one piece with the handshake's answer, and waits for the client's end.

	static Part closedWith(const Bytes& bytes);
		/// The same, and ends the transport as a server does after its close frame.

	static Part answering(const Bytes& head);
		/// Answers the handshake with that, whatever it asks for.

	static Part forwarding(const Poco::Net::SocketAddress& address);
		/// Carries the bytes to there and back until one side ends.

private:
	void run(const Part& part);

	Poco::Net::ServerSocket _listening;
	const bool _secure;
	std::thread _thread;
};


class FullHost
	/// Neither accepts nor refuses: its queue is full.
{
public:
	FullHost();

	Poco::Net::SocketAddress address() const;

private:
	Poco::Net::ServerSocket _listening{Poco::Net::SocketAddress("127.0.0.1", 0), 1};
	std::vector<Poco::Net::StreamSocket> _waiting;
};


Poco::Net::SocketAddress closedPort();
	/// Where nobody listens.


} // namespace WS::Test


#endif // WSTest_NetHost_INCLUDED
