//
// Wakeup.cpp
//
// Interrupts a thread that waits for its sockets.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Wakeup.h"
#include <Poco/Error.h>
#include <Poco/Exception.h>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <unistd.h>
#if defined(__linux__) && !defined(WS_POLLER_POLLSET)
	#include <sys/eventfd.h>
#endif


namespace WS {
namespace Net {


#if defined(__linux__) && !defined(WS_POLLER_POLLSET)


Wakeup::Wakeup():
	_read(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
	_write(_read)
{
	if (_read < 0) throw Poco::IOException("eventfd", Poco::Error::getMessage(errno));
}


#else


Wakeup::Wakeup()
{
	int ends[2];
	if (::pipe(ends) != 0) throw Poco::IOException("pipe", Poco::Error::getMessage(errno));

	for (int end: ends)
	{
		::fcntl(end, F_SETFL, O_NONBLOCK);
		::fcntl(end, F_SETFD, FD_CLOEXEC);
	}
	_read = ends[0];
	_write = ends[1];
}


#endif


Wakeup::~Wakeup()
{
	::close(_read);
	if (_write != _read) ::close(_write);
}


int Wakeup::descriptor() const
{
	return _read;
}


void Wakeup::signal() noexcept
{
	const std::uint64_t one = 1;
	while (::write(_write, &one, sizeof one) < 0 && errno == EINTR)
		;    // EAGAIN: it is readable already
}


void Wakeup::reset() noexcept
{
	std::uint64_t count[8];
	ssize_t size;
	do size = ::read(_read, count, sizeof count);
	while (size == sizeof count || (size < 0 && errno == EINTR));
}


} } // namespace WS::Net
