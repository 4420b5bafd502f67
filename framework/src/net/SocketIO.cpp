//
// SocketIO.cpp
//
// What the adapters do with a connected socket.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "SocketIO.h"
#include "Wakeup.h"
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t MAX_PIECES = 16;

bool wouldBlock(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK;
}


} // namespace


SocketIO::SocketIO(int descriptor):
	_descriptor(descriptor)
{
}


SocketIO::Result SocketIO::receive(std::span<char> buffer, std::size_t& size)
{
	return receive(buffer, size, MSG_DONTWAIT);
}


SocketIO::Result SocketIO::receiveSoon(std::span<char> buffer, std::size_t& size)
{
	return receive(buffer, size, 0);
}


SocketIO::Result SocketIO::receive(std::span<char> buffer, std::size_t& size, int flags)
{
	ssize_t n;
	do n = ::recv(_descriptor, buffer.data(), buffer.size(), flags);
	while (n < 0 && errno == EINTR);

	size = n > 0 ? static_cast<std::size_t>(n) : 0;
	if (n > 0) return Result::DONE;
	if (n == 0) return Result::ENDED;
	return wouldBlock(errno) ? Result::WOULD_BLOCK : Result::FAILED;
}


SocketIO::Result SocketIO::write(Driver& driver, std::size_t& written)
{
	for (auto piece = driver.output(); !piece.empty(); piece = driver.output())
	{
		std::size_t size = 0;
		const bool isAll = piece.size() == driver.bufferedAmount();
		const auto result = isAll ? send(piece, size) : sendMany(driver, size);
		if (result != Result::DONE) return result;
		driver.consume(size);
		written += size;
	}
	return Result::DONE;
}


SocketIO::Result SocketIO::send(std::string_view bytes, std::size_t& size)
	/// The usual case of write(), without the vectors of sendMany(), which touch half a KiB of a stack that has left the cache.
{
	ssize_t n;
	do n = ::send(_descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return sent(n, size);
}


SocketIO::Result SocketIO::sendMany(const Driver& driver, std::size_t& size)
{
	std::array<std::string_view, MAX_PIECES> pieces;
	std::array<iovec, MAX_PIECES> vectors;
	const auto count = driver.output(pieces);
	for (std::size_t i = 0; i < count; ++i)
	{
		vectors[i].iov_base = const_cast<char*>(pieces[i].data());
		vectors[i].iov_len = pieces[i].size();
	}
	msghdr message = {};
	message.msg_iov = vectors.data();
	message.msg_iovlen = count;

	ssize_t n;
	do n = ::sendmsg(_descriptor, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return sent(n, size);
}


SocketIO::Result SocketIO::sent(ssize_t n, std::size_t& size)
{
	size = n > 0 ? static_cast<std::size_t>(n) : 0;
	if (n >= 0) return Result::DONE;
	return wouldBlock(errno) ? Result::WOULD_BLOCK : Result::FAILED;
}


SocketIO::Ready SocketIO::wait(bool reading, bool writing, const Wakeup& wakeup, Deadline deadline)
{
	pollfd descriptors[2] = {};
	descriptors[0].fd = _descriptor;
	descriptors[0].events = static_cast<short>((reading ? POLLIN : 0) | (writing ? POLLOUT : 0));
	descriptors[1].fd = wakeup.descriptor();
	descriptors[1].events = POLLIN;

	if (::poll(descriptors, 2, millisecondsUntil(deadline)) <= 0) return {};
	return {descriptors[0].revents != 0, descriptors[1].revents != 0};
}


void SocketIO::shutdownSend()
{
	::shutdown(_descriptor, SHUT_WR);
}


} } // namespace WS::Net
