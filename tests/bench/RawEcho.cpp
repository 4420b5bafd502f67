//
// RawEcho.cpp
//
// A TCP echo server that looks at nothing: what the same bytes cost on this machine without a protocol. One
// thread, epoll, one recv and one send for what has arrived.
//
//     bench-raw-echo [--pings]
//
// With --pings no echo, but what keeps idle connections of wsload alive: the answer to its request, which is always the
// same, and then a ping every 20 seconds. What comes is dropped.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Bench.h"
#include <cerrno>
#include <chrono>
#include <deque>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>


namespace {


using Clock = std::chrono::steady_clock;

constexpr std::string_view ANSWER =
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
constexpr std::string_view PING("\x89\x00", 2);
constexpr std::chrono::seconds PING_INTERVAL(20);


[[noreturn]] void fail(const char* call)
{
	throw std::system_error(errno, std::generic_category(), call);
}


class Server
{
public:
	explicit Server(bool pings):
		_pings(pings),
		_listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
		_poller(::epoll_create1(EPOLL_CLOEXEC)),
		_buffer(512 * 1024)
	{
		if (_listener < 0 || _poller < 0) fail("socket");
		sockaddr_in address{};
		address.sin_family = AF_INET;
		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		if (::bind(_listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) fail("bind");
		if (::listen(_listener, Bench::MAX_CONNECTIONS) != 0) fail("listen");
		socklen_t size = sizeof(address);
		if (::getsockname(_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
		watch(EPOLL_CTL_ADD, _listener, EPOLLIN);
		Bench::listening({reinterpret_cast<sockaddr*>(&address), size});
	}

	[[noreturn]] void run()
	{
		epoll_event events[256];
		for (;;)
		{
			const int count = ::epoll_wait(_poller, events, 256, _due.empty() ? -1 : 16);
			if (count < 0 && errno != EINTR) fail("epoll_wait");
			ping();
			for (int i = 0; i < count; ++i)
			{
				const int socket = events[i].data.fd;
				if (socket == _listener) accept();
				else if (events[i].events & EPOLLOUT) sendPending(socket);
				else echo(socket);
			}
		}
	}

private:
	void watch(int operation, int socket, unsigned what)
	{
		epoll_event event{};
		event.events = what;
		event.data.fd = socket;
		if (::epoll_ctl(_poller, operation, socket, &event) != 0) fail("epoll_ctl");
	}

	void accept()
	{
		const int socket = ::accept4(_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (socket < 0) return;
		const int on = 1;
		::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		watch(EPOLL_CTL_ADD, socket, EPOLLIN);
	}

	void echo(int socket)
	{
		const ssize_t size = ::recv(socket, _buffer.data(), _buffer.size(), 0);
		const std::string_view received(_buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
		if (_pings && received.starts_with("GET ")) greet(socket);
		else if (size > 0 && !_pings) send(socket, received);
		else if (size > 0) return;
		else if (size == 0 || errno != EAGAIN) end(socket);
	}

	void greet(int socket)
	{
		send(socket, ANSWER);
		_due.emplace_back(Clock::now() + PING_INTERVAL, socket);
	}

	void ping()
	{
		if (_due.empty()) return;
		const auto now = Clock::now();
		while (_due.front().first <= now)
		{
			const int socket = _due.front().second;
			_due.pop_front();
			_due.emplace_back(now + PING_INTERVAL, socket);
			send(socket, PING);
		}
	}

	void send(int socket, std::string_view bytes)
		/// While bytes wait to be sent nothing more is received.
	{
		const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
		if (sent < 0 && errno != EAGAIN) return end(socket);
		if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
		const bool waited = _pending.contains(socket);
		if (bytes.empty())
		{
			if (waited) watch(EPOLL_CTL_MOD, socket, EPOLLIN);
			_pending.erase(socket);
			return;
		}
		if (!waited) watch(EPOLL_CTL_MOD, socket, EPOLLOUT);
		_pending[socket] = std::string(bytes);
	}

	void sendPending(int socket)
	{
		const std::string bytes = _pending[socket];
		send(socket, bytes);
	}

	void end(int socket)
	{
		_pending.erase(socket);
		::close(socket);
	}

	const bool _pings;
	int _listener;
	int _poller;
	std::vector<char> _buffer;
	std::map<int, std::string> _pending;
	std::deque<std::pair<Clock::time_point, int>> _due;        // when which socket is pinged; each of them once
};


} // namespace


int main(int argc, char** argv)
{
	try
	{
		const bool pings = argc == 2 && std::string_view(argv[1]) == "--pings";
		if (argc > 1 && !pings)
		{
			std::cerr << "usage: bench-raw-echo [--pings]" << std::endl;
			return 2;
		}
		Bench::raiseDescriptorLimit();
		Server(pings).run();
	}
	catch (const std::exception& exception)
	{
		std::cerr << "bench-raw-echo: " << exception.what() << std::endl;
		return 1;
	}
}
