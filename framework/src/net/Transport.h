//
// Transport.h
//
// The bytes of a connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Transport_INCLUDED
#define WS_Net_Transport_INCLUDED


#include "SocketIO.h"
#include <Poco/Net/StreamSocket.h>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


class Transport
	/// The bytes of a connection, as they are on a socket or through TLS. Nothing here waits, throws for what a peer did, or
	/// raises SIGPIPE. For one thread. Destroying it closes the socket.
{
public:
	using Result = SocketIO::Result;

	Transport() = default;
	Transport(const Transport&) = delete;
	Transport& operator = (const Transport&) = delete;

	virtual ~Transport();

	virtual int descriptor() const = 0;
		/// What to wait for.

	virtual const Poco::Net::StreamSocket& socket() const;
		/// The socket, for its addresses and options; without one: one that is not connected.

	virtual Result open() = 0;
		/// Does what has to be done before bytes flow, a TLS handshake. WOULD_BLOCK: wait for input, and for output if
		/// bufferedAmount() is not 0, then call again. DONE: receive() and send() may be called.

	virtual Result receive(std::span<char> buffer, std::size_t& size) = 0;
		/// Reads what is there, once. DONE: size bytes, which are none where what was read is TLS's own or part of a record: call
		/// again. ENDED: the peer will send nothing more. FAILED: lost, or cut short.

	virtual bool holdsInput() const = 0;
		/// receive() has something although the socket need not: call it before waiting.

	virtual Result send(std::string_view bytes, std::size_t& size) = 0;
		/// Takes as many of the bytes as it can; size is how many. DONE: some, call again for the rest.

	virtual Result write(Driver& driver, std::size_t& written);
		/// Writes the driver's output as far as possible, and adds what was taken to written. DONE: nothing is left, neither
		/// there nor here.

	virtual Result flush() = 0;
		/// Writes what was taken and is not on the socket yet. DONE: bufferedAmount() is 0.

	virtual std::size_t bufferedAmount() const = 0;
		/// What was taken and is not on the socket yet; bounded, whatever is sent.

	virtual void shutdownSend() = 0;
		/// Tells the peer that nothing more follows.

	virtual bool secure() const = 0;
		/// Whether TLS is in use.

	virtual std::string failure() const = 0;
		/// Why a call has FAILED: "Connection reset by peer"; what TLS has found. Empty before.

	virtual bool hasFailedInTLS() const;
		/// Whether it was TLS that has failed, or was cut short. False.
};


class PlainTransport final: public Transport
	/// The bytes of a socket as they are.
{
public:
	explicit PlainTransport(const Poco::Net::StreamSocket& socket);
		/// Connected. Becomes non-blocking by how it is used, whatever it is.

	int descriptor() const override;
	const Poco::Net::StreamSocket& socket() const override;
	Result open() override;
	Result receive(std::span<char> buffer, std::size_t& size) override;
	bool holdsInput() const override;
	Result send(std::string_view bytes, std::size_t& size) override;
	Result write(Driver& driver, std::size_t& written) override;
	Result flush() override;
	std::size_t bufferedAmount() const override;
	void shutdownSend() override;
	bool secure() const override;
	std::string failure() const override;

private:
	Result noted(Result result);

	Poco::Net::StreamSocket _socket;
	SocketIO _io;
	int _error = 0;
};


} } // namespace WS::Net


#endif // WS_Net_Transport_INCLUDED
