//
// LoopClient.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/LoopClient.h"
#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>


namespace WS::Test {


LoopClient::LoopClient(int descriptor):
	_descriptor(descriptor)
{
}


LoopClient::LoopClient(LoopClient&& other) noexcept:
	_descriptor(std::exchange(other._descriptor, -1))
{
}


LoopClient::~LoopClient()
{
	close();
}


void LoopClient::send(const Bytes& bytes)
{
	if (sendSome(bytes) != bytes.size()) throw std::runtime_error("not all was taken");
}


void LoopClient::send(TestFrame frame)
{
	if (!frame.key) frame.masked();
	send(frame.bytes());
}


std::size_t LoopClient::sendSome(const Bytes& bytes)
{
	std::size_t sent = 0;
	while (sent < bytes.size())
	{
		const auto n = ::send(_descriptor, bytes.view().data() + sent, bytes.size() - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n <= 0) break;
		sent += static_cast<std::size_t>(n);
	}
	return sent;
}


Bytes LoopClient::read(std::size_t most)
{
	std::string bytes;
	char buffer[65536];
	while (bytes.size() < most)
	{
		const auto n = ::recv(_descriptor, buffer, std::min(sizeof buffer, most - bytes.size()), MSG_DONTWAIT);
		if (n < 0 && errno != EAGAIN) throw std::runtime_error("the connection was reset");
		if (n <= 0) break;
		bytes.append(buffer, static_cast<std::size_t>(n));
	}
	return bytes;
}


std::vector<TestFrame> LoopClient::frames()
{
	return TestFrame::read(read());
}


bool LoopClient::hasEnded()
{
	char c;
	return ::recv(_descriptor, &c, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}


void LoopClient::endSending()
{
	::shutdown(_descriptor, SHUT_WR);
}


void LoopClient::close()
{
	if (_descriptor >= 0) ::close(std::exchange(_descriptor, -1));
}


} // namespace WS::Test
