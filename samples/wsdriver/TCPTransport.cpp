//
// TCPTransport.cpp
//
// A live server as the peer under test.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "TCPTransport.h"
#include "WS/Callbacks.h"
#include "WS/ClientDriver.h"
#include <Poco/Error.h>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <sys/socket.h>
#include <utility>


namespace Tool {


using Conformance::Clock;
using Conformance::Deadline;
using Poco::Net::NetException;


namespace {


constexpr std::size_t BUFFER_SIZE = 64 * 1024;
constexpr std::size_t MAX_ARRIVED = 64 * 1024 * 1024;        // more than any answer that is right


int millisecondsUntil(Deadline deadline)
	/// Rounded up, so that poll() does not return too early.
{
	const auto now = Clock::now();
	if (deadline <= now) return 0;
	const auto time = std::chrono::ceil<std::chrono::milliseconds>(deadline - now).count();
	return static_cast<int>(std::min<decltype(time)>(time, INT_MAX));
}


bool wouldBlock()
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}


} // namespace


TCPTransport::TCPTransport(const std::vector<Poco::Net::SocketAddress>& addresses, const Poco::URI& uri, const std::string& offer, Deadline deadline)
{
	connect(addresses, deadline);
	open(uri, offer, deadline);
}


bool TCPTransport::send(std::string_view bytes, Deadline deadline)
{
	while (!bytes.empty())
	{
		const auto size = ::send(_socket.impl()->sockfd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
		if (size >= 0)
		{
			bytes.remove_prefix(static_cast<std::size_t>(size));
			continue;
		}
		if (!wouldBlock()) return false;
		const bool reading = _arrived.size() < MAX_ARRIVED;        // a server may wait for us to read before it goes on
		if (!wait(static_cast<short>(POLLOUT | (reading ? POLLIN : 0)), deadline)) return false;
		if (reading && !read()) return false;
	}
	return true;
}


Conformance::Transport::Arrival TCPTransport::receive(std::string& bytes, Deadline deadline)
{
	while (_arrived.empty())
	{
		if (!read()) return Arrival::ENDED;
		if (_arrived.empty() && !wait(POLLIN, deadline)) return Arrival::NOTHING;
	}
	bytes += std::exchange(_arrived, {});
	return Arrival::BYTES;
}


void TCPTransport::end()
{
	_ended = true;
	_socket.close();
}


void TCPTransport::connect(const std::vector<Poco::Net::SocketAddress>& addresses, Deadline deadline)
	/// Each may take its share of the time that is left.
{
	std::string failure = "no address";
	for (std::size_t i = 0; i < addresses.size(); ++i)
	{
		const auto left = std::max(deadline - Clock::now(), Clock::duration::zero());
		const auto error = connectTo(addresses[i], Clock::now() + left / static_cast<Clock::rep>(addresses.size() - i));
		if (error.empty()) return;
		failure = addresses[i].toString() + ": " + error;
	}
	throw NetException("cannot connect: " + failure);
}


std::string TCPTransport::connectTo(const Poco::Net::SocketAddress& address, Deadline deadline)
	/// Returns why it could not.
{
	try
	{
		_socket = Poco::Net::StreamSocket();
		_socket.connectNB(address);
		if (!wait(POLLOUT, deadline)) return "no answer";
		if (const int error = _socket.impl()->socketError()) return Poco::Error::getMessage(error);
		_socket.setNoDelay(true);
		return {};
	}
	catch (const Poco::Exception& exception)
	{
		return exception.displayText();
	}
}


void TCPTransport::open(const Poco::URI& uri, const std::string& offer, Deadline deadline)
	/// The driver gets the answer octet by octet, so that it sees nothing of what follows.
{
	WS::Callbacks callbacks;
	WS::ClientDriver driver(callbacks, uri);
	std::string failure;
	callbacks.onError = [&](const WS::Failure& what) { failure = what.message; };

	start(driver, offer, deadline);
	while (driver.state() == WS::State::CONNECTING)
	{
		std::string bytes;
		const auto arrival = receive(bytes, deadline);
		if (arrival == Arrival::NOTHING && driver.response().status == 0) throw NetException("no answer to the opening handshake");
		if (arrival != Arrival::BYTES) driver.receiveEnd();        // or it has refused, and the body is late
		std::size_t size = 0;
		while (size < bytes.size() && driver.state() == WS::State::CONNECTING)
		{
			auto passed = _answer.next(bytes[size++]);
			if (!passed.empty()) driver.receive(std::span(passed));
		}
		_arrived.assign(bytes, size);
	}
	if (driver.state() == WS::State::OPEN) return;

	const auto& response = driver.response();
	if (response.status != 0 && response.status != 101) throw Refusal("refused by the server: " + std::to_string(response.status) + " " + response.reason);
	throw NetException(failure.empty() ? "the connection was ended during the opening handshake" : failure);
}


void TCPTransport::start(WS::ClientDriver& driver, const std::string& offer, Deadline deadline)
{
	driver.start();
	std::string request;
	for (auto piece = driver.output(); !piece.empty(); piece = driver.output())
	{
		request += piece;
		driver.consume(piece.size());
	}
	if (!offer.empty()) request.insert(request.size() - 2, ExtensionsFilter::HEADER + (" " + offer) + "\r\n");
	send(request, deadline);
}


bool TCPTransport::read()
	/// Takes what is there. False: the end.
{
	if (_ended) return false;
	const auto before = _arrived.size();
	_arrived.resize(before + BUFFER_SIZE);
	const auto size = ::recv(_socket.impl()->sockfd(), _arrived.data() + before, BUFFER_SIZE, 0);
	const bool nothing = size < 0 && wouldBlock();
	_arrived.resize(before + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
	_ended = size <= 0 && !nothing;
	return !_ended;
}


bool TCPTransport::wait(short events, Deadline deadline) const
	/// False: the deadline has passed.
{
	pollfd descriptor{_socket.impl()->sockfd(), events, 0};
	int ready;
	do ready = ::poll(&descriptor, 1, millisecondsUntil(deadline));
	while (ready < 0 && errno == EINTR);
	return ready > 0;
}


} // namespace Tool
