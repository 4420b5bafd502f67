//
// SecureSocketTransport.cpp
//
// The bytes of a connection on Poco's secure sockets.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "SecureSocketTransport.h"
#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <algorithm>
#include <cerrno>
#include <openssl/err.h>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::SecureStreamSocket;


namespace {


constexpr std::size_t MAX_RECORD = 16 * 1024;
constexpr std::size_t KEPT = 256;
constexpr int NOTHING_YET = SecureStreamSocket::ERR_SSL_WANT_READ;
constexpr int FAILURE = -1000;
	/// Beside Poco's values for what TLS waits for.


} // namespace


SecureSocketTransport::SecureSocketTransport(const Poco::Net::StreamSocket& socket):
	_socket(socket)
{
	// Poco's sessions do not know that their socket does not block, and wait as long as these say; 0 is not at all.
	_socket.setBlocking(false);
	_socket.setReceiveTimeout(0);
	_socket.setSendTimeout(0);
}


int SecureSocketTransport::descriptor() const
{
	return _socket.impl()->sockfd();
}


const Poco::Net::StreamSocket& SecureSocketTransport::socket() const
{
	return _socket;
}


Transport::Result SecureSocketTransport::open()
{
	return Result::DONE;
}


template <class Call>
int SecureSocketTransport::call(const Call& call)
	/// Poco judges a call also by errors that earlier ones have left on this thread, and may repeat it for ever then.
{
	if (!_failure.empty()) return FAILURE;
	errno = 0;
	ERR_clear_error();
	try
	{
		return call();
	}
	catch (const Poco::TimeoutException&)
	{
		return NOTHING_YET;
	}
	catch (const Poco::Exception& exception)
	{
		_failure = exception.displayText();
		_failedInTLS = dynamic_cast<const Poco::Net::SSLException*>(&exception) != nullptr;
	}
	ERR_clear_error();
	return FAILURE;
}


Transport::Result SecureSocketTransport::receive(std::span<char> buffer, std::size_t& size)
{
	size = 0;
	const int received = call([&] { return _socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size())); });
	if (received == FAILURE) return Result::FAILED;
	if (received < 0) return Result::WOULD_BLOCK;
	size = static_cast<std::size_t>(received);
	return received > 0 ? Result::DONE : Result::ENDED;
}


bool SecureSocketTransport::holdsInput() const
{
	return _failure.empty() && _socket.available() > 0;
}


Transport::Result SecureSocketTransport::send(std::string_view bytes, std::size_t& size)
	// Poco's sessions want what they have not taken again, at the same place.
{
	size = 0;
	if (const auto result = flush(); result != Result::DONE || bytes.empty()) return result;
	_taken.assign(bytes.substr(0, MAX_RECORD));
	size = _taken.size();
	return flush() == Result::FAILED ? Result::FAILED : Result::DONE;
}


Transport::Result SecureSocketTransport::flush()
{
	while (!_taken.empty())
	{
		const int sent = call([this] { return _socket.sendBytes(_taken.data(), static_cast<int>(_taken.size())); });
		if (sent == FAILURE) return Result::FAILED;
		if (sent <= 0) return Result::WOULD_BLOCK;
		_taken.erase(0, static_cast<std::size_t>(sent));
	}
	if (_taken.capacity() > KEPT) _taken.shrink_to_fit();
	if (_ending && !std::exchange(_shutDown, true)) end();
	return Result::DONE;
}


void SecureSocketTransport::end()
	// Poco's close_notify comes with an end to reading. While the peer sends that would reset the connection, and it would
	// lose our last bytes: better then to go without.
{
	if (_socket.poll(0, Poco::Net::Socket::SELECT_READ)) SocketIO(descriptor()).shutdownSend();
	else call([this] { return _socket.shutdown(), 0; });
}


std::size_t SecureSocketTransport::bufferedAmount() const
{
	return _taken.size();
}


void SecureSocketTransport::shutdownSend()
{
	_ending = true;
	flush();
}


bool SecureSocketTransport::secure() const
{
	return true;
}


std::string SecureSocketTransport::failure() const
{
	return _failure;
}


bool SecureSocketTransport::hasFailedInTLS() const
{
	return _failedInTLS;
}


} } // namespace WS::Net
