//
// RelayBench.cpp
//
// Sends a lot through WS::Net::Relay, and looks at what memory that takes. The peers are a process of their own, so
// that the figures are the relay's.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/Relay.h"
#include "WS/Net/WebSocketClient.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include <Poco/Exception.h>
#include <Poco/Net/HTTPServer.h>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>


namespace {


using Poco::Net::ServerSocket;
using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;


constexpr std::uint64_t MIB = 1024 * 1024;


struct Settings
{
	std::uint64_t mib = 1024;
	std::size_t size = 64 * 1024;        // of a message's payload
	double bound = 0;                    // MiB; 0: by the size
	bool up = true;                      // from the client to the upstream
	bool down = false;
	bool slow = false;                   // the readers wait until their writer is stuck

	std::uint64_t messages() const { return mib * MIB / size; }
};


[[noreturn]] void usage()
{
	std::cerr << "usage: bench-relay [--mib N] [--size BYTES] [--direction up|down|both] [--slow] [--bound MIB]\n"
				 "\n"
				 "  --mib N        how much to send in each direction (1024)\n"
				 "  --size BYTES   of a message, at least 8 (65536)\n"
				 "  --direction    up: from the client to the upstream (up)\n"
				 "  --slow         each read waits until its writer cannot go on: the relay is full all the time\n"
				 "  --bound MIB    exit with 1 if the peak of the memory grows by more (8, and four messages for each direction)\n";
	std::exit(2);
}


Settings parse(int argc, char** argv)
{
	Settings settings;
	for (int i = 1; i < argc; ++i)
	{
		const std::string option = argv[i];
		if (option == "--slow")
		{
			settings.slow = true;
			continue;
		}
		if (i + 1 == argc) usage();
		const std::string value = argv[++i];
		if (option == "--mib") settings.mib = std::stoull(value);
		else if (option == "--size") settings.size = std::stoull(value);
		else if (option == "--bound") settings.bound = std::stod(value);
		else if (option != "--direction" || (value != "up" && value != "down" && value != "both")) usage();
		else settings.up = value != "down", settings.down = value != "up";
	}
	if (settings.size < sizeof(std::uint64_t)) usage();
	if (settings.bound == 0) settings.bound = 8 + (settings.up + settings.down) * 4 * static_cast<double>(settings.size) / MIB;
	return settings;
}


//
// the peers' process
//


class Congestion
	/// Whether the writer of one direction cannot go on, for the reader at its other end.
{
public:
	void set(bool stuck)
	{
		const std::lock_guard lock(_mutex);
		_stuck = stuck;
		_changed.notify_all();
	}

	void wait()
	{
		std::unique_lock lock(_mutex);
		_changed.wait(lock, [this] { return _stuck; });
	}

private:
	std::mutex _mutex;
	std::condition_variable _changed;
	bool _stuck = false;
};


void sendAll(StreamSocket& socket, const char* bytes, std::size_t size)
{
	while (size > 0)
	{
		const int n = socket.sendBytes(bytes, static_cast<int>(size));
		bytes += n;
		size -= static_cast<std::size_t>(n);
	}
}


void sendAll(StreamSocket& socket, const char* bytes, std::size_t size, Congestion& congestion)
{
	while (size > 0)
	{
		const auto n = ::send(socket.impl()->sockfd(), bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN && errno != EINTR) throw Poco::IOException("the relay has ended");
		if (n < 0)
		{
			congestion.set(true);
			socket.poll(Poco::Timespan(1, 0), StreamSocket::SELECT_WRITE);
			congestion.set(false);
			continue;
		}
		bytes += n;
		size -= static_cast<std::size_t>(n);
	}
}


std::string head(StreamSocket& socket)
{
	std::string head;
	char c;
	while (!head.ends_with("\r\n\r\n") && socket.receiveBytes(&c, 1) == 1) head += c;
	return head;
}


std::string headerOf(std::size_t size, bool masked)
	/// Of a binary frame; the masking key is 0.
{
	std::string header("\x82\x7f", 2);
	for (int shift = 56; shift >= 0; shift -= 8) header += static_cast<char>(static_cast<std::uint64_t>(size) >> shift & 0xff);
	if (size < 65536)
	{
		header = std::string("\x82\x7e", 2) + header.substr(8);
		if (size < 126) header = std::string("\x82", 1) + static_cast<char>(size);
	}
	if (masked)
	{
		header[1] = static_cast<char>(header[1] | 0x80);
		header += std::string(4, '\0');
	}
	return header;
}


void write(StreamSocket socket, const Settings& settings, bool masked, Congestion& congestion)
	/// Sends numbered messages.
{
	const auto header = headerOf(settings.size, masked);
	auto frame = header + std::string(settings.size, 'x');
	for (std::uint64_t number = 0; number < settings.messages(); ++number)
	{
		std::memcpy(frame.data() + header.size(), &number, sizeof number);
		sendAll(socket, frame.data(), frame.size(), congestion);
	}
	congestion.set(true);        // no more is to come
}


void readAll(StreamSocket& socket, char* bytes, std::size_t size, Congestion* congestion)
{
	for (std::size_t have = 0; have < size;)
	{
		if (congestion) congestion->wait();
		const int n = socket.receiveBytes(bytes + have, static_cast<int>(std::min<std::size_t>(size - have, 65536)));
		if (n <= 0) throw Poco::IOException("the relay has ended");
		have += static_cast<std::size_t>(n);
	}
}


void read(StreamSocket socket, const Settings& settings, bool masked, Congestion& congestion)
	/// Until all messages have come, each whole and in order.
{
	const auto header = headerOf(settings.size, masked);
	std::string frame(header.size() + settings.size, '\0');
	for (std::uint64_t number = 0; number < settings.messages(); ++number)
	{
		readAll(socket, frame.data(), frame.size(), settings.slow ? &congestion : nullptr);
		auto* payload = frame.data() + header.size();
		if (masked)
		{
			for (std::size_t i = 0; i < sizeof number; ++i) payload[i] = static_cast<char>(payload[i] ^ payload[static_cast<int>(i % 4) - 4]);
		}
		const auto headerSize = header.size() - (masked ? 4 : 0);
		if (std::memcmp(frame.data(), header.data(), headerSize) != 0 || std::memcmp(payload, &number, sizeof number) != 0)
			throw Poco::DataException("not the message that was sent", std::to_string(number));
	}
}


int peers(ServerSocket& listening, const SocketAddress& gateway, int ready, int go, const Settings& settings)
try
{
	StreamSocket client(gateway);
	const std::string request = "GET / HTTP/1.1\r\nHost: " + gateway.toString() +
		"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
	sendAll(client, request.data(), request.size());

	auto upstream = listening.acceptConnection();
	WS::Listener listener;
	WS::ServerDriver driver(listener);
	driver.start();
	auto asked = head(upstream);
	driver.receive(std::span<char>(asked));
	sendAll(upstream, driver.output().data(), driver.output().size());
	head(client);

	char signal = 'r';
	if (::write(ready, &signal, 1) != 1 || ::read(go, &signal, 1) != 1) return 1;

	std::vector<std::thread> threads;
	std::atomic<bool> failed = false;
	Congestion up;
	Congestion down;
	const auto run = [&](auto part, StreamSocket& socket, bool masked, Congestion& congestion) {
		threads.emplace_back([&, part, socket, masked] {
			try
			{
				part(socket, settings, masked, congestion);
			}
			catch (const Poco::Exception& exception)
			{
				failed = true;
				std::cerr << exception.displayText() << std::endl;
				client.shutdown();
				upstream.shutdown();
				congestion.set(true);
			}
		});
	};
	if (settings.up) run(write, client, true, up), run(read, upstream, true, up);
	if (settings.down) run(write, upstream, false, down), run(read, client, false, down);
	for (auto& thread: threads) thread.join();
	return failed ? 1 : 0;
}
catch (const Poco::Exception& exception)
{
	std::cerr << exception.displayText() << std::endl;
	return 1;
}


//
// the relay's process
//


double memory(const std::string& name)
	/// A line of /proc/self/status, in MiB.
{
	std::ifstream status("/proc/self/status");
	for (std::string line; std::getline(status, line);)
	{
		if (line.starts_with(name + ":")) return std::stod(line.substr(name.size() + 1)) / 1024;
	}
	throw Poco::NotFoundException(name);
}


Poco::Net::HTTPRequestHandlerFactory::Ptr gatewayTo(const SocketAddress& upstream)
{
	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", [upstream](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		auto client = std::make_unique<WS::Net::WebSocketClient>(Poco::URI("ws://localhost/"));
		client->connect({upstream});
		return std::make_unique<WS::Net::Relay>(connection, std::move(client));
	});
	return factory;
}


int measure(ServerSocket& socket, const SocketAddress& upstream, pid_t peers, int ready, int go, const Settings& settings)
{
	Poco::Net::HTTPServer server(gatewayTo(upstream), socket, new Poco::Net::HTTPServerParams);
	server.start();
	char signal;
	if (::read(ready, &signal, 1) != 1) return 1;
	std::ofstream("/proc/self/clear_refs") << 5;        // the peak counts from now
	const auto before = memory("VmRSS");
	const auto start = std::chrono::steady_clock::now();
	if (::write(go, &signal, 1) != 1) return 1;

	int status = 0;
	::waitpid(peers, &status, 0);
	const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
	const auto grown = memory("VmHWM") - before;
	server.stopAll();

	const bool arrived = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	const auto gib = static_cast<double>(settings.mib) / 1024 * (settings.up + settings.down);
	std::cout << gib << " GiB in messages of " << settings.size << " bytes" << (settings.slow ? ", read slowly" : "") << ": "
			  << (arrived ? "all arrived" : "FAILED") << "; " << gib / seconds.count() << " GiB/s; peak RSS grew by " << grown << " MiB, at most "
			  << settings.bound << (grown <= settings.bound ? "" : ": MISSED") << std::endl;
	return arrived && grown <= settings.bound ? 0 : 1;
}


} // namespace


int main(int argc, char** argv)
try
{
	const auto settings = parse(argc, argv);
	ServerSocket gateway(SocketAddress("127.0.0.1", 0));
	ServerSocket upstream(SocketAddress("127.0.0.1", 0));
	int ready[2];
	int go[2];
	if (::pipe(ready) != 0 || ::pipe(go) != 0) throw Poco::IOException("pipe");

	const pid_t child = ::fork();
	if (child < 0) throw Poco::SystemException("fork");
	::close(ready[child == 0 ? 0 : 1]);
	::close(go[child == 0 ? 1 : 0]);
	if (child == 0) return peers(upstream, gateway.address(), ready[1], go[0], settings);
	const auto address = upstream.address();
	upstream.close();
	return measure(gateway, address, child, ready[0], go[1], settings);
}
catch (const std::exception& exception)
{
	std::cerr << exception.what() << std::endl;
	return 2;
}
