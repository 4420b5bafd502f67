//
// Transport.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Transport.h"
#include <Poco/Error.h>
#include <cerrno>


namespace WS {
namespace Net {


//
// Transport
//


Transport::~Transport() = default;


const Poco::Net::StreamSocket& Transport::socket() const
{
	static const Poco::Net::StreamSocket none;
	return none;
}


Transport::Result Transport::write(Driver& driver, std::size_t& written)
{
	for (auto piece = driver.output(); !piece.empty(); piece = driver.output())
	{
		std::size_t size = 0;
		const auto result = send(piece, size);
		driver.consume(size);
		written += size;
		if (result != Result::DONE) return result;
	}
	return flush();
}


bool Transport::hasFailedInTLS() const
{
	return false;
}


//
// PlainTransport
//


PlainTransport::PlainTransport(const Poco::Net::StreamSocket& socket):
	_socket(socket),
	_io(_socket.impl()->sockfd())
{
}


int PlainTransport::descriptor() const
{
	return _socket.impl()->sockfd();
}


const Poco::Net::StreamSocket& PlainTransport::socket() const
{
	return _socket;
}


Transport::Result PlainTransport::open()
{
	return Result::DONE;
}


Transport::Result PlainTransport::receive(std::span<char> buffer, std::size_t& size)
{
	return noted(_io.receive(buffer, size));
}


bool PlainTransport::holdsInput() const
{
	return false;
}


Transport::Result PlainTransport::send(std::string_view bytes, std::size_t& size)
{
	return noted(_io.send(bytes, size));
}


Transport::Result PlainTransport::write(Driver& driver, std::size_t& written)
{
	return noted(_io.write(driver, written));
}


Transport::Result PlainTransport::flush()
{
	return Result::DONE;
}


std::size_t PlainTransport::bufferedAmount() const
{
	return 0;
}


void PlainTransport::shutdownSend()
{
	_io.shutdownSend();
}


bool PlainTransport::secure() const
{
	return false;
}


std::string PlainTransport::failure() const
{
	return _error ? Poco::Error::getMessage(_error) : std::string();
}


Transport::Result PlainTransport::noted(Result result)
{
	if (result == Result::FAILED) _error = errno;
	return result;
}


} } // namespace WS::Net
