//
// ReactorEchoServer [HOST:PORT]   an echo on one thread, for those who run Poco's SocketReactor.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ServerDriver.h"
#include <Poco/NObserver.h>
#include <Poco/Net/SocketAcceptor.h>
#include <iostream>


struct Connection: WS::Listener
{
	Connection(const Poco::Net::StreamSocket& accepted, Poco::Net::SocketReactor& reactor):
		socket(accepted), reactor(reactor) { reactor.addEventHandler(socket, reading); }
	void onConnect(const WS::Request&) override { driver.start(); }
	void onMessage(WS::Message& message) override { driver.send(message); }
	void onReadable(const Poco::AutoPtr<Poco::Net::ReadableNotification>&) { turn(reading, true); }
	void onWritable(const Poco::AutoPtr<Poco::Net::WritableNotification>&) { turn(writing, false); }

	void turn(const Poco::AbstractObserver& observer, bool readable)
	{
		reactor.removeEventHandler(socket, observer);        // the only one, and while the socket is open: else the reactor polls and calls as before
		char buffer[16384];
		auto size = readable ? recv(fd, buffer, sizeof buffer, MSG_DONTWAIT) : 1;        // Poco's own calls throw EINTR, and for sending EAGAIN
		if (readable && size > 0) driver.receive(std::span(buffer).first(static_cast<std::size_t>(size)));
		while (size > 0 && driver.bufferedAmount() > 0)
			if ((size = send(fd, driver.output().data(), driver.output().size(), MSG_DONTWAIT | MSG_NOSIGNAL)) > 0) driver.consume(static_cast<std::size_t>(size));
		if (driver.finished()) shutdown(fd, SHUT_WR);        // then the client ends the connection
		if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) delete this;        // the reactor has copies of the socket and the observer
		else if (driver.bufferedAmount() > 0) reactor.addEventHandler(socket, writing);        // and does not read: the client has to wait
		else reactor.addEventHandler(socket, reading);
	}

	Poco::Net::StreamSocket socket;
	Poco::Net::SocketReactor& reactor;
	WS::ServerDriver driver{*this};
	const int fd = socket.impl()->sockfd();
	const Poco::NObserver<Connection, Poco::Net::ReadableNotification> reading{*this, &Connection::onReadable};
	const Poco::NObserver<Connection, Poco::Net::WritableNotification> writing{*this, &Connection::onWritable};
};


int main(int argc, char** argv)
try
{
	Poco::Net::ServerSocket socket(Poco::Net::SocketAddress(argc > 1 ? argv[1] : "127.0.0.1:8080"));
	Poco::Net::SocketReactor reactor;
	Poco::Net::SocketAcceptor<Connection> acceptor(socket, reactor);
	std::cout << "listening on ws://" << socket.address().toString() << "/" << std::endl;
	reactor.run();
}
catch (const Poco::Exception& exception)
{
	std::cerr << "ReactorEchoServer: " << exception.displayText() << std::endl;
	return 1;
}
