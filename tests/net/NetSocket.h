//
// NetSocket.h
//
// A bare TCP client, for input that no library would send.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetSocket_INCLUDED
#define WSTest_NetSocket_INCLUDED


#include "support/Head.h"
#include "support/TestFrame.h"
#include <Poco/Net/StreamSocket.h>


namespace WS::Test {


class NetSocket
	/// Waits for what it reads; throws Poco's exceptions, also when that takes too long.
{
public:
	explicit NetSocket(const Poco::Net::SocketAddress& address);
		/// Connected, nothing sent.

	explicit NetSocket(const Poco::Net::StreamSocket& accepted);

	NetSocket(const Poco::Net::SocketAddress& address, const Head& request);
		/// Has sent the request and read the head of the answer.

	static Head request(const Poco::Net::SocketAddress& address, const std::string& path = "/");
		/// A valid one for a server at that address.

	static NetSocket opened(const Poco::Net::SocketAddress& address);
		/// Has been answered with 101.

	const std::string& head() const;
		/// The answer's.

	int status() const;

	void send(const Bytes& bytes);
	void send(TestFrame frame);
		/// Masked unless it has a key.

	std::string readHead();
	Bytes read(std::size_t size);
	TestFrame readFrame();

	Bytes readToEnd();
		/// Until the server has ended the transport.

	Bytes handshake();
		/// Reads a client's request, and returns the answer that opens the connection.

	void endSending();
	void close();

	void reset();
		/// Ends the connection with a TCP reset.

	Poco::Net::StreamSocket& socket();

private:
	Poco::Net::StreamSocket _socket;
	std::string _head;
};


} // namespace WS::Test


#endif // WSTest_NetSocket_INCLUDED
