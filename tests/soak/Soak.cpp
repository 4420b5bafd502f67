//
// Soak.cpp
//
// A server on event loops under clients that come, talk, stall and go, for minutes or hours. They are processes of their
// own, which get killed as well. Meanwhile other servers start and stop.
//
//     ws-soak [--minutes N] [--connections N] [--starts N] [--seed N]
//
// Exits with 1 if memory grows, a descriptor is left over, or the server does to a client what it must not.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LoopClients.h"
#include "SoakClient.h"
#include "SoakServer.h"
#include "bench/Crowd.h"
#include "bench/Measuring.h"
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <deque>
#include <spawn.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>


extern char** environ;


namespace {


using Bench::Clock;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Minutes = std::chrono::duration<double, std::ratio<60>>;


const char* const USAGE = "usage: ws-soak [--minutes N] [--connections N] [--starts N] [--seed N]";

constexpr std::size_t PROCESSES = 4;           // of clients that misbehave, and one more of the library's own
constexpr unsigned TOO_LONG = 600;             // seconds more than it was to take: something hangs
constexpr double MIB = 1024 * 1024;
constexpr double GROWTH = 1.05;          // of the memory between the second and the last quarter of the time; it goes up and down
constexpr double MARGIN = 2 * MIB;


struct Settings
{
	double minutes = 10;
	double connections = 1000;
	double starts = 1000;
	double seed = 1;
};


//
// the clients' processes
//


void runLoopClients(int port, int portOverTLS, std::size_t count, unsigned seed)
	/// Until killed.
{
	const std::string host("://127.0.0.1:");
	const std::vector<Poco::URI> servers = {Poco::URI("ws" + host + std::to_string(port)), Poco::URI("wss" + host + std::to_string(portOverTLS))};
	Soak::LoopClients(servers, count / servers.size(), seed).run();
}


void runClients(int port, std::size_t count, unsigned seed)
	/// Until killed.
{
	std::mt19937 random(seed);
	const int poller = ::epoll_create1(EPOLL_CLOEXEC);
	std::deque<Soak::SoakClient> clients;
	const Poco::Net::SocketAddress server("127.0.0.1", static_cast<Poco::UInt16>(port));
	for (std::size_t i = 0; i < count; ++i) clients.emplace_back(server, random, poller).start();
	auto nextTick = Clock::now();
	for (;;)
	{
		epoll_event events[64];
		const int ready = ::epoll_wait(poller, events, 64, 20);
		for (int i = 0; i < ready; ++i) static_cast<Soak::SoakClient*>(events[i].data.ptr)->ready(events[i].events);
		const auto now = Clock::now();
		if (now < nextTick) continue;
		nextTick = now + milliseconds(20);
		for (auto& client: clients) client.tick(now);
	}
}


void runProcess(const std::vector<std::string>& arguments)
	/// As Clients starts it.
{
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	const auto port = std::stoi(arguments[1]);
	const auto portOverTLS = std::stoi(arguments[2]);
	const auto count = std::stoul(arguments[3]);
	const auto seed = static_cast<unsigned>(std::stoul(arguments[4]));
	if (arguments[0] == "clients") runClients(port, count, seed);
	else runLoopClients(port, portOverTLS, count, seed);
}


class Clients
	/// A process of clients.
{
public:
	Clients(std::string kind, const Soak::SoakServer& soak, std::size_t count):
		_kind(std::move(kind)),
		_port(std::to_string(soak.address().port())),
		_portOverTLS(std::to_string(soak.addressOverTLS().port())),
		_count(std::to_string(count))
	{
	}

	Clients(const Clients&) = delete;
	Clients& operator = (const Clients&) = delete;

	~Clients() { kill(); }

	void start(unsigned seed)
	{
		auto text = std::to_string(seed);
		char program[] = "ws-soak";
		char* const arguments[] = {program, _kind.data(), _port.data(), _portOverTLS.data(), _count.data(), text.data(), nullptr};
		if (::posix_spawn(&_process, "/proc/self/exe", nullptr, nullptr, arguments, environ) != 0) throw Poco::SystemException("posix_spawn");
	}

	void kill()
	{
		if (_process == 0) return;
		::kill(_process, SIGKILL);
		::waitpid(_process, nullptr, 0);
		_process = 0;
	}

	void check()
		/// They end only when they are killed.
	{
		if (::waitpid(_process, nullptr, WNOHANG) == 0) return;
		_process = 0;
		throw std::runtime_error("a client has failed");
	}

private:
	std::string _kind;
	std::string _port;
	std::string _portOverTLS;
	std::string _count;
	pid_t _process = 0;
};


//
// the server's process
//


class Samples
	/// Of the memory.
{
public:
	void add(double bytes) { _bytes.push_back(bytes); }

	double quarter(std::size_t number) const
		/// The median of the first, second, third or fourth.
	{
		const auto begin = _bytes.begin();
		const auto size = static_cast<std::ptrdiff_t>(_bytes.size());
		const auto i = static_cast<std::ptrdiff_t>(number);
		return Bench::median({begin + size * (i - 1) / 4, begin + size * i / 4});
	}

	bool hasQuarters() const { return _bytes.size() >= 4; }

private:
	std::vector<double> _bytes;
};


class Starts
	/// Servers that start and stop on a thread of their own, spread over the time.
{
public:
	Starts(std::size_t count, Clock::time_point begin, Clock::time_point end):
		_thread([=, this] { run(count, begin, end); })
	{
	}

	Starts(const Starts&) = delete;
	Starts& operator = (const Starts&) = delete;

	~Starts()
	{
		_stopping = true;
		_thread.join();
	}

	std::size_t done() const { return _done; }

	void check() const
	{
		if (_failed) throw std::runtime_error("a server has failed to start and stop");
	}

private:
	void run(std::size_t count, Clock::time_point begin, Clock::time_point end)
	{
		try
		{
			for (; _done < count && !_stopping; ++_done)
			{
				while (Clock::now() < begin + (end - begin) * _done.load() / count && !_stopping) std::this_thread::sleep_for(milliseconds(5));
				Soak::startAndStop(_done);
			}
		}
		catch (const std::exception& exception)
		{
			std::fprintf(stderr, "start %zu: %s\n", _done.load(), exception.what());
			_failed = true;
		}
	}

	std::atomic<std::size_t> _done{0};
	std::atomic<bool> _stopping{false};
	std::atomic<bool> _failed{false};
	std::thread _thread;
};


sigset_t endingSignals()
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	return signals;
}


bool isEnded(milliseconds wait)
	/// By a signal.
{
	const auto signals = endingSignals();
	const timespec time{0, static_cast<long>(wait.count() * 1000000)};
	return ::sigtimedwait(&signals, nullptr, &time) > 0;
}


class Soaking
	/// A server under its clients.
{
public:
	explicit Soaking(const Settings& settings):
		_random(static_cast<unsigned>(settings.seed))
	{
		const auto each = static_cast<std::size_t>(settings.connections) / (PROCESSES + 1);
		for (std::size_t i = 0; i < PROCESSES; ++i) _clients.emplace_back("clients", _soak, each).start(_random());
		_clients.emplace_back("loop-clients", _soak, each).start(_random());
	}

	bool run(const Settings& settings)
		/// False: stopped by a signal.
	{
		const auto begin = Clock::now();
		const auto end = begin + std::chrono::duration_cast<Clock::duration>(Minutes(settings.minutes));
		const auto reportEvery = std::clamp<Clock::duration>((end - begin) / 20, seconds(5), seconds(60));
		auto nextReport = begin + reportEvery;
		auto nextSample = begin;
		Starts starts(static_cast<std::size_t>(settings.starts), begin, begin + (end - begin) / 10 * 9);
		while (Clock::now() < end || starts.done() < static_cast<std::size_t>(settings.starts))
		{
			if (isEnded(milliseconds(100))) return false;
			starts.check();
			for (auto& clients: _clients) clients.check();
			_soak.sendNews();
			if (_random() % 50 == 0) replaceOne();
			const auto now = Clock::now();
			if (now >= nextSample) _samples.add(static_cast<double>(Bench::residentBytes())), nextSample += seconds(1);
			if (now >= nextReport) report(now - begin, starts), nextReport += reportEvery;
		}
		report(Clock::now() - begin, starts);
		return true;
	}

	void leave()
		/// All clients are killed, and the server notices.
	{
		_clients.clear();
		for (const auto until = Clock::now() + seconds(30); _soak.server.size() > 0; std::this_thread::sleep_for(milliseconds(10)))
		{
			if (Clock::now() > until) throw std::runtime_error("connections are left over: " + std::to_string(_soak.server.size()));
		}
	}

	const Samples& samples() const { return _samples; }

private:
	void replaceOne()
		/// kill -9, about every five seconds.
	{
		auto& clients = _clients[_random() % _clients.size()];
		clients.kill();
		clients.start(_random());
		++_killed;
	}

	void report(Clock::duration since, const Starts& starts) const
	{
		std::printf("%7.1f min %6zu open %9llu served %6zu starts %4zu killed %8.1f MiB %6zu descriptors\n", Minutes(since).count(), _soak.server.size(),
			static_cast<unsigned long long>(_soak.opened()), starts.done(), _killed, static_cast<double>(Bench::residentBytes()) / MIB,
			Bench::openDescriptors());
		std::fflush(stdout);
	}

	std::mt19937 _random;
	Soak::SoakServer _soak;
	std::deque<Clients> _clients;
	Samples _samples;
	std::size_t _killed = 0;
};


void judge(const Samples& samples, std::size_t before, std::size_t after)
{
	std::printf("descriptors: %zu before, %zu after\n", before, after);
	if (after != before) throw std::runtime_error("descriptors are left over");
	if (!samples.hasQuarters()) return;
	const auto early = samples.quarter(2);
	const auto late = samples.quarter(4);
	std::printf("memory, medians of the quarters: %.1f %.1f %.1f %.1f MiB\n", samples.quarter(1) / MIB, early / MIB, samples.quarter(3) / MIB, late / MIB);
	if (late > early * GROWTH + MARGIN) throw std::runtime_error("the memory has grown");
}


void soak(const Settings& settings)
{
	const auto signals = endingSignals();
	::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
	::alarm(static_cast<unsigned>(settings.minutes * 60) + TOO_LONG);
	Bench::raiseDescriptorLimit();
	Soak::startAndStop(0);        // what is opened once stays
	const auto before = Bench::openDescriptors();
	Samples samples;
	{
		Soaking soaking(settings);
		if (!soaking.run(settings)) std::puts("stopped");
		soaking.leave();
		samples = soaking.samples();
	}
	judge(samples, before, Bench::openDescriptors());
}


} // namespace


int main(int argc, char** argv)
{
	return Bench::exitCodeOf("ws-soak", [&] {
		const std::vector<std::string> arguments(argv + 1, argv + argc);
		if (arguments.size() == 5 && arguments[0].ends_with("clients")) return runProcess(arguments);
		Settings settings;
		const Bench::Numbers numbers = {{"--minutes", &settings.minutes}, {"--connections", &settings.connections}, {"--starts", &settings.starts}, {"--seed", &settings.seed}};
		if (!Bench::readArguments(argc, argv, numbers, USAGE).empty()) throw std::invalid_argument(USAGE);
		soak(settings);
	});
}
