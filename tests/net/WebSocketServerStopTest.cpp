//
// WebSocketServerStopTest.cpp
//
// How a server on event loops ends.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ConnectionSettings.h"
#include "WS/ServerDriver.h"
#include "net/Loop.h"
#include "net/LoopServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <atomic>
#include <filesystem>
#include <thread>


using namespace WS;
using namespace WS::Test;
using Net::EventLoop;
using Net::WebSocketConnection;
using Net::WebSocketServer;
using Poco::Net::SocketAddress;


namespace {


std::size_t threads()
	/// Of this process.
{
	const std::filesystem::directory_iterator tasks("/proc/self/task");
	return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}


bool threadsAre(std::size_t count)
	/// A thread that was joined may be seen for another moment.
{
	const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(PATIENCE);
	while (threads() != count && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
	return threads() == count;
}


std::size_t descriptors()
{
	const std::filesystem::directory_iterator open("/proc/self/fd");
	return static_cast<std::size_t>(std::distance(begin(open), end(open)));
}


struct OwnLoop
	/// A server on a loop that the test turns.
{
	EventLoop loop;
	Journal journal;
	std::unique_ptr<WebSocketServer> server = std::make_unique<WebSocketServer>(loop);
	SocketAddress address;

	explicit OwnLoop(Script script = echo())
	{
		server->route("/", endpointOf(std::move(script), journal));
		address = server->listen(SocketAddress("127.0.0.1", 0));
		server->start();
	}

	NetSocket open()
	{
		NetSocket socket(address);
		socket.send(NetSocket::request(address).bytes());
		while (journal.events().count(Event::OPENED) == 0) Net::Loop::of(loop).turn();
		socket.readHead();
		return socket;
	}
};


std::vector<NetSocket> opened(const SocketAddress& address, int count)
{
	std::vector<NetSocket> sockets;
	for (int i = 0; i < count; ++i) sockets.push_back(NetSocket::opened(address));
	return sockets;
}


class Clients
	/// Threads that connect again and again, until it goes.
{
public:
	explicit Clients(const SocketAddress& address)
	{
		for (int i = 0; i < 4; ++i)
		{
			_threads.emplace_back([this, address] {
				while (!_done) attempt(address);
			});
		}
	}

	~Clients()
	{
		_done = true;
		for (auto& thread: _threads) thread.join();
	}

private:
	static void attempt(const SocketAddress& address)
	{
		try
		{
			auto socket = NetSocket::opened(address);
			socket.send(TestFrame(TEXT, "x"));
			socket.readFrame();
		}
		catch (const Poco::Exception&)
		{
			std::this_thread::yield();       // refused, or ended
		}
	}

	std::atomic<bool> _done{false};
	std::vector<std::thread> _threads;
};


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketServerStopTest)


BOOST_AUTO_TEST_CASE(badInput66StopEndsWithAHundredSilentSockets)
{
	std::thread([] {}).join();         // a sanitizer starts one of its own with the first
	const auto before = threads();
	LoopServer server(echo(), {}, 3);
	const auto sockets = opened(server.address(), 100);
	server.server.stop();
	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 100U);
	BOOST_TEST(server.server.size() == 0U);
	BOOST_TEST(threadsAre(before));
}


BOOST_AUTO_TEST_CASE(badInput66StopSaysGoodbye)
{
	LoopServer server(echo(), {}, 3);
	auto sockets = opened(server.address(), 100);
	server.server.stop();
	for (auto& socket: sockets)
	{
		BOOST_TEST(socket.readFrame() == TestFrame::close(1001));
		BOOST_TEST(socket.readToEnd().empty());
	}
}


BOOST_AUTO_TEST_CASE(badInput66StopEndsWithHalfDoneHandshakes)
{
	LoopServer server(echo(), {}, 3);
	std::vector<NetSocket> sockets;
	for (int i = 0; i < 100; ++i)
	{
		sockets.emplace_back(server.address());
		sockets.back().send(NetSocket::request(server.address()).bytes().first(static_cast<std::size_t>(i)));
	}
	while (server.server.size() < 100) std::this_thread::yield();
	server.server.stop();
	for (auto& socket: sockets) BOOST_TEST(socket.readToEnd().empty());
}


BOOST_AUTO_TEST_CASE(badInput66StopEndsWithSocketsThatNeverRead)
{
	Script script;
	script.onOpen = [](WebSocketConnection& connection) { connection.driver().binary(std::string(8'000'000, 'x')); };
	LoopServer server(script);
	const auto sockets = opened(server.address(), 20);
	server.server.stop();
	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 20U);
}


BOOST_AUTO_TEST_CASE(badInput66ADrainIsCutAtItsDeadline)
{
	LoopServer server(echo(), {}, 3);
	auto sockets = opened(server.address(), 100);
	BOOST_TEST(!server.server.drain(Poco::Timespan(0, 100000)));
	for (auto& socket: sockets) BOOST_TEST(socket.readFrame() == TestFrame::close(1001));
	BOOST_TEST(server.journal.events().count(Event::CLOSED) == 100U);
}


BOOST_AUTO_TEST_CASE(whoConnectsWhileTheServerStopsIsEnded)
{
	for (int i = 0; i < 20; ++i)
	{
		LoopServer server(echo(), {}, 3);
		const Clients clients(server.address());
		server.journal.until(Event::OPENED, 5);
		std::thread stopping([&] { server.server.stop(); });
		server.server.stop();
		stopping.join();
		BOOST_TEST(server.server.size() == 0U);
	}
}


BOOST_AUTO_TEST_CASE(aServerMayGoWhileClientsConnect)
{
	for (int i = 0; i < 20; ++i)
	{
		auto server = std::make_unique<LoopServer>(echo(), nullptr, 3);
		const Clients clients(server->address());
		server->journal.until(Event::OPENED, 5);
		server.reset();
	}
}


BOOST_AUTO_TEST_CASE(manyServersStartAndStop)
{
	{
		LoopServer first;
	}
	const auto before = std::pair(threads(), descriptors());
	for (int i = 0; i < 200; ++i)
	{
		LoopServer server(echo(), {}, 2);
		auto socket = NetSocket::opened(server.address());
		socket.send(TestFrame(TEXT, "x"));
		BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "x"));
	}
	BOOST_TEST(threadsAre(before.first));
	BOOST_TEST(descriptors() == before.second);
}


BOOST_AUTO_TEST_CASE(everyEventMayStopTheServer)
{
	for (int event = 0; event < 4; ++event)
	{
		WebSocketServer* stopping = nullptr;
		Script script;
		const auto stop = [&](auto&...) { stopping->stop(); };
		if (event == 0) script.onOpen = stop;
		if (event == 1) script.onMessage = stop;
		if (event == 2) script.onPing = stop;
		if (event == 3) script.onClose = stop;
		Journal journal;
		WebSocketServer server(2);
		stopping = &server;
		server.route("/", endpointOf(script, journal));
		const auto address = server.listen(SocketAddress("127.0.0.1", 0));
		server.start();
		const auto other = NetSocket(address);
		NetSocket socket(address);
		socket.send(NetSocket::request(address).bytes() + TestFrame(PING).masked().bytes() + TestFrame(TEXT, "x").masked().bytes() + TestFrame::close(1000).masked().bytes());
		journal.until(Event::CLOSED);
		server.stop();
		BOOST_TEST(server.size() == 0U);
	}
}


BOOST_AUTO_TEST_CASE(aThreadMayStopTheServerWhileAListenerDoes)
{
	std::atomic<WebSocketServer*> stopping = nullptr;
	Script script;
	script.onMessage = [&](WebSocketConnection&, Message&) { stopping.load()->stop(); };
	LoopServer server(script, {}, 3);
	stopping = &server.server;
	auto sockets = opened(server.address(), 30);
	for (auto& socket: sockets) socket.send(TestFrame(TEXT, "stop"));
	server.server.drain(Poco::Timespan(PATIENCE, 0));
	BOOST_TEST(server.server.size() == 0U);
}


BOOST_AUTO_TEST_CASE(whatWasAbortedBeforeADrainWasNotCutByIt)
{
	LoopServer server;
	auto socket = NetSocket::opened(server.address());
	server.journal.until(Event::OPENED);
	server.server.connections().at(0).abort();
	while (server.server.size() != 0) std::this_thread::yield();
	BOOST_TEST(server.server.drain(Poco::Timespan(PATIENCE, 0)));
}


BOOST_AUTO_TEST_CASE(whatIsAdoptedWhileTheServerStartsIsServedOrRefused)
{
	Poco::Net::ServerSocket listening(SocketAddress("127.0.0.1", 0));
	for (int i = 0; i < 50; ++i)
	{
		Journal journal;
		WebSocketServer server(2);
		server.route("/", endpointOf(echo(), journal));
		NetSocket client(listening.address());
		const auto accepted = listening.acceptConnection();
		std::thread starting([&] { server.start(); });
		for (bool isAdopted = false; !isAdopted;)
		{
			try
			{
				server.adopt(accepted, NetSocket::request(listening.address()).parsed());
				isAdopted = true;
			}
			catch (const Poco::IllegalStateException&)
			{
				std::this_thread::yield();       // not yet
			}
		}
		client.readHead();
		BOOST_TEST(client.status() == 101);
		server.stop();
		starting.join();
	}
}


BOOST_AUTO_TEST_CASE(whatIsAdoptedAfterTheStopIsClosed)
{
	LoopServer server;
	Poco::Net::ServerSocket listening(SocketAddress("127.0.0.1", 0));
	NetSocket client(listening.address());
	server.server.stop();
	server.server.adopt(listening.acceptConnection(), NetSocket::request(server.address()).parsed());
	BOOST_TEST(client.readToEnd().empty());
}


//
// On a loop of the caller's
//


BOOST_AUTO_TEST_CASE(aServerMayGoBeforeItsLoopTurnsAgain)
{
	OwnLoop own;
	auto socket = own.open();
	own.server->stop();
	own.server.reset();
	Net::Loop::of(own.loop).turn(false);
	BOOST_TEST(own.journal.events().count(Event::CLOSED) == 1U);
}


BOOST_AUTO_TEST_CASE(aServerMayGoThatNobodyHasTurned)
{
	OwnLoop own;
	own.server.reset();
	BOOST_TEST(Net::Loop::of(own.loop).turn(false) == 0U);
}


BOOST_AUTO_TEST_CASE(aServerMayGoInAPostedFunction)
{
	OwnLoop own;
	auto socket = own.open();
	own.loop.post([&] {
		own.server->drain(Poco::Timespan(PATIENCE, 0));
		own.server.reset();
		own.loop.stop();
	});
	own.loop.run();
	Net::Loop::of(own.loop).turn(false);
	BOOST_TEST(own.journal.events().count(Event::CLOSED) == 1U);
	BOOST_TEST(socket.readToEnd().empty());
}


BOOST_AUTO_TEST_CASE(aLoopThatIsToStopStillDrainsTheServer)
{
	OwnLoop own;
	auto socket = own.open();
	own.loop.stop();
	BOOST_TEST(!own.server->drain(Poco::Timespan(0, 50000)));
	BOOST_TEST(own.journal.events().count(Event::CLOSED) == 1U);
	own.loop.run();                      // returns at once
}


BOOST_AUTO_TEST_CASE(aDrainOnALoopThatNobodyRunsEndsWithTheLastConnection)
{
	Script script;
	script.onClose = [](WebSocketConnection& connection) { connection.abort(); };
	OwnLoop own(script);
	auto socket = own.open();
	socket.send(TestFrame::close(1001));
	BOOST_TEST(own.server->drain(Net::FOREVER));
	BOOST_TEST(own.server->size() == 0U);
}


BOOST_AUTO_TEST_CASE(aServerMayGoWhileAnotherThreadRunsItsLoop)
{
	EventLoop loop;
	std::thread runner([&] { loop.run(); });
	for (int i = 0; i < 100; ++i)
	{
		Journal journal;
		WebSocketServer server(loop);
		server.route("/", endpointOf(echo(), journal));
		const auto address = server.listen(SocketAddress("127.0.0.1", 0));
		server.start();
		const auto sockets = opened(address, 3);
	}
	loop.stop();
	runner.join();
}


BOOST_AUTO_TEST_CASE(theLoopServesOthersWhenItsServerIsGone)
{
	OwnLoop own;
	own.server.reset();
	WebSocketServer second(own.loop);
	second.route("/", endpointOf(echo(), own.journal));
	own.address = second.listen(SocketAddress("127.0.0.1", 0));
	second.start();
	auto socket = own.open();
	BOOST_TEST(socket.status() == 101);
}


BOOST_AUTO_TEST_SUITE_END()
