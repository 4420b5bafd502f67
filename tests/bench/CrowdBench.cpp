//
// CrowdBench.cpp
//
// A server on one event loop and thousands of clients: a drain, and handshakes that are never completed.
//
//     bench-crowd drain|handshakes [--clients N]
//
// As many clients as asked for, or as the limit of descriptors allows. Exits with 1 if something is not as it should be.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Crowd.h"
#include "Measuring.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketServer.h"
#include <cstdio>
#include <future>
#include <memory>
#include <stdexcept>


namespace {


using Bench::Clock;
using Bench::Crowd;
using Client = Crowd::Client;
using Poco::Net::SocketAddress;
using Seconds = std::chrono::duration<double>;


const char* const USAGE = "usage: bench-crowd drain|handshakes [--clients N]";

const std::string GOING_AWAY("\x88\x02\x03\xe9", 4);
const std::string GOING_AWAY_MASKED("\x88\x82\x00\x00\x00\x00\x03\xe9", 8);
const std::string HELLO("\x81\x05Hello", 7);
const std::string HELLO_MASKED("\x81\x85\x00\x00\x00\x00Hello", 11);

constexpr std::size_t MAX_PER_HANDSHAKE = 20 * 1024;
constexpr std::size_t LATE_CLIENTS = 20;


class Server
	/// An echo on a loop with a thread of its own.
{
public:
	explicit Server(WS::Net::ServerSettings settings = {}):
		server(1, std::move(settings))
	{
		server.route("/", [](WS::Net::WebSocketConnection& connection, const WS::Request&) { return std::make_unique<Echo>(connection); });
		address = server.listen(SocketAddress("127.0.0.1", 0));
		server.start();
	}

	WS::Net::WebSocketServer server;
	SocketAddress address;

private:
	class Echo: public WS::Listener
	{
	public:
		explicit Echo(WS::Net::WebSocketConnection& connection): _connection(connection) {}

		void onMessage(WS::Message& message) override { _connection.driver().send(message); }

	private:
		WS::Net::WebSocketConnection& _connection;
	};
};


void check(bool condition, const std::string& what)
{
	if (!condition) throw std::runtime_error(what);
}


bool isOpen(const Client& client)
{
	return client.received.ends_with("\r\n\r\n");
}


bool isAskedToGo(const Client& client)
{
	return client.received.ends_with("\r\n\r\n" + GOING_AWAY);
}


void open(Crowd& crowd, const Server& server)
{
	crowd.connect(server.address, Bench::requestTo(server.address));
	crowd.wait(isOpen);
}


void drainWithAnswers(std::size_t size)
	/// Everybody is asked, answers, and nobody is cut.
{
	Server server;
	Crowd crowd(size);
	open(crowd, server);
	const auto start = Clock::now();
	auto drained = std::async(std::launch::async, [&] { return server.server.drain(Poco::Timespan(60, 0)); });
	crowd.wait(isAskedToGo);
	const Seconds asked = Clock::now() - start;
	check(crowd.count([](const Client& client) { return client.ended; }) == 0, "somebody was cut");
	for (auto& client: crowd.clients) crowd.send(client, GOING_AWAY_MASKED);
	crowd.wait([](const Client& client) { return client.ended; });
	const bool nobodyCut = drained.get();
	const Seconds all = Clock::now() - start;
	check(nobodyCut, "the server says that it has cut somebody");
	check(crowd.count(isAskedToGo) == size, "somebody got something else");
	std::printf("drain of %zu connections: all saw 1001 after %.2f s, all had closed after %.2f s\n", size, asked.count(), all.count());
}


void drainWithoutAnswers(std::size_t size)
	/// Who does not answer is cut, but not before the deadline.
{
	constexpr auto DEADLINE = std::chrono::seconds(1);
	Server server;
	Crowd crowd(size);
	open(crowd, server);
	const auto start = Clock::now();
	auto drained = std::async(std::launch::async, [&] { return server.server.drain(Poco::Timespan(1, 0)); });
	crowd.wait(isAskedToGo);
	auto firstEnd = Clock::time_point::max();
	crowd.wait([&](const Client& client) {
		if (client.ended) firstEnd = std::min(firstEnd, Clock::now());
		return client.ended;
	});
	check(!drained.get(), "the server says that it has cut nobody");
	check(firstEnd - start >= DEADLINE, "somebody was cut before the deadline");
	check(crowd.count(isAskedToGo) == size, "somebody got something else");
	std::printf("drain of %zu connections that do not answer: the first was cut after %.2f s, deadline 1 s\n", size, Seconds(firstEnd - start).count());
}


void serveLateClients(const Server& server)
	/// Who comes while the others hold up their handshakes.
{
	const auto start = Clock::now();
	for (std::size_t i = 0; i < LATE_CLIENTS; ++i)
	{
		Crowd late(1);
		open(late, server);
		late.send(late.clients[0], HELLO_MASKED);
		late.wait([](const Client& client) { return client.received.ends_with(HELLO); });
	}
	std::printf("  new clients meanwhile: one opened and echoed in %.2f ms\n", Seconds(Clock::now() - start).count() * 1000 / LATE_CLIENTS);
}


void handshakes(std::size_t size, const std::string& beginning, const char* what)
	/// Heads of which the end never comes.
{
	WS::Net::ServerSettings settings;
	settings.handshakeTimeout = Poco::Timespan(4, 0);
	Server server(settings);
	Crowd crowd(size);
	Crowd first(1);
	open(first, server);
	const auto before = Bench::residentBytes();
	const auto start = Clock::now();
	crowd.connect(server.address, beginning);
	serveLateClients(server);
	const auto each = (Bench::residentBytes() - before) / size;
	std::printf("  %zu handshakes, %zu bytes of %s each: %zu bytes of memory each, at most %zu\n", size, beginning.size(), what, each, MAX_PER_HANDSHAKE);

	crowd.wait([](const Client& client) { return client.ended; });
	std::printf("  all gone after %.2f s, handshakeTimeout 4 s\n", Seconds(Clock::now() - start).count());
	check(crowd.count([](const Client& client) { return !client.received.empty(); }) == 0, "somebody was answered");
	check(first.count([](const Client& client) { return client.ended; }) == 0, "an open connection was cut");
	check(each <= MAX_PER_HANDSHAKE, "more memory than allowed");
}


void run(const std::string& scene, std::size_t clients)
{
	const auto size = Bench::affordable(clients);
	if (scene == "drain")
	{
		drainWithAnswers(size);
		drainWithoutAnswers(std::min<std::size_t>(size, 100));
		return;
	}
	if (scene != "handshakes") throw std::invalid_argument(USAGE);
	const auto request = Bench::requestTo(SocketAddress("127.0.0.1", 80));
	std::puts("half a browser's head:");
	handshakes(size, request.substr(0, request.size() / 2), "a head");
	std::puts("a head of almost the largest size:");
	handshakes(size, "GET / HTTP/1.1\r\n" + std::string("X: ") + std::string(8000, 'x') + "\r\nY: " + std::string(8000, 'y'), "a head");
}


} // namespace


int main(int argc, char** argv)
{
	return Bench::exitCodeOf("bench-crowd", [&] {
		double clients = 5000;
		const auto scenes = Bench::readArguments(argc, argv, {{"--clients", &clients}}, USAGE);
		if (scenes.size() != 1) throw std::invalid_argument(USAGE);
		run(scenes.front(), static_cast<std::size_t>(clients));
	});
}
