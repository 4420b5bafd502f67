//
// WebSocketClient.cpp
//
// A blocking client.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "ClientInbox.h"
#include "Connector.h"
#include "Deadline.h"
#include "SocketIO.h"
#include "WS/Net/Endpoint.h"
#include "Wakeup.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::SocketAddress;


namespace {


class Feeding
	/// While it exists, onPing, onPong and the callbacks of pings may be called.
{
public:
	explicit Feeding(bool& flag):
		_flag(flag) { _flag = true; }
	Feeding(const Feeding&) = delete;
	Feeding& operator = (const Feeding&) = delete;
	~Feeding() { _flag = false; }

private:
	bool& _flag;
};


constexpr std::size_t BUFFER_SIZE = 64 * 1024;


const Poco::Timespan& linger()
	/// How long to wait for the server to end the transport when everything is said.
{
	static const Poco::Timespan oneSecond(1, 0);
	return oneSecond;
}


const Poco::URI& supported(const Poco::URI& uri)
{
	if (uri.getScheme() == "wss") throw Poco::NotImplementedException("wss", uri.getHost());
	return uri;
}


} // namespace


WebSocketClient::WebSocketClient(const Poco::URI& uri, std::shared_ptr<const Options> options):
	_uri(supported(uri)),
	_inbox(std::make_unique<ClientInbox>(*this)),
	_driver(std::make_unique<ClientDriver>(*_inbox, _uri, options ? std::move(options) : defaultOptions())),
	_wakeup(std::make_unique<Wakeup>()),
	_buffer(new char[BUFFER_SIZE])
{
}


WebSocketClient::WebSocketClient(const Poco::URI& uri, Options options):
	WebSocketClient(uri, std::make_shared<const Options>(std::move(options)))
{
}


WebSocketClient::~WebSocketClient()
{
}


void WebSocketClient::setHeader(std::string_view name, std::string_view value)
{
	if (_started) throw Poco::IllegalStateException("setHeader() after connect()", std::string(name));
	if (!_driver->setHeader(name, value)) throw Poco::InvalidArgumentException("a header of the handshake itself", std::string(name));
}


void WebSocketClient::setTimeouts(const Timeouts& timeouts)
{
	_timeouts = timeouts;
}


void WebSocketClient::setMaxQueued(std::size_t size)
{
	_maxQueued = size;
}


void WebSocketClient::connect()
{
	const auto deadline = deadlineIn(_timeouts.connect);
	open(resolve(_uri.getHost(), _uri.getPort()), deadline);
}


void WebSocketClient::connect(const std::vector<SocketAddress>& addresses)
{
	open(addresses, deadlineIn(_timeouts.connect));
}


void WebSocketClient::open(const std::vector<SocketAddress>& addresses, Deadline deadline)
{
	if (_started) throw Poco::IllegalStateException("connect() a second time");
	_socket = connectToAny(addresses, *_wakeup, deadline);
	_socket.setNoDelay(true);
	_started = true;
	_connected = true;

	_driver->start();
	bool inTime = true;
	while (inTime && state() == State::CONNECTING) inTime = turn(deadline);
	if (_inbox->opened()) return;

	lose();
	if (!inTime) throw Poco::TimeoutException("opening handshake");
	if (_inbox->failure().empty()) throw Poco::Net::ConnectionAbortedException("the connection was lost during the opening handshake");
	throw Poco::Net::WebSocketException(_inbox->failure(), response().status);
}


std::optional<WebSocketClient::Received> WebSocketClient::receive()
{
	return receiveUntil(NEVER);
}


std::optional<WebSocketClient::Received> WebSocketClient::receive(const Poco::Timespan& timeout)
{
	return receiveUntil(deadlineIn(timeout));
}


std::optional<WebSocketClient::Received> WebSocketClient::receiveUntil(Deadline deadline)
{
	if (_feeding) throw Poco::IllegalStateException("receive() within a callback");
	bool inTime = true;
	while (_inbox->empty())
	{
		if (!_connected) return std::nullopt;
		if (state() == State::CLOSED) end(std::min(deadline, deadlineIn(linger())));
		else if (!inTime) throw Poco::TimeoutException("no message");
		else inTime = turn(deadline);
	}
	return _inbox->take();
}


std::optional<WebSocketClient::Received> WebSocketClient::tryReceive()
{
	if (_inbox->empty() && _connected && !_feeding && state() != State::CLOSED) turn(Clock::now());
	if (_inbox->empty()) return std::nullopt;
	return _inbox->take();
}


const Poco::Net::StreamSocket& WebSocketClient::socket() const
{
	return _socket;
}


bool WebSocketClient::text(std::string_view payload)
{
	return usable() && _driver->text(payload) && flush();
}


bool WebSocketClient::binary(std::string_view payload)
{
	return usable() && _driver->binary(payload) && flush();
}


bool WebSocketClient::ping(std::string_view payload, std::function<void(bool answered)> done)
{
	return usable() && _driver->ping(payload, std::move(done)) && flush();
}


bool WebSocketClient::close(CloseCode code, std::string_view reason)
{
	if (!usable() || !_driver->close(code, reason)) return false;
	if (_feeding) return true;         // the call that reads does the rest

	const auto deadline = deadlineIn(_timeouts.close);
	while (_connected && state() != State::CLOSED && turn(deadline))
		;
	end(std::min(deadline, deadlineIn(linger())));
	return true;
}


void WebSocketClient::abort()
{
	_aborted = true;
	_wakeup->signal();
}


ClientDriver& WebSocketClient::driver()
{
	return *_driver;
}


const Response& WebSocketClient::response() const
{
	return _driver->response();
}


State WebSocketClient::state() const
{
	return _driver->state();
}


std::string_view WebSocketClient::protocol() const
{
	return _driver->protocol();
}


CloseCode WebSocketClient::closeCode() const
{
	return _inbox->closeCode();
}


const std::string& WebSocketClient::closeReason() const
{
	return _inbox->closeReason();
}


bool WebSocketClient::usable()
{
	if (_connected && _aborted && !_feeding) lose();
	return _connected;
}


bool WebSocketClient::turn(Deadline deadline)
	/// Waits until something can be read or written, and does it. False: the deadline has passed.
{
	write();
	const bool reading = !_peerEnded && (state() != State::OPEN || _inbox->size() <= _maxQueued);
	if (usable() && !_interrupted)
	{
		const auto ready = io().wait(reading, _driver->bufferedAmount() != 0, *_wakeup, deadline);
		if (ready.socket && reading) read();
	}
	else if (_connected) feed({});
	write();
	return deadline == NEVER || Clock::now() < deadline;
}


void WebSocketClient::read()
{
	std::size_t size = 0;
	switch (io().receive({_buffer.get(), BUFFER_SIZE}, size))
	{
	case SocketIO::Result::DONE:
		feed({_buffer.get(), size});
		break;
	case SocketIO::Result::ENDED:
	{
		const Feeding feeding(_feeding);
		_peerEnded = true;
		_driver->receiveEnd();
		break;
	}
	case SocketIO::Result::FAILED:
		lose();
		break;
	default:
		break;
	}
}


void WebSocketClient::feed(std::span<char> bytes)
	/// The driver keeps what is left when onPing, onPong or a ping's callback throws.
{
	_interrupted = true;
	{
		const Feeding feeding(_feeding);
		_driver->receive(bytes);
	}
	_interrupted = false;
}


void WebSocketClient::write()
{
	std::size_t written = 0;
	if (!_connected || io().write(*_driver, written) != SocketIO::Result::FAILED)
	{
		_written += written;
		return;
	}
	if (_feeding) return;              // the call that reads will see it
	// A server that closes and goes away at once has perhaps sent its close frame before.
	std::size_t size = 0;
	while (io().receive({_buffer.get(), BUFFER_SIZE}, size) == SocketIO::Result::DONE) feed({_buffer.get(), size});
	lose();
}


bool WebSocketClient::flush()
	/// Writes all output. False: the connection is lost.
{
	write();
	if (_feeding) return _connected;   // the call that reads writes the rest
	auto deadline = deadlineIn(_timeouts.send);
	while (_connected && _driver->bufferedAmount() != 0)
	{
		const auto before = _written;
		const bool inTime = turn(deadline);
		if (_written != before) deadline = deadlineIn(_timeouts.send);
		else if (!inTime) throw Poco::TimeoutException("the peer does not read");
	}
	return _connected;
}


void WebSocketClient::end(Deadline deadline)
	/// Writes what is left, waits for the server to end the transport (RFC 6455 7.1.1), and closes it.
{
	while (_connected && !_driver->finished() && turn(deadline))
		;
	if (_connected && !_peerEnded)
	{
		io().shutdownSend();
		while (_connected && !_peerEnded && turn(deadline))
			;
	}
	lose();
}


void WebSocketClient::lose()
	/// Closes the transport.
{
	if (!_connected) return;
	_connected = false;
	_peerEnded = true;
	_socket.close();
	_driver->receiveEnd();
}


SocketIO WebSocketClient::io() const
{
	return SocketIO(_socket.impl()->sockfd());
}


} } // namespace WS::Net
