//
// ClientTransport.h
//
// The socket of a blocking client.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientTransport_INCLUDED
#define WS_Net_ClientTransport_INCLUDED


#include "Deadline.h"
#include "SocketIO.h"
#include "WS/ClientDriver.h"
#include "Wakeup.h"
#include <Poco/Net/StreamSocket.h>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>


namespace WS {
namespace Net {


class ClientInbox;


class ClientTransport
	/// Moves bytes between a client's driver and its socket, as long as a call of the client waits.
	/// One thread at a time, but for abort().
{
public:
	ClientTransport(ClientDriver& driver, const ClientInbox& inbox);

	ClientTransport(const ClientTransport&) = delete;
	ClientTransport& operator = (const ClientTransport&) = delete;

	void setMaxQueued(std::size_t size);
		/// While the inbox holds more than so many bytes nothing is read.

	void open(const Poco::Net::StreamSocket& socket);
		/// The socket is connected: bytes can be moved.

	const Poco::Net::StreamSocket& socket() const;
	const Wakeup& wakeup() const;

	bool isOpen() const;

	bool isUsable();
		/// The same, but looks whether abort() was called.

	bool isFeeding() const;
		/// Whether a callback of the client is running.

	bool turn(Deadline deadline);
		/// Waits until something can be read or written, and does it. False: the deadline has passed.

	void feed(std::span<char> bytes);
		/// Gives the driver what has been read; it keeps what is left when a callback throws.

	bool flush(const Poco::Timespan& timeout);
		/// Writes all output, and reads meanwhile. False: the connection is lost. The peer accepts nothing for so
		/// long: Poco::TimeoutException.

	void end(Deadline deadline);
		/// Writes what is left, waits for the server to end the transport (RFC 6455 7.1.1), and closes it.

	void lose();
		/// Closes the transport.

	void abort();
		/// Makes a turn that waits return, and isUsable() false. From any thread.

private:
	void read();
	void write();
	SocketIO io() const;

	ClientDriver& _driver;
	const ClientInbox& _inbox;
	Wakeup _wakeup;
	std::unique_ptr<char[]> _buffer;
	Poco::Net::StreamSocket _socket;
	std::size_t _maxQueued = 16 * 1024 * 1024;
	std::uint64_t _written = 0;
	bool _open = false;
	bool _peerEnded = false;
	bool _interrupted = false;
	bool _feeding = false;
	std::atomic<bool> _aborted{false};
};


} } // namespace WS::Net


#endif // WS_Net_ClientTransport_INCLUDED
