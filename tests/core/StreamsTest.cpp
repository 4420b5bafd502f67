//
// StreamsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include "support/Streamed.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(StreamsTest)


//
// what goes through
//


BOOST_AUTO_TEST_CASE_TEMPLATE(whatIsWrittenToIOIsReceived, S, StreamedRoles)
{
	S end;
	BOOST_TEST(end.receive(TestFrame(TEXT, "Hello")));
	BOOST_TEST(end.heard() == "data Hello, message Hello");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesDataComeBeforeOnMessage, S, StreamedRoles)
{
	S end;
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(BINARY, "b")});
	BOOST_TEST(end.heard() == "data a, message a, data b, message b");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(inputCutAnywhereGivesTheSame, S, StreamedRoles)
{
	const std::vector<TestFrame> frames{TestFrame(TEXT, "He").unfinished(), TestFrame(PING, "x"), TestFrame(CONTINUATION, "llo"), TestFrame(BINARY, repeated("b", 200)), TestFrame::close(1000)};
	S whole;
	whole.messages.pipe(whole.messages);
	whole.receiveAll(frames);
	const std::string heard = whole.heard();
	const Bytes output = whole.output();
	const Bytes input = whole.allIncoming(frames);
	for (std::size_t cut = 0; cut <= input.size(); ++cut)
	{
		S end;
		end.messages.pipe(end.messages);
		end.io.write(input.first(cut));
		for (char byte: std::string(input.from(cut))) end.io.write({&byte, 1});
		BOOST_TEST(end.heard() == heard);
		BOOST_TEST(end.output() == output);
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(ioWritesACopy, S, StreamedRoles)
{
	S end;
	const Bytes input = end.incoming(TestFrame(TEXT, "Hello"));
	const Bytes before = input;
	end.io.write(input);
	BOOST_TEST(input == before);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(whatIsWrittenToMessagesIsDataOfIO, S, StreamedRoles)
{
	S end;
	const std::byte bytes[] = {std::byte(0xff), std::byte(0)};
	BOOST_TEST(end.messages.write("Hello"));
	BOOST_TEST(end.output() == end.outgoing(TestFrame(TEXT, "Hello")));
	BOOST_TEST(end.messages.write(bytes));
	BOOST_TEST(end.output() == end.outgoing(TestFrame(BINARY, "ff 00"_hex)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aMessageWrittenKeepsItsType, S, StreamedRoles)
{
	S end;
	BOOST_TEST(end.messages.write(Message(Opcode::TEXT, "a")));
	BOOST_TEST(end.messages.write(Message(Opcode::BINARY, "b")));
	BOOST_TEST(end.output() == end.allOutgoing({TestFrame(TEXT, "a"), TestFrame(BINARY, "b")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pongsAreDataOfIO, S, StreamedRoles)
{
	S end;
	end.receive(TestFrame(PING, "x"));
	BOOST_TEST(end.output() == end.outgoing(TestFrame(PONG, "x")));
	BOOST_TEST(end.heard() == "ping x");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pongsAreHeardByTheListener, S, StreamedRoles)
{
	S end;
	end.receive(TestFrame(PONG, "x"));
	BOOST_TEST(end.heard() == "pong x");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(allThatOneWriteCausesComesTogether, S, StreamedRoles)
{
	S end;
	std::vector<Bytes> pieces;
	end.io.onData([&](std::string_view bytes) { pieces.emplace_back(bytes); });
	end.messages.pipe(end.messages);
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(PING, "b"), TestFrame(TEXT, "c")});
	BOOST_TEST(pieces == std::vector<Bytes>{end.allOutgoing({TestFrame(TEXT, "a"), TestFrame(PONG, "b"), TestFrame(TEXT, "c")})}, boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(flushHandsOverWhatTheDriverWasAsked, S, StreamedRoles)
{
	S end;
	end.driver.ping("x");
	BOOST_TEST(end.output().empty());
	end.io.flush();
	BOOST_TEST(end.output() == end.outgoing(TestFrame(PING, "x")));
}


BOOST_AUTO_TEST_CASE(withoutAFunctionTheOutputStaysInTheDriver)
{
	Streams streams;
	ServerDriver driver(streams, Head::request().parsed());
	streams.attach(driver);
	driver.start();
	streams.messages().pipe(streams.messages());
	streams.io().write(TestFrame(TEXT, "Hello").masked().bytes());
	BOOST_TEST(bodyOf(driver.output()) == "81 05 48656c6c6f"_hex);
}


BOOST_AUTO_TEST_CASE(connectAndOpenAreHeardByTheListener)
{
	Recorder recorder;
	Streams streams(recorder);
	ServerDriver driver(streams);
	streams.attach(driver);
	recorder.onEvent = [&](const Event& event) { if (event.kind == Event::CONNECT) driver.start(); };
	streams.io().write(Head::request().bytes());
	BOOST_TEST(recorder.events() == (Events{connect("/chat"), open()}));
	BOOST_TEST(driver.output().starts_with("HTTP/1.1 101"));
}


//
// flow control
//


BOOST_AUTO_TEST_CASE_TEMPLATE(ioPausePausesBoth, S, StreamedRoles)
{
	S end;
	end.io.pause();
	BOOST_TEST((end.io.paused() && end.messages.paused()));
	BOOST_TEST(!end.receive(TestFrame(TEXT, "a")));
	BOOST_TEST(!end.messages.write("b"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pausingIsAdvice, S, StreamedRoles)
{
	S end;
	end.io.pause();
	end.receive(TestFrame(TEXT, "a"));
	end.messages.write("b");
	BOOST_TEST(end.heard() == "data a, message a");
	BOOST_TEST(end.output() == end.outgoing(TestFrame(TEXT, "b")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(ioResumeDrainsIOThenMessages, S, StreamedRoles)
{
	S end;
	end.io.pause();
	end.io.resume();
	BOOST_TEST(end.heard() == "io drain, messages drain");
	BOOST_TEST(end.receive(TestFrame(PING)));
	BOOST_TEST(end.messages.write("b"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesArePausedUntilTheirOwnDrain, S, StreamedRoles)
{
	S end;
	std::vector<bool> results;
	end.io.onDrain([&] { results.push_back(end.messages.write("a")); });
	end.messages.onDrain([&] { results.push_back(end.messages.write("b")); });
	end.io.pause();
	end.io.resume();
	BOOST_TEST(results == (std::vector<bool>{false, true}), boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesPausePausesIOOnly, S, StreamedRoles)
{
	S end;
	end.messages.pause();
	BOOST_TEST(!end.receive(TestFrame(TEXT, "a")));
	BOOST_TEST(end.messages.write("b"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesResumeDrainsIOOnly, S, StreamedRoles)
{
	S end;
	end.messages.pause();
	end.messages.resume();
	BOOST_TEST(end.heard() == "io drain");
	BOOST_TEST(end.receive(TestFrame(PING)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(pausingInAnEventIsToldByTheSameWrite, S, StreamedRoles)
{
	S end;
	end.messages.onData([&](const Message&) { end.messages.pause(); });
	BOOST_TEST(!end.receiveAll({TestFrame(TEXT, "a"), TestFrame(TEXT, "b")}));
	BOOST_TEST(end.heard() == "data a, message a, data b, message b");
}


//
// ends and errors
//


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesEndBeforeOnClose, S, StreamedRoles)
{
	S end;
	end.receive(TestFrame::close(1000));
	BOOST_TEST(end.heard().starts_with("messages end, close 1000"));
	BOOST_TEST((!end.messages.readable() && !end.messages.writable()));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(afterTheEndNothingCanBeWritten, S, StreamedRoles)
{
	S end;
	end.receive(TestFrame::close(1000));
	end.output();
	BOOST_TEST(!end.messages.write("Hello"));
	BOOST_TEST(end.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(whileClosingNothingCanBeWritten, S, StreamedRoles)
{
	S end;
	end.driver.close();
	BOOST_TEST(!end.messages.write("Hello"));
	BOOST_TEST(end.output() == end.outgoing(TestFrame::close(1000)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(errorOfMessagesComesBeforeOnError, S, StreamedRoles)
{
	S end;
	end.receive(TestFrame(3));
	BOOST_TEST(end.heard().starts_with("stream error, error, messages end, close 1002"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(ioEndEndsMessagesThenTheConnection, S, StreamedRoles)
{
	S end;
	end.io.end();
	BOOST_TEST(end.heard() == "messages end, close 1006, io end");
	BOOST_TEST((!end.io.writable() && end.driver.finished()));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(afterIOEndNothingIsReceived, S, StreamedRoles)
{
	S end;
	end.io.end();
	end.heard();
	BOOST_TEST(!end.receive(TestFrame(TEXT, "Hello")));
	end.io.end(end.incoming(TestFrame(TEXT, "Hello")));
	BOOST_TEST(end.heard().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(ioEndWritesItsBytesFirst, S, StreamedRoles)
{
	S end;
	end.io.end(end.incoming(TestFrame(TEXT, "Hello")));
	BOOST_TEST(end.heard() == "data Hello, message Hello, messages end, close 1006, io end");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(ioEndsOnceWhenTheDriverIsFinished, S, StreamedRoles)
{
	S end;
	end.receive(TestFrame::close(1000));
	end.io.end();
	end.io.flush();
	BOOST_TEST(end.heard() == "messages end, close 1000, io end");
	BOOST_TEST(!end.io.readable());
}


BOOST_AUTO_TEST_CASE(aServersIOEndsBehindItsCloseFrame)
{
	StreamedServer server;
	server.io.onEnd([&] { BOOST_TEST(server.output() == "88 02 03e8"_hex); });
	server.receive(TestFrame::close(1000));
	BOOST_TEST(server.heard() == "messages end, close 1000, io end");
}


BOOST_AUTO_TEST_CASE(aClientsIOEndsWithTheServers)
{
	StreamedClient client;
	client.receive(TestFrame::close(1000));
	BOOST_TEST(client.heard() == "messages end, close 1000");
	client.io.end();
	BOOST_TEST(client.heard() == "io end");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesEndSendsAndStaysOpen, S, StreamedRoles)
{
	S end;
	end.messages.end("last of one");
	end.messages.end(Message(Opcode::BINARY, "last of another"));
	end.messages.end();
	BOOST_TEST(end.output() == end.allOutgoing({TestFrame(TEXT, "last of one"), TestFrame(BINARY, "last of another")}));
	BOOST_TEST(end.messages.write("more"));
	BOOST_TEST(end.heard().empty());
}


BOOST_AUTO_TEST_SUITE_END()
