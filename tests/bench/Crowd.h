//
// Crowd.h
//
// Thousands of clients in one thread, and what the process has.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Crowd_INCLUDED
#define Crowd_INCLUDED


#include "Bench.h"
#include <Poco/Net/SocketAddress.h>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <vector>


namespace Bench {


using Clock = std::chrono::steady_clock;


inline std::size_t residentBytes()
	/// Of this process.
{
	std::ifstream status("/proc/self/status");
	for (std::string line; std::getline(status, line);)
	{
		if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6)) * 1024;
	}
	throw Poco::NotFoundException("VmRSS");
}


inline std::size_t openDescriptors()
	/// Of this process, without the one that reads them.
{
	using Entries = std::filesystem::directory_iterator;
	return static_cast<std::size_t>(std::distance(Entries("/proc/self/fd"), Entries())) - 1;
}


inline std::size_t affordable(std::size_t wanted)
	/// As many clients as there may be whose server is in the same process.
{
	const auto limit = raiseDescriptorLimit();
	return limit < 400 ? 1 : std::min<std::size_t>(wanted, (limit - 200) / 2);
}


inline std::string requestTo(const Poco::Net::SocketAddress& server)
	/// A head as large as a browser's.
{
	return "GET / HTTP/1.1\r\nHost: " + server.toString() + "\r\nOrigin: http://" + server.toString() +
		"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		"Cookie: session="
		+ std::string(400, 'c') + "\r\n\r\n";
}


class Crowd
	/// Clients that send what they are told, and keep what they get.
{
public:
	struct Client
	{
		int socket = -1;
		bool ended = false;              // by the server, and closed here
		std::string received;
	};

	explicit Crowd(std::size_t size):
		clients(size),
		_poller(::epoll_create1(EPOLL_CLOEXEC))
	{
		if (_poller < 0) fail("epoll_create1");
	}

	Crowd(const Crowd&) = delete;
	Crowd& operator = (const Crowd&) = delete;

	~Crowd()
	{
		for (const auto& client: clients)
		{
			if (!client.ended) ::close(client.socket);
		}
		::close(_poller);
	}

	void connect(const Poco::Net::SocketAddress& server, const std::string& bytes)
		/// All of them, and each sends these bytes.
	{
		for (auto& client: clients)
		{
			client.socket = ::socket(server.af(), SOCK_STREAM | SOCK_CLOEXEC, 0);
			if (client.socket < 0) fail("socket");
			if (::connect(client.socket, server.addr(), server.length()) != 0) fail("connect");
			::fcntl(client.socket, F_SETFL, O_NONBLOCK);
			epoll_event event{};
			event.events = EPOLLIN;
			event.data.ptr = &client;
			if (::epoll_ctl(_poller, EPOLL_CTL_ADD, client.socket, &event) != 0) fail("epoll_ctl");
			send(client, bytes);
		}
	}

	void send(Client& client, const std::string& bytes)
		/// Little enough for a socket's buffer.
	{
		if (client.ended) return;
		const auto sent = ::send(client.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
		if (sent < 0 && errno != EPIPE && errno != ECONNRESET) fail("send");
	}

	void wait(const std::function<bool(const Client&)>& done)
		/// Until it holds for all. Poco::TimeoutException when nothing comes for a minute.
	{
		std::size_t missing = clients.size() - count(done);
		epoll_event events[256];
		while (missing > 0)
		{
			const int ready = ::epoll_wait(_poller, events, 256, 60000);
			if (ready < 0 && errno != EINTR) fail("epoll_wait");
			if (ready == 0) throw Poco::TimeoutException("clients that wait", std::to_string(missing));
			for (int i = 0; i < ready; ++i)
			{
				auto& client = *static_cast<Client*>(events[i].data.ptr);
				const bool before = done(client);
				receive(client);
				if (!before && done(client)) --missing;
			}
		}
	}

	std::size_t count(const std::function<bool(const Client&)>& which) const
	{
		return static_cast<std::size_t>(std::count_if(clients.begin(), clients.end(), which));
	}

	std::vector<Client> clients;

private:
	[[noreturn]] static void fail(const char* call)
	{
		throw std::system_error(errno, std::generic_category(), call);
	}

	void receive(Client& client)
	{
		char buffer[4096];
		const auto size = ::recv(client.socket, buffer, sizeof buffer, 0);
		if (size > 0) client.received.append(buffer, static_cast<std::size_t>(size));
		if (size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR))) return;
		client.ended = true;
		::close(client.socket);
	}

	const int _poller;
};


} // namespace Bench


#endif // Crowd_INCLUDED
