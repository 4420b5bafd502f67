//
// NetSocket.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetSocket.h"
#include "WS/ServerDriver.h"
#include "net/NetServer.h"
#include <Poco/Exception.h>


namespace WS::Test {


NetSocket::NetSocket(const Poco::Net::SocketAddress& address):
	NetSocket(Poco::Net::StreamSocket(address))
{
}


NetSocket::NetSocket(const Poco::Net::StreamSocket& accepted):
	_socket(accepted)
{
	_socket.setReceiveTimeout(Poco::Timespan(PATIENCE, 0));
	_socket.setSendTimeout(Poco::Timespan(PATIENCE, 0));
	if (_socket.peerAddress().family() != Poco::Net::SocketAddress::UNIX_LOCAL) _socket.setNoDelay(true);
}


NetSocket::NetSocket(const Poco::Net::SocketAddress& address, const Head& request):
	NetSocket(address)
{
	send(request.bytes());
	readHead();
}


Head NetSocket::request(const Poco::Net::SocketAddress& address, const std::string& path)
{
	return Head::request().line("GET " + path + " HTTP/1.1").set("Host", address.toString()).without("Origin");
}


NetSocket NetSocket::opened(const Poco::Net::SocketAddress& address)
{
	NetSocket socket(address, request(address));
	if (socket.status() != 101) throw Poco::IllegalStateException("not opened", socket.head());
	return socket;
}


const std::string& NetSocket::head() const
{
	return _head;
}


int NetSocket::status() const
{
	return std::stoi(_head.substr(_head.find(' ') + 1, 3));
}


void NetSocket::send(const Bytes& bytes)
{
	const auto view = bytes.view();
	for (std::size_t sent = 0; sent < view.size();)
		sent += static_cast<std::size_t>(_socket.sendBytes(view.data() + sent, static_cast<int>(view.size() - sent)));
}


void NetSocket::send(TestFrame frame)
{
	if (!frame.key) frame.masked();
	send(frame.bytes());
}


std::string NetSocket::readHead()
{
	_head.clear();
	while (!_head.ends_with("\r\n\r\n")) _head += read(1).view();
	return _head;
}


Bytes NetSocket::read(std::size_t size)
{
	std::string bytes(size, '\0');
	for (std::size_t have = 0; have < size;)
	{
		const int n = _socket.receiveBytes(bytes.data() + have, static_cast<int>(size - have));
		if (n <= 0) throw Poco::IOException("the server has ended the connection");
		have += static_cast<std::size_t>(n);
	}
	return bytes;
}


TestFrame NetSocket::readFrame()
{
	Bytes bytes = read(2);
	const auto second = static_cast<unsigned char>(bytes.view()[1]);
	std::size_t length = second & 0x7f;
	if (length >= 126)
	{
		const Bytes extended = read(length == 126 ? 2 : 8);
		length = 0;
		for (const char c: extended.view()) length = length << 8 | static_cast<unsigned char>(c);
		bytes += extended;
	}
	bytes += read(length + (second & 0x80 ? MASK.size() : 0));
	return TestFrame::read(bytes).at(0);
}


Bytes NetSocket::readToEnd()
{
	std::string bytes;
	char buffer[65536];
	while (const int n = _socket.receiveBytes(buffer, sizeof buffer)) bytes.append(buffer, static_cast<std::size_t>(n));
	return bytes;
}


Bytes NetSocket::handshake()
{
	Listener listener;
	ServerDriver driver(listener, Options());
	driver.start();
	auto head = readHead();
	driver.receive(std::span(head));
	return driver.output();
}


void NetSocket::endSending()
{
	_socket.shutdownSend();
}


void NetSocket::close()
{
	_socket.close();
}


void NetSocket::reset()
{
	_socket.setLinger(true, 0);
	_socket.close();
}


Poco::Net::StreamSocket& NetSocket::socket()
{
	return _socket;
}


} // namespace WS::Test
