//
// NetFaults.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetFaults.h"
#include <atomic>
#include <cerrno>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <netinet/in.h>
#include <ostream>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>


namespace WS::Test {


namespace {


std::mutex mutex;
NetFaults* current = nullptr;
std::atomic<bool> active = false;


std::uint16_t portOf(const sockaddr_storage& address)
{
	if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
	if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
	return 0;
}


} // namespace


std::ostream& operator << (std::ostream& stream, Fault fault)
{
	const char* names[] = {"a short call", "EAGAIN", "EINTR", "ECONNRESET", "EMFILE"};
	return stream << names[static_cast<std::size_t>(fault)];
}


//
// Whose
//


Whose::Whose(Kind kind, std::uint16_t port):
	_kind(kind),
	_port(port)
{
}


Whose Whose::thisThread()
{
	return {Kind::THREAD, 0};
}


Whose Whose::server(std::uint16_t port)
{
	return {Kind::SERVER, port};
}


Whose Whose::client(std::uint16_t port)
{
	return {Kind::CLIENT, port};
}


bool Whose::contains(int descriptor) const
{
	if (_kind == Kind::THREAD) return _thread == std::this_thread::get_id();

	sockaddr_storage address = {};
	socklen_t size = sizeof address;
	const auto nameOf = _kind == Kind::SERVER ? ::getsockname : ::getpeername;
	return nameOf(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0 && portOf(address) == _port;
}


//
// NetFaults
//


NetFaults::NetFaults(Fault fault, std::size_t number, const Whose& whose):
	_fault(fault),
	_number(number),
	_whose(whose)
{
	const std::lock_guard lock(mutex);
	current = this;
	active = true;
}


NetFaults::~NetFaults()
{
	const std::lock_guard lock(mutex);
	active = false;
	current = nullptr;
}


bool NetFaults::happened() const
{
	const std::lock_guard lock(mutex);
	return _count > 0 && _count >= _number;
}


std::optional<Fault> NetFaults::next(Call call, int descriptor, std::size_t size, bool mayBlock)
{
	if (!active) return std::nullopt;

	const int error = errno;
	const std::lock_guard lock(mutex);
	const bool counts = current && current->canHappen(call, size, mayBlock) && current->_whose.contains(descriptor);
	errno = error;
	if (!counts) return std::nullopt;

	++current->_count;
	if (current->_number != EVERY && current->_count != current->_number) return std::nullopt;
	return current->_fault;
}


bool NetFaults::canHappen(Call call, std::size_t size, bool mayBlock) const
{
	const bool moves = call == Call::RECEIVE || call == Call::SEND;
	switch (_fault)
	{
	case Fault::SHORT: return moves && size > 1;
	case Fault::WOULD_BLOCK: return (moves || call == Call::ACCEPT) && !mayBlock;
	case Fault::INTERRUPTED: return call != Call::CONNECT;
	case Fault::RESET: return moves || call == Call::CONNECT;
	case Fault::NO_DESCRIPTORS: return call == Call::ACCEPT;
	}
	return false;
}


} // namespace WS::Test


//
// The calls
//


namespace {


using WS::Test::Fault;
using WS::Test::NetFaults;
using Call = WS::Test::NetFaults::Call;


template <class Function>
Function* systems(const char* name)
	/// What would be called without this file: the system's, or a sanitizer's.
{
	return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}


int fail(Fault fault, int descriptor)
{
	if (fault == Fault::RESET) ::shutdown(descriptor, SHUT_RDWR);
	errno = fault == Fault::WOULD_BLOCK ? EAGAIN : fault == Fault::INTERRUPTED ? EINTR
		: fault == Fault::RESET                                                ? ECONNRESET
																			   : EMFILE;
	return -1;
}


bool blocks(int descriptor, int flags = 0)
{
	return !(flags & MSG_DONTWAIT) && !(::fcntl(descriptor, F_GETFL) & O_NONBLOCK);
}


template <class Move>
ssize_t move(Call call, int descriptor, std::size_t size, int flags, const Move& move)
	/// Calls move with as many bytes as there shall be.
{
	const auto fault = NetFaults::next(call, descriptor, size, blocks(descriptor, flags));
	if (fault && *fault != Fault::SHORT) return fail(*fault, descriptor);
	return move(fault ? 1 : size);
}


} // namespace


#define WS_TEST_INSTEAD __attribute__((visibility("default")))


extern "C" {


WS_TEST_INSTEAD ssize_t recv(int descriptor, void* buffer, std::size_t size, int flags)
{
	static const auto next = systems<decltype(::recv)>("recv");
	return move(Call::RECEIVE, descriptor, size, flags, [&](std::size_t most) { return next(descriptor, buffer, most, flags); });
}


WS_TEST_INSTEAD ssize_t send(int descriptor, const void* bytes, std::size_t size, int flags)
{
	static const auto next = systems<decltype(::send)>("send");
	return move(Call::SEND, descriptor, size, flags, [&](std::size_t most) { return next(descriptor, bytes, most, flags); });
}


WS_TEST_INSTEAD ssize_t sendmsg(int descriptor, const msghdr* message, int flags)
{
	static const auto next = systems<decltype(::sendmsg)>("sendmsg");
	std::size_t size = 0;
	for (std::size_t i = 0; i < message->msg_iovlen; ++i) size += message->msg_iov[i].iov_len;
	return move(Call::SEND, descriptor, size, flags, [&](std::size_t most) {
		if (most == size) return next(descriptor, message, flags);
		auto vector = *message->msg_iov;
		vector.iov_len = most;
		auto shorter = *message;
		shorter.msg_iov = &vector;
		shorter.msg_iovlen = 1;
		return next(descriptor, &shorter, flags);
	});
}


WS_TEST_INSTEAD ssize_t read(int descriptor, void* buffer, std::size_t size)
{
	static const auto next = systems<decltype(::read)>("read");
	const auto fault = NetFaults::next(Call::SIGNAL, descriptor, size, true);
	return fault ? fail(*fault, descriptor) : next(descriptor, buffer, size);
}


WS_TEST_INSTEAD ssize_t write(int descriptor, const void* bytes, std::size_t size)
{
	static const auto next = systems<decltype(::write)>("write");
	const auto fault = NetFaults::next(Call::SIGNAL, descriptor, size, true);
	return fault ? fail(*fault, descriptor) : next(descriptor, bytes, size);
}


WS_TEST_INSTEAD int connect(int descriptor, const sockaddr* address, socklen_t size)
{
	static const auto next = systems<decltype(::connect)>("connect");
	const auto fault = NetFaults::next(Call::CONNECT, descriptor, 0, true);
	return fault ? fail(*fault, descriptor) : next(descriptor, address, size);
}


WS_TEST_INSTEAD int accept(int descriptor, sockaddr* address, socklen_t* size)
{
	static const auto next = systems<decltype(::accept)>("accept");
	const auto fault = NetFaults::next(Call::ACCEPT, descriptor, 0, blocks(descriptor));
	return fault ? fail(*fault, descriptor) : next(descriptor, address, size);
}


WS_TEST_INSTEAD int accept4(int descriptor, sockaddr* address, socklen_t* size, int flags)
{
	static const auto next = systems<decltype(::accept4)>("accept4");
	const auto fault = NetFaults::next(Call::ACCEPT, descriptor, 0, blocks(descriptor));
	return fault ? fail(*fault, descriptor) : next(descriptor, address, size, flags);
}


WS_TEST_INSTEAD int poll(pollfd* descriptors, nfds_t count, int milliseconds)
{
	static const auto next = systems<decltype(::poll)>("poll");
	const auto fault = NetFaults::next(Call::WAIT, count > 0 ? descriptors[0].fd : -1, 0, true);
	return fault ? fail(*fault, -1) : next(descriptors, count, milliseconds);
}


WS_TEST_INSTEAD int epoll_wait(int descriptor, epoll_event* events, int most, int milliseconds)
{
	static const auto next = systems<decltype(::epoll_wait)>("epoll_wait");
	const auto fault = NetFaults::next(Call::WAIT, descriptor, 0, true);
	return fault ? fail(*fault, -1) : next(descriptor, events, most, milliseconds);
}


} // extern "C"
