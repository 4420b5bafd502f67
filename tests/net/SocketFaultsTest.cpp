//
// SocketFaultsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetFaults.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include "net/Transport.h"
#include "net/Wakeup.h"
#include "support/Peer.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <array>
#include <boost/test/unit_test.hpp>
#include <poll.h>


using namespace WS;
using namespace WS::Test;
using Result = WS::Net::Transport::Result;


namespace {


struct Fixture
	/// A transport, and the other end of its connection.
{
	Result receive() { return transport.receive(buffer, size); }
	std::string_view received() const { return {buffer.data(), size}; }

	void sendToIt(const char* bytes)
		/// And waits until it is there.
	{
		peer.send(bytes);
		own.poll(Poco::Timespan(PATIENCE, 0), own.SELECT_READ);
	}

	Poco::Net::ServerSocket listening{Poco::Net::SocketAddress("127.0.0.1", 0)};
	NetSocket peer{listening.address()};
	Poco::Net::StreamSocket own = listening.acceptConnection();
	Net::PlainTransport transport{own};
	std::array<char, 100> buffer;
	std::size_t size = 0;
	std::size_t written = 0;
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(SocketFaultsTest, Fixture)


BOOST_AUTO_TEST_CASE(badInput64AShortReadLeavesTheRest)
{
	sendToIt("Hello");
	{
		const NetFaults faults(Fault::SHORT, 1, Whose::thisThread());
		BOOST_CHECK(receive() == Result::DONE);
		BOOST_TEST(received() == "H");
		BOOST_TEST(faults.happened());
	}
	BOOST_CHECK(receive() == Result::DONE);
	BOOST_TEST(received() == "ello");
}


BOOST_AUTO_TEST_CASE(badInput64AnInterruptedReadIsRepeated)
{
	sendToIt("Hello");
	const NetFaults faults(Fault::INTERRUPTED, 1, Whose::thisThread());
	BOOST_CHECK(receive() == Result::DONE);
	BOOST_TEST(received() == "Hello");
	BOOST_TEST(faults.happened());
}


BOOST_AUTO_TEST_CASE(badInput64AReadThatWouldBlockCanBeRepeated)
{
	sendToIt("Hello");
	const NetFaults faults(Fault::WOULD_BLOCK, 1, Whose::thisThread());
	BOOST_CHECK(receive() == Result::WOULD_BLOCK);
	BOOST_CHECK(receive() == Result::DONE);
	BOOST_TEST(received() == "Hello");
}


BOOST_AUTO_TEST_CASE(badInput64AResetFailsAndSaysSo)
{
	sendToIt("Hello");
	const NetFaults faults(Fault::RESET, 1, Whose::thisThread());
	BOOST_CHECK(receive() == Result::FAILED);
	BOOST_TEST(transport.failure() == "Connection reset by peer");
	BOOST_TEST(size == 0U);
}


BOOST_AUTO_TEST_CASE(badInput64ShortAndInterruptedWritesWriteAll)
	// Of one piece, with send(), and of several, with sendmsg().
{
	for (const auto fault: {Fault::SHORT, Fault::INTERRUPTED})
		for (const int pieces: {1, 2})
		{
			Server server;
			Bytes expected;
			for (int i = 0; i < pieces; ++i)
			{
				const std::string payload(100000, 'x');
				server->send(Opcode::BINARY, std::string(payload));
				expected += TestFrame(BINARY, payload).bytes();
			}
			const NetFaults faults(fault, 1, Whose::thisThread());
			BOOST_CHECK(transport.write(server.driver(), written) == Result::DONE);
			BOOST_TEST(faults.happened());
			BOOST_TEST((peer.read(expected.size()) == expected));
		}
}


BOOST_AUTO_TEST_CASE(badInput64AWriteThatWouldBlockKeepsTheRest)
{
	Server server;
	server->text("Hello");
	const NetFaults faults(Fault::WOULD_BLOCK, 1, Whose::thisThread());
	BOOST_CHECK(transport.write(server.driver(), written) == Result::WOULD_BLOCK);
	BOOST_TEST(written == 0U);
	BOOST_CHECK(transport.write(server.driver(), written) == Result::DONE);
	BOOST_TEST(peer.readFrame() == TestFrame(TEXT, "Hello"));
}


BOOST_AUTO_TEST_CASE(badInput64AResetWhileWritingFailsAndSaysSo)
{
	Server server;
	server->text("Hello");
	const NetFaults faults(Fault::RESET, 1, Whose::thisThread());
	BOOST_CHECK(transport.write(server.driver(), written) == Result::FAILED);
	BOOST_TEST(transport.failure() == "Connection reset by peer");
	BOOST_TEST(peer.readToEnd().empty());
}


BOOST_AUTO_TEST_CASE(badInput64AnInterruptedWakeupIsNotLost)
{
	Net::Wakeup wakeup;
	pollfd descriptor = {wakeup.descriptor(), POLLIN, 0};
	for (const std::size_t number: {1, 2})
	{
		const NetFaults faults(Fault::INTERRUPTED, number, Whose::thisThread());
		wakeup.signal();
		wakeup.reset();
		BOOST_TEST(faults.happened());
		BOOST_TEST(::poll(&descriptor, 1, 0) == 0);
	}
	const NetFaults faults(Fault::INTERRUPTED, 1, Whose::thisThread());
	wakeup.signal();
	BOOST_TEST(::poll(&descriptor, 1, 0) == 1);
}


BOOST_AUTO_TEST_CASE(othersNoticeNothing)
{
	sendToIt("Hello");
	const auto port = listening.address().port();
	{
		const NetFaults faults(Fault::RESET, 1, Whose::client(port));
		BOOST_CHECK(receive() == Result::DONE);
		BOOST_TEST(!faults.happened());
		BOOST_CHECK_THROW(peer.send("x"), Poco::Net::NetException);
		BOOST_TEST(faults.happened());
	}
	const NetFaults faults(Fault::RESET, 1, Whose::server(port));
	BOOST_CHECK(receive() == Result::FAILED);
}


BOOST_AUTO_TEST_SUITE_END()
