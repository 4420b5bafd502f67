//
// ThreadedConnectionTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;
using Net::WebSocketConnection;


const Poco::Timespan SHORT(0, 50000);


const std::size_t MEGABYTE = 1024 * 1024;


Script sendingAtOpen(std::size_t megabytes)
{
	Script script;
	script.onOpen = [megabytes](WebSocketConnection& connection) {
		for (std::size_t i = 0; i < megabytes; ++i) connection.driver().binary(std::string(MEGABYTE, 'x'));
	};
	return script;
}


bool hangsUp(NetSocket& socket)
	/// The server ends the connection, with or without a reset.
{
	try
	{
		socket.readToEnd();
	}
	catch (const Poco::IOException&)
	{
	}
	catch (const Poco::TimeoutException&)
	{
		return false;
	}
	return true;
}


void waitUntilEmpty(NetServer& server)
{
	server.http().stop();
	server.joinThreads();
}


} // namespace


BOOST_AUTO_TEST_SUITE(ThreadedConnectionTest)


BOOST_AUTO_TEST_CASE(badInput45AnEndOrResetAtEveryByteIsOneAbnormalClose)
{
	const std::vector<Bytes> frames =
		{
			TestFrame(TEXT, "Hi").masked().bytes(),
			TestFrame(BINARY, std::string(130, 'x')).masked().bytes().first(9),
			TestFrame(BINARY, std::string(65536, 'x')).masked().bytes().first(15),
			TestFrame(PING, "p").masked().bytes(),
			TestFrame::close(1000).masked().bytes(),
			TestFrame(TEXT, "Hi").unfinished().masked().bytes() + TestFrame(CONTINUATION, "!").masked().bytes(),
		};
	NetServer server;
	std::size_t connections = 0;
	for (const auto& frame: frames)
	{
		for (std::size_t size = 0; size < frame.size(); ++size)
		{
			for (const bool reset: {false, true})
			{
				auto socket = NetSocket::opened(server.address());
				socket.send(frame.first(size));
				if (reset) socket.reset();
				else socket.endSending();
				const auto events = server.journal.until(Event::CLOSED, ++connections);
				BOOST_TEST(events.last() == closed(1006));
				BOOST_TEST(events.count(Event::CLOSED) == connections);
				if (!reset) BOOST_TEST(hangsUp(socket));
			}
		}
	}
	BOOST_TEST(server.journal.events().count(Event::FAILED) == 0U);
}


BOOST_AUTO_TEST_CASE(badInput60APeerThatDoesNotReadIsCut)
{
	NetServer server(sendingAtOpen(20), [](Endpoint& endpoint) { endpoint.settings.sendTimeout = SHORT; });
	auto socket = NetSocket::opened(server.address());

	BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), closed(1006)}));
	BOOST_TEST(hangsUp(socket));
}


BOOST_AUTO_TEST_CASE(badInput60NothingIsReadWhileMuchOutputWaits)
{
	std::atomic<std::size_t> most = 0;
	Script script;
	script.onMessage = [&most](WebSocketConnection& connection, Message& message) {
		connection.driver().send(message);
		most = std::max<std::size_t>(most, connection.driver().bufferedAmount());
	};
	NetServer server(script, [](Endpoint& endpoint) {
		auto options = std::make_shared<Options>();
		options->outputHighWater = 100000;
		endpoint.options = options;
	});
	auto socket = NetSocket::opened(server.address());

	const Bytes frame = TestFrame(BINARY, std::string(10000, 'x')).masked().bytes();
	const std::size_t frames = 3000;
	std::thread writer([&] { socket.send(repeated(frame, frames)); });
	while (most < 100000) std::this_thread::yield();
	for (std::size_t i = 0; i < frames; ++i) BOOST_REQUIRE(socket.readFrame().payload.size() == 10000);
	writer.join();

	BOOST_TEST(most < 100000 + 2 * 65536 + 20000);
}


BOOST_AUTO_TEST_CASE(aPeerThatReadsAgainGetsEverything)
{
	NetServer server(sendingAtOpen(20));
	auto socket = NetSocket::opened(server.address());

	for (int i = 0; i < 20; ++i) BOOST_TEST(socket.readFrame().payload.size() == MEGABYTE);
}


BOOST_AUTO_TEST_CASE(badInput62BothSidesCloseAtOnce)
{
	Script script;
	script.onMessage = [](WebSocketConnection& connection, Message&) { connection.driver().close(CloseCode(4001), "server"); };
	NetServer server(script);
	auto socket = NetSocket::opened(server.address());

	socket.send(TestFrame(TEXT, "close").masked().bytes() + TestFrame::close(4002, "client").masked().bytes());

	BOOST_TEST(socket.readToEnd() == TestFrame::close(4001, "server").bytes());
	BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), text("close"), closed(4002, "client")}));
}


BOOST_AUTO_TEST_CASE(badInput62AnAbortAfterCloseIsOneClose)
{
	Script script;
	script.onMessage = [](WebSocketConnection& connection, Message&) { connection.driver().close(); };
	NetServer server(script);
	auto socket = NetSocket::opened(server.address());

	socket.send(TestFrame(TEXT, "close"));
	socket.readFrame();
	socket.reset();

	waitUntilEmpty(server);
	BOOST_TEST(server.journal.events() == (Events{open(), text("close"), closed(1006)}));
}


BOOST_AUTO_TEST_CASE(badInput62AnAbortInTheHandshakeLeavesTheServerAlive)
{
	NetServer server;
	const auto request = NetSocket::request(server.address()).bytes();
	for (std::size_t size = 0; size <= request.size(); size += 7)
	{
		NetSocket socket(server.address());
		socket.send(request.first(size));
		socket.reset();
	}
	auto socket = NetSocket::opened(server.address());
	socket.send(TestFrame(TEXT, "alive"));
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "alive"));
}


BOOST_AUTO_TEST_CASE(aPeerThatDoesNotAnswerOurCloseIsCut)
{
	Script script;
	script.onOpen = [](WebSocketConnection& connection) { connection.driver().close(CloseCode(4000)); };
	NetServer server(script, [](Endpoint& endpoint) { endpoint.settings.closeTimeout = SHORT; });
	auto socket = NetSocket::opened(server.address());

	BOOST_TEST(socket.readFrame() == TestFrame::close(4000));
	BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), closed(1006)}));
	BOOST_TEST(hangsUp(socket));
}


BOOST_AUTO_TEST_CASE(aPeerThatKeepsTalkingInsteadOfAnsweringOurCloseIsCut)
{
	Script script;
	script.onOpen = [](WebSocketConnection& connection) { connection.driver().close(); };
	NetServer server(script, [](Endpoint& endpoint) { endpoint.settings.closeTimeout = SHORT; });
	auto socket = NetSocket::opened(server.address());

	std::thread talker([&] {
		try
		{
			for (;;) socket.send(TestFrame(PONG, "x"));
		}
		catch (const Poco::IOException&)
		{
		}
	});
	const auto events = server.journal.until(Event::CLOSED);
	talker.join();

	BOOST_TEST(events.last() == closed(1006));
}


BOOST_AUTO_TEST_CASE(theLastBytesAreNotLostToInputThatNobodyReads)
{
	NetServer server;
	NetSocket socket(server.address());
	std::thread talker([&] {
		try
		{
			socket.send(NetSocket::request(server.address()).without("Sec-WebSocket-Key").bytes() + std::string(MEGABYTE, 'x'));
		}
		catch (const Poco::IOException&)
		{
		}
	});
	const auto answer = socket.readToEnd();
	talker.join();

	BOOST_TEST(answer.first(12) == "HTTP/1.1 400");
	BOOST_TEST(bodyOf(answer).size() == std::stoul(fieldOf(answer, "Content-Length")));
}


BOOST_AUTO_TEST_CASE(lingeringEndsWithAPeerThatNeverCloses)
{
	NetServer server(echo(), [](Endpoint& endpoint) { endpoint.settings.lingerTimeout = SHORT; });
	auto socket = NetSocket::opened(server.address());

	socket.send(TestFrame::close(1000));
	BOOST_TEST(socket.readToEnd() == TestFrame::close(1000).bytes());

	waitUntilEmpty(server);                      // while the socket is open
	BOOST_TEST(server.factory().size() == 0U);
}


BOOST_AUTO_TEST_CASE(aCloseFrameBehindALostOutputIsStillSeen)
{
	NetServer server(sendingAtOpen(20));
	auto socket = NetSocket::opened(server.address());

	socket.send(TestFrame::close(4003, "enough"));
	socket.reset();

	BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), closed(4003, "enough")}));
}


BOOST_AUTO_TEST_CASE(outputIsWrittenToAPeerThatHasEndedItsOwn)
{
	NetServer server(sendingAtOpen(5));
	auto socket = NetSocket::opened(server.address());

	socket.endSending();

	std::size_t size = socket.readToEnd().size();
	BOOST_TEST(size == 5 * (MEGABYTE + 10));
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(1006));
}


BOOST_AUTO_TEST_SUITE_END()
