//
// ClientTransport.cpp
//
// The transport of a blocking client.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ClientTransport.h"
#include "ClientInbox.h"
#include "Flag.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t BUFFER_SIZE = 64 * 1024;


} // namespace


ClientTransport::ClientTransport(const ClientInbox& inbox):
	_inbox(inbox),
	_buffer(new char[BUFFER_SIZE])
{
}


void ClientTransport::setMaxQueued(std::size_t size)
{
	_maxQueued = size;
}


void ClientTransport::open(std::unique_ptr<Transport> transport, ClientDriver& driver)
{
	_driver = &driver;
	_transport = std::move(transport);
	_socket = _transport->socket();
	_failure.clear();
	_open = true;
	_peerEnded = false;
}


const Poco::Net::StreamSocket& ClientTransport::socket() const
{
	return _socket;
}


Transport* ClientTransport::transport() const
{
	return _transport.get();
}


const Wakeup& ClientTransport::wakeup() const
{
	return _wakeup;
}


bool ClientTransport::isOpen() const
{
	return _open;
}


std::size_t ClientTransport::bufferedAmount() const
{
	return _open ? _driver->bufferedAmount() + _transport->bufferedAmount() : 0;
}


const std::string& ClientTransport::failure() const
{
	return _failure;
}


bool ClientTransport::holdsInput() const
{
	return _open && !_peerEnded && _transport->holdsInput();
}


bool ClientTransport::isFeeding() const
{
	return _feeding;
}


void ClientTransport::abort()
{
	_aborted = true;
	_wakeup.signal();
}


bool ClientTransport::isUsable()
{
	if (_open && _aborted && !_feeding) lose();
	return _open;
}


bool ClientTransport::turn(Deadline deadline)
{
	write();
	const bool reading = _open && !_peerEnded && (_driver->state() != State::OPEN || _inbox.size() <= _maxQueued);
	if (isUsable() && !_interrupted)
	{
		const bool ready = (reading && _transport->holdsInput()) || wait(reading, deadline);
		if (ready && reading) read();
	}
	else if (_open) feed({});
	write();
	return deadline == NEVER || Clock::now() < deadline;
}


bool ClientTransport::wait(bool reading, Deadline deadline)
{
	return SocketIO(_transport->descriptor()).wait(reading, bufferedAmount() != 0, _wakeup, deadline).socket;
}


void ClientTransport::read()
{
	std::size_t size = 0;
	switch (_transport->receive({_buffer.get(), BUFFER_SIZE}, size))
	{
	case Transport::Result::DONE:
		feed({_buffer.get(), size});
		break;
	case Transport::Result::ENDED:
	{
		const Flag feeding(_feeding);
		_peerEnded = true;
		_driver->receiveEnd();
		break;
	}
	case Transport::Result::FAILED:
		fail();
		break;
	default:
		break;
	}
}


void ClientTransport::feed(std::span<char> bytes)
{
	_interrupted = true;
	{
		const Flag feeding(_feeding);
		_driver->receive(bytes);
	}
	_interrupted = false;
}


void ClientTransport::write()
{
	if (!_open) return;
	std::size_t written = 0;
	const auto held = _transport->bufferedAmount();
	const auto result = _transport->write(*_driver, written);
	if (result != Transport::Result::FAILED)
	{
		_written += std::max(held + written, _transport->bufferedAmount()) - _transport->bufferedAmount();
		return;
	}
	if (_feeding) return;              // the call that reads will see it
	// A server that closes and goes away at once has perhaps sent its close frame before.
	std::size_t size = 0;
	while (_transport->receive({_buffer.get(), BUFFER_SIZE}, size) == Transport::Result::DONE) feed({_buffer.get(), size});
	fail();
}


bool ClientTransport::flush(const Poco::Timespan& timeout)
{
	write();
	if (_feeding) return _open;   // the call that reads writes the rest
	auto deadline = deadlineIn(timeout);
	while (_open && bufferedAmount() != 0)
	{
		const auto before = _written;
		const bool inTime = turn(deadline);
		if (_written != before) deadline = deadlineIn(timeout);
		else if (!inTime) throw Poco::TimeoutException("the peer does not read");
	}
	return _open;
}


void ClientTransport::end(Deadline deadline)
{
	while (_open && !_driver->finished() && turn(deadline))
		;
	if (_open)
	{
		_transport->shutdownSend();
		while (_open && !_peerEnded && turn(deadline))
			;
	}
	lose();
}


void ClientTransport::fail()
{
	_failure = _transport->failure();
	lose();
}


void ClientTransport::lose()
{
	if (!_open) return;
	_open = false;
	_peerEnded = true;
	_socket.close();
	_driver->receiveEnd();
}


} } // namespace WS::Net
