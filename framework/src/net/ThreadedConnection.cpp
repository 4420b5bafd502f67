//
// ThreadedConnection.cpp
//
// Serves a connection on a thread of its own.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ThreadedConnection.h"
#include "ServerRelayEnd.h"
#include "WS/Net/Relay.h"
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t BUFFER_SIZE = 64 * 1024;


} // namespace


ThreadedConnection::ThreadedConnection(Transport& transport, std::shared_ptr<const Endpoint> endpoint, Request request, const Poco::Net::SocketAddress& peer, std::shared_ptr<Wakeup> wakeup, std::shared_ptr<Mailbox> mailbox):
	_transport(transport),
	_socket(transport.descriptor()),
	_plain(!transport.secure()),
	_settings(endpoint->settings),
	_highWater(endpoint->options->outputHighWater),
	_wakeup(std::move(wakeup)),
	_mailbox(std::move(mailbox)),
	_connection(std::move(endpoint), std::move(request), peer, transport.secure(), _mailbox),
	_buffer(new char[BUFFER_SIZE])
{
}


void ThreadedConnection::run(std::span<char> received)
{
	_connection.open();
	bool alive = received.empty() || _connection.receive(received);
	while (alive && !_connection._relay) alive = turn();
	if (_connection._relay) return relay();

	if (_connection.driver().finished()) linger();
	_connection.receiveEnd();
}


void ThreadedConnection::relay()
	/// Until both connections of the relay have ended.
{
	ServerRelayEnd end(_connection, _transport, _settings, *_wakeup, *_mailbox, {_buffer.get(), BUFFER_SIZE});
	_connection._relay->run(end);
}


bool ThreadedConnection::turn()
	/// False: the connection is to end.
{
	_connection.takeMail();
	if (!write()) return false;
	if (_connection.driver().finished()) return false;
	limitTime();
	if (expired()) return false;

	const auto waiting = bufferedAmount();
	if (_busy && _plain && waiting == 0 && deadline() == NEVER && !_peerEnded && !_mailbox->isShared()) return readSoon();

	if (_mailbox->hasMail()) return true;

	const bool reading = !_peerEnded && waiting <= _highWater;
	const bool ready = (reading && _transport.holdsInput()) || wait(reading, waiting != 0);
	return !ready || !reading || read();
}


bool ThreadedConnection::wait(bool reading, bool writing)
	/// Whether there is something to do for the socket.
{
	const auto ready = _socket.wait(reading, writing, *_wakeup, deadline());
	if (ready.wakeup)
	{
		_wakeup->reset();
		_cutAt = _mailbox->cutAt();
	}
	return ready.socket;
}


bool ThreadedConnection::write()
	/// False: the connection is lost.
{
	auto& driver = _connection.driver();
	std::size_t written = 0;
	const auto held = _transport.bufferedAmount();
	const auto result = _transport.write(driver, written);
	if (result == Transport::Result::FAILED)
	{
		readRest();
		return false;
	}
	const auto waiting = bufferedAmount();
	if (waiting == 0) _sendBy = NEVER;
	else if (held + written > _transport.bufferedAmount() || _sendBy == NEVER) _sendBy = deadlineIn(_settings.sendTimeout);
	_mailbox->setOutput(waiting);
	return true;
}


bool ThreadedConnection::read()
	/// False: the connection is lost.
{
	std::size_t size = 0;
	const auto result = _transport.receive({_buffer.get(), BUFFER_SIZE}, size);
	return take(result, size);
}


bool ThreadedConnection::readSoon()
{
	std::size_t size = 0;
	const auto result = _socket.receiveSoon({_buffer.get(), BUFFER_SIZE}, size);
	return take(result, size);
}


bool ThreadedConnection::take(Transport::Result result, std::size_t size)
{
	_busy = result == Transport::Result::DONE;
	switch (result)
	{
	case Transport::Result::DONE:
		return _connection.receive({_buffer.get(), size});
	case Transport::Result::ENDED:
		_peerEnded = true;
		_connection.receiveEnd();
		return true;
	case Transport::Result::WOULD_BLOCK:
		return true;
	default:
		return false;
	}
}


void ThreadedConnection::readRest()
	/// A peer that closes and goes away at once has perhaps sent its close frame before.
{
	std::size_t size = 0;
	while (_transport.receive({_buffer.get(), BUFFER_SIZE}, size) == Transport::Result::DONE)
	{
		if (!_connection.receive({_buffer.get(), size})) return;
	}
}


void ThreadedConnection::linger()
	/// Closing a socket with unread input would reset the connection, and the peer would lose
	/// our last bytes.
{
	_mailbox->shut();
	_transport.shutdownSend();
	_closeBy = deadlineIn(_settings.lingerTimeout);
	_sendBy = NEVER;
	while (!_peerEnded && !expired())
	{
		std::size_t size = 0;
		if (_transport.bufferedAmount() != 0) _transport.flush();
		if (!_transport.holdsInput() && !wait(true, _transport.bufferedAmount() != 0)) continue;
		const auto result = _transport.receive({_buffer.get(), BUFFER_SIZE}, size);
		_peerEnded = result == Transport::Result::ENDED || result == Transport::Result::FAILED;
	}
}


void ThreadedConnection::limitTime()
	/// A connection that is not open has closeTimeout to end, from when its close frame is written.
{
	auto& driver = _connection.driver();
	if (driver.state() == State::OPEN) return;

	_mailbox->shut();
	if (_closeBy == NEVER && bufferedAmount() == 0) _closeBy = deadlineIn(_settings.closeTimeout);
}


std::size_t ThreadedConnection::bufferedAmount()
	/// What waits to be written.
{
	return _connection.driver().bufferedAmount() + _transport.bufferedAmount();
}


bool ThreadedConnection::expired() const
{
	const auto first = deadline();
	return first != NEVER && first <= Clock::now();
}


Deadline ThreadedConnection::deadline() const
{
	return std::min({_closeBy, _sendBy, _cutAt});
}


} } // namespace WS::Net
