//
// SoakClient.cpp
//
// A client that misbehaves as often as not.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "SoakClient.h"
#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>


namespace Soak {


namespace {


constexpr auto NEVER = Clock::time_point::max();
constexpr auto PATIENCE = std::chrono::seconds(30);
constexpr std::size_t LARGEST = 64 * 1024;
constexpr std::size_t FLOOD = 40;                // messages of half that size
constexpr unsigned PLANS = 8;

enum Opcode: unsigned
{
	TEXT = 1,
	BINARY = 2,
	CLOSE = 8,
	PING = 9,
	PONG = 10
};


std::string requestTo(const Poco::Net::SocketAddress& server, bool deflate)
{
	return "GET / HTTP/1.1\r\nHost: " + server.toString() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + (deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n" : "\r\n");
}


[[noreturn]] void fail(const char* call)
{
	throw std::system_error(errno, std::generic_category(), call);
}


} // namespace


SoakClient::SoakClient(const Poco::Net::SocketAddress& server, std::mt19937& random, int poller):
	_server(server),
	_random(random),
	_poller(poller)
{
}


SoakClient::~SoakClient()
{
	if (_socket >= 0) ::close(_socket);
}


void SoakClient::start()
{
	_plan = static_cast<Plan>(below(PLANS));
	_phase = Phase::CONNECTING;
	_due = NEVER;
	_progress = Clock::now();
	_in.clear();
	_out.clear();
	_expected.clear();
	_messages = 1 + below(20);
	_reading = true;

	_socket = ::socket(_server.af(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (_socket < 0) fail("socket");
	if (::connect(_socket, _server.addr(), _server.length()) != 0 && errno != EINPROGRESS) fail("connect");
	epoll_event event{};
	event.events = EPOLLIN | EPOLLOUT;
	event.data.ptr = this;
	if (::epoll_ctl(_poller, EPOLL_CTL_ADD, _socket, &event) != 0) fail("epoll_ctl");
}


void SoakClient::ready(std::uint32_t events)
{
	if (_phase == Phase::CONNECTING) connected();
	if (_socket >= 0 && (events & EPOLLOUT)) write();
	if (_socket >= 0 && (events & ~static_cast<std::uint32_t>(EPOLLOUT))) receive();
	if (_socket >= 0) watch();
}


void SoakClient::connected()
{
	int error = 0;
	socklen_t size = sizeof error;
	::getsockopt(_socket, SOL_SOCKET, SO_ERROR, &error, &size);
	if (error != 0) throw std::system_error(error, std::generic_category(), "connect");
	_phase = Phase::UPGRADING;
	_out = requestTo(_server, below(2) == 0);
	if (_plan != Plan::HALF_HEAD) return;
	_out.resize(below(_out.size() - 4));
	wait(0, 3000);
}


void SoakClient::opened()
{
	_phase = Phase::OPEN;
	switch (_plan)
	{
	case Plan::IDLE:
		wait(500, 8000);
		break;
	case Plan::STALL:
	case Plan::RECOVER:
		_reading = false;
		for (std::size_t i = 0; i < FLOOD; ++i) sendFrame(BINARY, std::string(LARGEST / 2, 's'));
		wait(200, 3000);
		break;
	case Plan::GARBAGE:
		for (std::size_t i = 0; i < 200; ++i) _out += static_cast<char>(below(256));
		_phase = Phase::LEAVING;
		break;
	default:
		sendMessage(below(LARGEST));
		break;
	}
}


void SoakClient::tick(Clock::time_point now)
{
	if (_progress + PATIENCE < now) throw std::runtime_error("nothing has happened for long, plan " + std::to_string(static_cast<int>(_plan)));
	if (_due > now) return;
	_due = NEVER;
	switch (_plan)
	{
	case Plan::STALL:
	case Plan::HALF_HEAD:
		reset();
		break;
	case Plan::RECOVER:
		_reading = true;
		leave();
		break;
	default:
		leave();
		break;
	}
}


void SoakClient::receive()
{
	if (!_reading) return finish();          // it has failed
	char buffer[LARGEST];
	const auto size = ::recv(_socket, buffer, sizeof buffer, 0);
	if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
	if (size <= 0) return finish();
	_progress = Clock::now();
	_in.append(buffer, static_cast<std::size_t>(size));
	consume();
}


void SoakClient::consume()
{
	if (_phase == Phase::UPGRADING && !takeHead()) return;
	while (_socket >= 0 && takeFrame())
		;
}


bool SoakClient::takeHead()
{
	const auto end = _in.find("\r\n\r\n");
	if (end == std::string::npos) return false;
	if (!_in.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("refused: " + _in.substr(0, end));
	_in.erase(0, end + 4);
	opened();
	return true;
}


bool SoakClient::takeFrame()
{
	if (_in.size() < 2) return false;
	const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(_in[i]); };
	std::size_t header = 2;
	std::size_t size = byte(1);
	if (size >= 126)
	{
		header = size == 126 ? 4 : 10;
		if (_in.size() < header) return false;
		size = 0;
		for (std::size_t i = 2; i < header; ++i) size = size << 8 | byte(i);
	}
	if (size > LARGEST + 16) throw std::runtime_error("a frame of " + std::to_string(size) + " bytes");
	if (_in.size() < header + size) return false;
	const auto first = byte(0);
	const auto payload = _in.substr(header, size);
	_in.erase(0, header + size);
	if ((first & 0xf) == BINARY) echoed(payload, (first & 0x40) != 0);
	else answer(first & 0xf, payload);
	return true;
}


void SoakClient::answer(unsigned opcode, std::string_view payload)
	// Texts are the server's news.
{
	if (opcode == PING && _phase == Phase::OPEN) sendFrame(PONG, payload);
	if (opcode == CLOSE && _phase == Phase::OPEN) sendFrame(CLOSE, payload);
	if (opcode == CLOSE) _phase = Phase::LEAVING;
}


void SoakClient::echoed(std::string_view payload, bool compressed)
{
	if (_plan == Plan::STALL || _plan == Plan::RECOVER || _phase != Phase::OPEN) return;
	if (!compressed && payload != _expected) throw std::runtime_error("not the message that was sent");
	if (--_messages > 0) return sendMessage(below(4) == 0 ? below(LARGEST) : below(200));
	switch (_plan)
	{
	case Plan::RESET:
		reset();
		break;
	case Plan::HALF_CLOSE:
		_phase = Phase::LEAVING;
		::shutdown(_socket, SHUT_WR);
		break;
	default:
		leave();
		break;
	}
}


void SoakClient::sendMessage(std::size_t size)
{
	_expected.assign(size, static_cast<char>(below(256)));
	sendFrame(BINARY, _expected);
}


void SoakClient::sendFrame(unsigned opcode, std::string_view payload)
	// The masking key is 0.
{
	_out += static_cast<char>(0x80 | opcode);
	if (payload.size() < 126) _out += static_cast<char>(0x80 | payload.size());
	else if (payload.size() < 65536)
	{
		_out += '\xfe';
		_out += static_cast<char>(payload.size() >> 8);
		_out += static_cast<char>(payload.size());
	}
	else throw std::logic_error("a message that is too long");
	_out.append(4, '\0').append(payload);
}


void SoakClient::leave()
{
	if (_phase == Phase::OPEN) sendFrame(CLOSE, "\x03\xe8");
	_phase = Phase::LEAVING;
	write();
	if (_socket >= 0) watch();
}


void SoakClient::reset()
	// Within a frame, if there is one under way.
{
	const linger now{1, 0};
	if (_phase == Phase::OPEN && _out.empty()) ::send(_socket, "\x82\xfe\x01", 3, MSG_NOSIGNAL);
	::setsockopt(_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	finish();
}


void SoakClient::write()
{
	if (_out.empty()) return;
	const auto size = ::send(_socket, _out.data(), _out.size(), MSG_NOSIGNAL);
	if (size > 0)
	{
		_progress = Clock::now();
		_out.erase(0, static_cast<std::size_t>(size));
	}
	else if (errno != EAGAIN && errno != EINTR) _out.clear();        // what came before the end is still to be read
}


void SoakClient::watch()
{
	epoll_event event{};
	const bool writing = _phase == Phase::CONNECTING || !_out.empty();
	event.events = (_reading ? EPOLLIN : 0U) | (writing ? EPOLLOUT : 0U);
	event.data.ptr = this;
	if (::epoll_ctl(_poller, EPOLL_CTL_MOD, _socket, &event) != 0) fail("epoll_ctl");
}


void SoakClient::finish()
{
	++_served;
	::close(_socket);
	_socket = -1;
	start();
}


void SoakClient::wait(int least, int most)
{
	const auto milliseconds = static_cast<std::size_t>(least) + below(static_cast<std::size_t>(most - least) + 1);
	_due = Clock::now() + std::chrono::milliseconds(milliseconds);
}


std::size_t SoakClient::below(std::size_t limit)
{
	return std::uniform_int_distribution<std::size_t>(0, limit - 1)(_random);
}


} // namespace Soak
