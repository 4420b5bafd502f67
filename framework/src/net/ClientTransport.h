//
// ClientTransport.h
//
// The transport of a blocking client.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientTransport_INCLUDED
#define WS_Net_ClientTransport_INCLUDED


#include "Deadline.h"
#include "Transport.h"
#include "WS/ClientDriver.h"
#include "Wakeup.h"
#include <Poco/Net/StreamSocket.h>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>


namespace WS {
namespace Net {


class ClientInbox;


class ClientTransport
	/// Moves bytes between a client's driver and its transport, as long as a call of the client waits.
	/// One thread at a time, but for abort().
{
public:
	explicit ClientTransport(const ClientInbox& inbox);

	ClientTransport(const ClientTransport&) = delete;
	ClientTransport& operator = (const ClientTransport&) = delete;

	void setMaxQueued(std::size_t size);
		/// While the inbox holds more than so many bytes nothing is read.

	void open(std::unique_ptr<Transport> transport, ClientDriver& driver);
		/// It is open: bytes can be moved. Also once more, when lose() has closed the one before.

	const Poco::Net::StreamSocket& socket() const;
	const Wakeup& wakeup() const;

	Transport* transport() const;
		/// None: never open.

	bool isOpen() const;

	std::size_t bufferedAmount() const;
		/// What waits to be written, in the driver and in the transport.

	const std::string& failure() const;
		/// Why the transport was lost, as Transport::failure(); empty: it was not, or for no reason of its own.

	bool isUsable();
		/// The same, but looks whether abort() was called.

	bool isFeeding() const;
		/// Whether a callback of the client is running.

	bool turn(Deadline deadline);
		/// Waits until something can be read or written, and does it. False: the deadline has passed.

	bool holdsInput() const;
		/// Whether turn() has something to read without waiting for the socket.

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
	void fail();
	bool wait(bool reading, Deadline deadline);

	const ClientInbox& _inbox;
	ClientDriver* _driver = nullptr;             // none: never open
	Wakeup _wakeup;
	std::unique_ptr<char[]> _buffer;
	std::unique_ptr<Transport> _transport;       // none: never open
	Poco::Net::StreamSocket _socket;             // its own
	std::string _failure;
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
