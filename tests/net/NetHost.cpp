//
// NetHost.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetHost.h"
#include <Poco/Exception.h>


namespace WS::Test {


NetHost::NetHost(Part part):
	_thread([this, part] { run(part); })
{
}


NetHost::~NetHost()
{
	_thread.join();
}


void NetHost::run(const Part& part)
{
	try
	{
		NetSocket socket(_listening.acceptConnection());
		part(socket);
	}
	catch (const Poco::Exception&)
	{
		// The client has gone away.
	}
}


Poco::Net::SocketAddress NetHost::address() const
{
	return _listening.address();
}


Poco::URI NetHost::uri() const
{
	return Poco::URI("ws://" + address().toString() + "/");
}


NetHost::Part NetHost::opened(Part part)
{
	return [part](NetSocket& socket) {
		socket.send(socket.handshake());
		part(socket);
	};
}


NetHost::Part NetHost::openedWith(const Bytes& bytes)
{
	return [bytes](NetSocket& socket) {
		const Bytes answer = socket.handshake();
		socket.send(answer + bytes);
		socket.readToEnd();
	};
}


NetHost::Part NetHost::closedWith(const Bytes& bytes)
{
	return [bytes](NetSocket& socket) {
		const Bytes answer = socket.handshake();
		socket.send(answer + bytes);
		socket.endSending();
		socket.readToEnd();
	};
}


NetHost::Part NetHost::answering(const Bytes& head)
{
	return [head](NetSocket& socket) {
		socket.readHead();
		socket.send(head);
		socket.readToEnd();
	};
}


Poco::Net::SocketAddress closedPort()
{
	return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address();
}


} // namespace WS::Test
