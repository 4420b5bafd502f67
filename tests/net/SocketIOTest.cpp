//
// SocketIOTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/SocketIO.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include "net/Wakeup.h"
#include "support/Peer.h"
#include <Poco/Net/ServerSocket.h>
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <pthread.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>


using namespace WS;
using namespace WS::Test;
using Net::SocketIO;


namespace {


struct Fixture
	/// Two ends of a TCP connection; ours is non-blocking.
{
	Poco::Net::ServerSocket listening{Poco::Net::SocketAddress("127.0.0.1", 0)};
	NetSocket peer{listening.address()};
	Poco::Net::StreamSocket own = listening.acceptConnection();
	SocketIO io{own.impl()->sockfd()};
	Net::Wakeup wakeup;
	std::array<char, 100> buffer;
	std::size_t size = 0;

	Fixture()
	{
		own.setBlocking(false);
	}

	SocketIO::Ready wait(bool reading, bool writing)
	{
		return io.wait(reading, writing, wakeup, Net::deadlineIn(Poco::Timespan(PATIENCE, 0)));
	}
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(SocketIOTest, Fixture)


BOOST_AUTO_TEST_CASE(badInput64NothingToReadWouldBlock)
{
	BOOST_CHECK(io.receive(buffer, size) == SocketIO::Result::WOULD_BLOCK);
	BOOST_TEST(size == 0U);
}


BOOST_AUTO_TEST_CASE(receivesWhatIsThere)
{
	peer.send("Hello");

	BOOST_TEST(wait(true, false).socket);
	BOOST_CHECK(io.receive(buffer, size) == SocketIO::Result::DONE);
	BOOST_TEST(std::string_view(buffer.data(), size) == "Hello");
}


BOOST_AUTO_TEST_CASE(receiveSoonWaitsForTheSocketsTimeout)
{
	own.setBlocking(true);
	own.setReceiveTimeout(Poco::Timespan(0, 1000));
	BOOST_CHECK(io.receiveSoon(buffer, size) == SocketIO::Result::WOULD_BLOCK);

	own.setReceiveTimeout(Poco::Timespan(PATIENCE, 0));
	std::thread other([this] { peer.send("Hello"); });
	BOOST_CHECK(io.receiveSoon(buffer, size) == SocketIO::Result::DONE);
	other.join();
	BOOST_TEST(std::string_view(buffer.data(), size) == "Hello");
	BOOST_CHECK(io.receive(buffer, size) == SocketIO::Result::WOULD_BLOCK);
}


BOOST_AUTO_TEST_CASE(anEndedPeerIsReadable)
{
	peer.endSending();

	BOOST_TEST(wait(true, false).socket);
	BOOST_CHECK(io.receive(buffer, size) == SocketIO::Result::ENDED);
}


BOOST_AUTO_TEST_CASE(badInput64AResetIsAFailure)
{
	peer.reset();

	BOOST_TEST(wait(false, false).socket);
	BOOST_CHECK(io.receive(buffer, size) == SocketIO::Result::FAILED);
}


BOOST_AUTO_TEST_CASE(badInput64ShortWritesLeaveTheRestInOrder)
{
	Server server;
	Bytes expected;
	for (const char c: {'a', 'b', 'c', 'd'})
	{
		const std::string payload(1000000, c);
		server->send(Opcode::BINARY, std::string(payload));            // a piece of its own
		server->binary("small");
		expected += TestFrame(BINARY, payload).bytes() + TestFrame(BINARY, "small").bytes();
	}
	own.setSendBufferSize(100000);
	std::size_t written = 0;
	BOOST_CHECK(io.write(server.driver(), written) == SocketIO::Result::WOULD_BLOCK);
	BOOST_TEST(written > 0U);

	Bytes received;
	std::thread reader([&] { received = peer.read(expected.size()); });
	while (io.write(server.driver(), written) == SocketIO::Result::WOULD_BLOCK) wait(false, true);
	reader.join();

	BOOST_TEST(written == expected.size());
	BOOST_TEST(received == expected);
}


BOOST_AUTO_TEST_CASE(badInput64WritingToAPeerThatIsGoneFailsWithoutASignal)
{
	peer.reset();
	wait(false, false);
	Server server;
	server->text("Hello");

	std::size_t written = 0;
	while (io.write(server.driver(), written) == SocketIO::Result::DONE) server->text("Hello");    // ECONNRESET, then EPIPE
	BOOST_CHECK(io.write(server.driver(), written) == SocketIO::Result::FAILED);
}


BOOST_AUTO_TEST_CASE(aWakeupEndsTheWait)
{
	std::thread other([this] { wakeup.signal(); });
	const auto ready = wait(true, false);
	other.join();

	BOOST_TEST(ready.wakeup);
	BOOST_TEST(!ready.socket);
}


BOOST_AUTO_TEST_CASE(theDeadlineEndsTheWait)
{
	const auto ready = io.wait(true, false, wakeup, Net::Clock::now());

	BOOST_TEST(!ready.wakeup);
	BOOST_TEST(!ready.socket);
}


BOOST_AUTO_TEST_CASE(badInput64ASignalEndsTheWaitWithNothing)
{
	struct sigaction ignoring = {}, before = {};
	ignoring.sa_handler = [](int) {};
	::sigaction(SIGUSR1, &ignoring, &before);
	std::atomic<bool> returned = false;
	SocketIO::Ready ready;
	std::thread waiting([&] {
		ready = wait(true, false);
		returned = true;
	});
	while (!returned)
	{
		::pthread_kill(waiting.native_handle(), SIGUSR1);
		std::this_thread::yield();
	}
	waiting.join();
	::sigaction(SIGUSR1, &before, nullptr);

	BOOST_TEST(!ready.socket);
	BOOST_TEST(!ready.wakeup);
}


BOOST_AUTO_TEST_CASE(shutdownSendEndsThePeersInput)
{
	io.shutdownSend();
	BOOST_TEST(peer.readToEnd() == "");
	peer.send("still");
	BOOST_TEST(wait(true, false).socket);
}


BOOST_AUTO_TEST_SUITE_END()
