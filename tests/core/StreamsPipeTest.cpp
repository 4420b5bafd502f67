//
// StreamsPipeTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include "support/Streamed.h"
#include <Poco/URI.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


struct Sink
	/// A transport, as an application would write one.
{
	bool write(std::string_view bytes)
	{
		written += bytes;
		return accepts;
	}

	void onDrain(std::function<void()> function) { drained = std::move(function); }
	void end() { ended = true; }

	Bytes written;
	bool accepts = true;
	bool ended = false;
	std::function<void()> drained;
};


struct Joined
	/// A server and a client in one process, each piped to the other.
{
	Joined()
	{
		server.attach(serverDriver);
		client.attach(clientDriver);
		server.io().pipe(client.io()).pipe(server.io());
		serverDriver.start();
		clientDriver.start();
		client.io().flush();
	}

	Recorder heardByServer;
	Recorder heardByClient;
	Streams server{heardByServer};
	Streams client{heardByClient};
	ServerDriver serverDriver{server};
	ClientDriver clientDriver{client, Poco::URI("ws://server.example.com/chat")};
};


} // namespace


BOOST_AUTO_TEST_SUITE(StreamsPipeTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesPipedToThemselvesAreAnEcho, S, StreamedRoles)
{
	S end;
	BOOST_TEST(&end.messages.pipe(end.messages) == &end.messages);
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(BINARY, "b"), TestFrame(TEXT)});
	BOOST_TEST(end.output() == end.allOutgoing({TestFrame(TEXT, "a"), TestFrame(BINARY, "b"), TestFrame(TEXT)}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(anEchoPassesBackPressureOn, S, StreamedRoles)
{
	S end;
	Sink socket;
	end.messages.pipe(end.messages);
	end.io.pipe(socket);
	socket.accepts = false;
	BOOST_TEST(!end.receive(TestFrame(TEXT, "a")));
	BOOST_TEST(socket.written == end.outgoing(TestFrame(TEXT, "a")));
	socket.drained();
	BOOST_TEST(end.heard() == "data a, message a, io drain, messages drain, io drain");
	BOOST_TEST(!end.io.paused());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aRelayPassesBackPressureOn, S, StreamedRoles)
{
	S source;
	StreamedServer target;
	source.messages.pipe(target.messages);
	target.io.pause();
	BOOST_TEST(!source.receive(TestFrame(BINARY, "a")));
	BOOST_TEST(target.output() == target.outgoing(TestFrame(BINARY, "a")));
	target.io.resume();
	BOOST_TEST(source.heard() == "data a, message a, io drain");
	BOOST_TEST(source.receive(TestFrame(PING)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aRelaysTargetOutlivesItsSourcesEnd, S, StreamedRoles)
{
	S source;
	StreamedServer target;
	source.messages.pipe(target.messages);
	source.receive(TestFrame::close(1000));
	BOOST_TEST(target.messages.write("a"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesArePipedAsBytesWhereOnlyTheseAreTaken, S, StreamedRoles)
{
	S end;
	Sink file;
	end.messages.pipe(file);
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(BINARY, "b"), TestFrame::close(1000)});
	BOOST_TEST(file.written == "ab");
	BOOST_TEST(file.ended);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(bytesArePipedToMessagesAsBinary, S, StreamedRoles)
{
	S inner;
	StreamedServer outer;
	inner.io.pipe(outer.messages);
	outer.messages.pipe(inner.io);
	inner.messages.write("Hello");
	BOOST_TEST(outer.output() == outer.outgoing(TestFrame(BINARY, inner.outgoing(TestFrame(TEXT, "Hello")))));
	outer.receive(TestFrame(BINARY, inner.incoming(TestFrame(TEXT, "Hi"))));
	BOOST_TEST(inner.heard() == "data Hi, message Hi");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aFullTargetPausesItsSourceUntilItDrains, S, StreamedRoles)
{
	S end;
	Sink file;
	file.accepts = false;
	end.messages.pipe(file);
	BOOST_TEST(!end.receive(TestFrame(TEXT, "a")));
	file.accepts = true;
	file.drained();
	BOOST_TEST(end.receive(TestFrame(TEXT, "b")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aTargetThatNeverPausesMayReturnNothing, S, StreamedRoles)
{
	struct File
	{
		void write(std::string_view bytes) { written += bytes; }
		void end() {}
		Bytes written;
	};
	S end;
	File file;
	end.messages.pipe(file);
	BOOST_TEST(end.receive(TestFrame(TEXT, "a")));
	BOOST_TEST(file.written == "a");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aPipeMayLeaveItsTargetOpen, S, StreamedRoles)
{
	S end;
	Sink file;
	end.messages.pipe(file, AtEnd::LEAVE);
	end.receive(TestFrame::close(1000));
	BOOST_TEST(!file.ended);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(anEndedTargetDoesNotPauseItsSource, S, StreamedRoles)
{
	S source;
	StreamedServer target;
	source.messages.pipe(target.messages);
	target.io.pause();
	target.receive(TestFrame::close(1000));
	target.output();
	BOOST_TEST(source.receive(TestFrame(TEXT, "a")));
	BOOST_TEST(target.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aMessageThatCannotBeSentDoesNotPauseItsSource, S, StreamedRoles)
{
	S source;
	Streams target;
	ServerDriver unopened(target, with(&Options::maxQueued, 0));
	target.attach(unopened);
	source.messages.pipe(target.messages());
	BOOST_TEST(!target.messages().write("a"));
	BOOST_TEST(source.receive(TestFrame(TEXT, "a")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aDrainAfterTheSourcesEndDoesNothing, S, StreamedRoles)
{
	S end;
	Sink file;
	end.messages.pipe(file);
	end.receive(TestFrame::close(1000));
	end.heard();
	file.drained();
	BOOST_TEST(end.heard().empty());
}


BOOST_AUTO_TEST_CASE(driversPipedThroughEachOtherOpen)
{
	Joined both;
	BOOST_TEST(both.heardByServer.events() == (Events{connect("/chat"), open()}));
	BOOST_TEST(both.heardByClient.events() == Events{open()});
}


BOOST_AUTO_TEST_CASE(driversPipedThroughEachOtherRoundTrip)
{
	Joined both;
	both.heardByClient.events();
	both.server.messages().pipe(both.server.messages());
	Events sent;
	for (std::size_t size: {0, 1, 125, 126, 65535, 65536, 1000000})
	{
		const std::string payload(size, 'x');
		BOOST_TEST(both.client.messages().write(payload));
		BOOST_TEST(both.client.messages().write(Message(Opcode::BINARY, payload)));
		sent += {text(payload), binary(payload)};
	}
	BOOST_TEST(both.heardByClient.events() == sent);
}


BOOST_AUTO_TEST_CASE(driversPipedThroughEachOtherAnswerFromWithinEvents)
{
	Joined both;
	both.heardByClient.events();
	int rounds = 10000;
	both.server.messages().onData([&](const Message& message) { both.server.messages().write(message); });
	both.client.messages().onData([&](const Message& message) { if (--rounds > 0) both.client.messages().write(message); });
	both.client.messages().write("x");
	BOOST_TEST(rounds == 0);
}


BOOST_AUTO_TEST_CASE(driversPipedThroughEachOtherPauseAndResume)
{
	Joined both;
	int drained = 0;
	both.client.io().onDrain([&] { ++drained; });
	both.client.io().pause();
	BOOST_TEST(!both.server.messages().write("x"));
	BOOST_TEST(both.server.io().paused());
	both.client.io().resume();
	BOOST_TEST((!both.server.io().paused() && !both.client.io().paused()));
	BOOST_TEST(drained == 1);
}


BOOST_AUTO_TEST_CASE(driversPipedThroughEachOtherCloseFromEitherSide)
{
	for (const bool byClient: {true, false})
	{
		Joined both;
		Streams& closing = byClient ? both.client : both.server;
		(byClient ? static_cast<Driver&>(both.clientDriver) : both.serverDriver).close(CloseCode(4000), "bye");
		closing.io().flush();
		BOOST_TEST(both.heardByServer.events().last() == closed(4000, "bye"));
		BOOST_TEST(both.heardByClient.events().last() == closed(4000, "bye"));
		BOOST_TEST((both.serverDriver.finished() && both.clientDriver.finished()));
		BOOST_TEST((!both.server.io().readable() && !both.client.io().readable()));
	}
}


BOOST_AUTO_TEST_SUITE_END()
