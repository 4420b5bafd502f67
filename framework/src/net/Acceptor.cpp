//
// Acceptor.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Acceptor.h"
#include "Log.h"
#include <Poco/Error.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;


namespace {


constexpr int MAX_ACCEPTS = 64;
	/// Of one turn: those that are served already have theirs.

constexpr std::chrono::milliseconds PAUSE(100);


class AcceptedSocketImpl: public Poco::Net::StreamSocketImpl
	/// Takes a descriptor over.
{
public:
	explicit AcceptedSocketImpl(int descriptor):
		StreamSocketImpl(descriptor)
	{
	}
};


class AcceptedSocket: public StreamSocket
{
public:
	explicit AcceptedSocket(int descriptor):
		StreamSocket(new AcceptedSocketImpl(descriptor))
	{
	}
};


int acceptFrom(int descriptor, sockaddr_storage& address, socklen_t& length)
{
#if defined(__linux__)
	return ::accept4(descriptor, reinterpret_cast<sockaddr*>(&address), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
	const int accepted = ::accept(descriptor, reinterpret_cast<sockaddr*>(&address), &length);
	if (accepted >= 0)
	{
		::fcntl(accepted, F_SETFL, O_NONBLOCK);
		::fcntl(accepted, F_SETFD, FD_CLOEXEC);
	}
	return accepted;
#endif
}


std::shared_ptr<StreamSocket> take(int descriptor)
{
	try
	{
		return std::make_shared<AcceptedSocket>(descriptor);
	}
	catch (...)
	{
		::close(descriptor);
		throw;
	}
}


SocketAddress toAddress(const sockaddr_storage& address, socklen_t length)
{
	if (address.ss_family == AF_UNIX) return SocketAddress(SocketAddress::UNIX_LOCAL, std::string("client"));
	return SocketAddress(reinterpret_cast<const sockaddr*>(&address), length);
}


} // namespace


Acceptor::Acceptor(Loop& loop, const Poco::Net::ServerSocket& socket, Function accepted):
	_loop(loop),
	_socket(socket),
	_accepted(std::move(accepted))
{
	_socket.setBlocking(false);
	_loop.poller().add(_socket.impl()->sockfd(), *this, Interest::READ);
}


Acceptor::~Acceptor()
{
	if (!isRunning()) _loop.poller().remove(_socket.impl()->sockfd(), *this);
	_socket.close();
}


void Acceptor::ready(Interest)
{
	try
	{
		for (int i = 0; i < MAX_ACCEPTS && acceptOne(); ++i)
			;
	}
	catch (...)
	{
		logException({}, "accepting");
	}
}


bool Acceptor::acceptOne()
	// Whether to go on.
{
	sockaddr_storage address = {};
	socklen_t length = sizeof address;
	const int descriptor = acceptFrom(_socket.impl()->sockfd(), address, length);
	if (descriptor >= 0)
	{
		auto socket = take(descriptor);
		_error = 0;
		if (address.ss_family != AF_UNIX) socket->setNoDelay(true);
		_accepted(std::move(socket), toAddress(address, length));
		return true;
	}
	switch (errno)
	{
	case EAGAIN:
		return false;
	case EINTR:
	case ECONNABORTED:
	case EPERM:
	case EPROTO:
	case ENOPROTOOPT:
	case EOPNOTSUPP:
	case ENETDOWN:
	case ENETUNREACH:
	case EHOSTDOWN:
	case EHOSTUNREACH:
		return true;        // lost, or forbidden, before it was accepted
	default:
		pause(errno);
		return false;
	}
}


void Acceptor::pause(int error)
	// Not watched meanwhile: a socket that has failed is told whatever one asks for.
{
	if (std::exchange(_error, error) != error) logError({}, "accepting pauses: " + Poco::Error::getMessage(error));
	_loop.poller().remove(_socket.impl()->sockfd(), *this);
	_loop.timers().start(*this, _loop.now() + PAUSE);
}


void Acceptor::expired()
{
	try
	{
		_loop.poller().add(_socket.impl()->sockfd(), *this, Interest::READ);
	}
	catch (...)
	{
		_loop.timers().start(*this, _loop.now() + PAUSE);
	}
}


} } // namespace WS::Net
