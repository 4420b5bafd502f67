//
// NetHost.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetHost.h"
#include "net/NetServer.h"
#include <Poco/Exception.h>
#include <Poco/Net/SecureServerSocket.h>


namespace WS::Test {


namespace {


const Poco::Net::SocketAddress LOCAL("127.0.0.1", 0);


bool forward(Poco::Net::StreamSocket from, Poco::Net::StreamSocket to)
	/// What is there. False: the end.
{
	char buffer[10000];
	const int size = from.receiveBytes(buffer, sizeof buffer);
	for (int sent = 0; sent < size;) sent += to.sendBytes(buffer + sent, size - sent);
	return size > 0;
}


} // namespace


NetHost::NetHost(Part part, Poco::Net::Context::Ptr tls):
	_listening(tls ? Poco::Net::SecureServerSocket(LOCAL, 64, tls) : Poco::Net::ServerSocket(LOCAL)),
	_secure(!tls.isNull()),
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
	return Poco::URI((_secure ? "wss://" : "ws://") + address().toString() + "/");
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


NetHost::Part NetHost::forwarding(const Poco::Net::SocketAddress& address)
{
	return [address](NetSocket& socket) {
		Poco::Net::StreamSocket from = socket.socket();
		Poco::Net::StreamSocket to(address);
		for (bool open = true; open;)
		{
			Poco::Net::Socket::SocketList readable{from, to};
			Poco::Net::Socket::SocketList none;
			if (from.available() > 0) readable.pop_back();
			else if (Poco::Net::Socket::select(readable, none, none, Poco::Timespan(PATIENCE, 0)) == 0) return;
			for (const auto& ready: readable) open = open && (ready == from ? forward(from, to) : forward(to, from));
		}
	};
}


FullHost::FullHost()
{
	do
	{
		_waiting.emplace_back();
		_waiting.back().connectNB(address());
	}
	while (_waiting.back().poll(Poco::Timespan(0, 20000), Poco::Net::StreamSocket::SELECT_WRITE));
}


Poco::Net::SocketAddress FullHost::address() const
{
	return _listening.address();
}


Poco::Net::SocketAddress closedPort()
{
	return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address();
}


} // namespace WS::Test
