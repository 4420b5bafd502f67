//
// StreamsEventTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Hixie.h"
#include "support/Streamed.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;
using namespace std::string_view_literals;


BOOST_AUTO_TEST_SUITE(StreamsEventTest)


//
// calls within events
//


BOOST_AUTO_TEST_CASE_TEMPLATE(closingInDataKeepsTheMessageFromTheListener, S, StreamedRoles)
{
	S end;
	end.messages.onData([&](const Message&) { end.driver.close(); });
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(TEXT, "b")});
	BOOST_TEST(end.heard() == "data a");
	BOOST_TEST(end.output() == end.outgoing(TestFrame::close(1000)));
}


BOOST_AUTO_TEST_CASE(closingADraftInDataEndsItForAll)
{
	StreamedServer server(Hixie75Server::request());
	server.messages.onData([&](const Message&) { server.driver.close(); });
	server.messages.onData([&](const Message&) { server.hear("late"); });
	server.io.write("\0a\xff\0b\xff"sv);
	BOOST_TEST(server.heard() == "data a, messages end, close 1005, io end");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(endingInDataEndsBehindWhatWasWritten, S, StreamedRoles)
{
	S end;
	end.messages.onData([&](const Message&) { end.io.end(); });
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(TEXT, "b")});
	BOOST_TEST(end.heard() == "data a, message a, data b, message b, messages end, close 1006, io end");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(whatIsWrittenToIOWithinAnEventIsReceivedAfterwards, S, StreamedRoles)
{
	S end;
	bool first = true;
	end.messages.onData([&](const Message&) {
		if (std::exchange(first, false)) BOOST_TEST(end.receive(TestFrame(TEXT, "c")));
	});
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(TEXT, "b")});
	BOOST_TEST(end.heard() == "data a, message a, data b, message b, data c, message c");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(eventsOfTheDriversOwnCallsAreFlushedLater, S, StreamedRoles)
{
	S end;
	end.messages.pipe(end.messages);
	std::string bytes = end.incoming(TestFrame(TEXT, "a")).string();
	end.driver.receive(std::span<char>(bytes));
	BOOST_TEST(end.output().empty());
	end.io.flush();
	BOOST_TEST(end.output() == end.outgoing(TestFrame(TEXT, "a")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(flushWithinAnEventWaits, S, StreamedRoles)
{
	S end;
	end.messages.onData([&](const Message& message) {
		end.messages.write(message);
		end.io.flush();
		BOOST_TEST(end.output().empty());
	});
	end.receive(TestFrame(TEXT, "a"));
	BOOST_TEST(end.output() == end.outgoing(TestFrame(TEXT, "a")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(endingInAPingsCallbackIsDoneByFlush, S, StreamedRoles)
{
	S end;
	end.driver.ping("x", [&](bool) { end.io.end(); });
	std::string bytes = end.incoming(TestFrame(PONG, "x")).string();
	end.driver.receive(std::span<char>(bytes));
	end.io.flush();
	BOOST_TEST(end.heard() == "pong x, messages end, close 1006, io end");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(writingInDataOfIOKeepsTheOrder, S, StreamedRoles)
{
	S end;
	bool first = true;
	end.io.onData([&](std::string_view) { if (std::exchange(first, false)) end.messages.write("b"); });
	std::vector<Bytes> pieces;
	end.io.onData([&](std::string_view bytes) { pieces.emplace_back(bytes); });
	end.messages.write("a");
	BOOST_TEST(pieces == (std::vector<Bytes>{end.outgoing(TestFrame(TEXT, "a")), end.outgoing(TestFrame(TEXT, "b"))}), boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aFunctionAddedByAnotherIsCalledFromTheNextTimeOn, S, StreamedRoles)
{
	S end;
	end.messages.onData([&](const Message&) {
		end.messages.onData([&](const Message& message) { end.hear("added ", message.payload); });
	});
	end.receiveAll({TestFrame(TEXT, "a"), TestFrame(TEXT, "b")});
	BOOST_TEST(end.heard() == "data a, message a, data b, added b, message b");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(emptyFunctionsAreIgnored, S, StreamedRoles)
{
	S end;
	end.io.onData({});
	end.messages.onData({});
	end.messages.onEnd(nullptr);
	end.receive(TestFrame(TEXT, "a"));
	end.io.end();
	BOOST_TEST(end.heard() == "data a, message a, messages end, close 1006, io end");
}


//
// exceptions and bad input
//


BOOST_AUTO_TEST_CASE_TEMPLATE(aFunctionThatThrowsKeepsNothingFromTheOthers, S, StreamedRoles)
{
	S end;
	end.messages.onData([](const Message&) { throw 42; });
	end.messages.onData([&](const Message& message) { end.hear("other ", message.payload); });
	BOOST_CHECK_THROW(end.receiveAll({TestFrame(PING), TestFrame(TEXT, "a"), TestFrame(TEXT, "b")}), int);
	BOOST_TEST(end.heard() == "ping , data a, other a, message a");
	BOOST_TEST(end.output() == end.outgoing(TestFrame(PONG)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(flushGoesOnAfterAnException, S, StreamedRoles)
{
	S end;
	bool first = true;
	end.messages.onData([&](const Message&) { if (std::exchange(first, false)) throw 42; });
	BOOST_CHECK_THROW(end.receiveAll({TestFrame(TEXT, "a"), TestFrame(TEXT, "b")}), int);
	end.heard();
	end.io.flush();
	BOOST_TEST(end.heard() == "data b, message b");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(ioEndsWhateverIsThrown, S, StreamedRoles)
{
	S end;
	end.messages.onData([&](const Message& message) {
		if (message.payload == "a") end.receive(TestFrame(TEXT, "c"));
		throw 42;
	});
	BOOST_CHECK_THROW(end.io.end(end.allIncoming({TestFrame(TEXT, "a"), TestFrame(TEXT, "b")})), int);
	BOOST_TEST(end.heard().ends_with("messages end, close 1006, io end"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aTransportThatThrowsIsNotGivenTheBytesAgain, S, StreamedRoles)
{
	S end;
	end.io.onData([](std::string_view) { throw Poco::IOException("gone"); });
	BOOST_CHECK_THROW(end.messages.write("a"), Poco::IOException);
	BOOST_TEST(end.output() == end.outgoing(TestFrame(TEXT, "a")));
	BOOST_TEST(end.driver.bufferedAmount() == 0u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(allEndsAreToldAlthoughTheyThrow, S, StreamedRoles)
{
	S end;
	end.messages.onEnd([] { throw 42; });
	end.listener.onClose = [&](CloseCode, std::string_view) {
		end.hear("close");
		throw 43;
	};
	BOOST_CHECK_EXCEPTION(end.io.end(), int, [](int number) { return number == 42; });
	BOOST_TEST(end.heard() == "messages end, close, io end");
}


BOOST_AUTO_TEST_CASE_TEMPLATE(textThatIsNotUTF8IsNotWritten, S, StreamedRoles)
{
	S end;
	BOOST_TEST(!end.messages.write("\xff"));
	BOOST_TEST(!end.messages.write(Message(Opcode::TEXT, "\xff")));
	BOOST_TEST(end.output().empty());
	BOOST_TEST(end.messages.write("Hello"));
}


BOOST_AUTO_TEST_CASE(binaryIsNotWrittenToADraft)
{
	StreamedServer server(Hixie75Server::request());
	BOOST_TEST(!server.messages.write(Message(Opcode::BINARY, "a")));
	BOOST_TEST(server.messages.write("a"));
	BOOST_TEST(server.output() == "00 61 ff"_hex);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(onlyMessagesAreWritten, S, StreamedRoles)
{
	S end;
	BOOST_CHECK_THROW(end.messages.write(Message(Opcode::PING, "x")), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(end.messages.end(Message(Opcode::CLOSE, "x")), Poco::InvalidArgumentException);
	BOOST_TEST(end.output().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInputIsAnErrorAndNothingMore, S, StreamedRoles)
{
	S end;
	end.messages.pipe(end.messages);
	end.receiveAll({TestFrame(TEXT, "\xff"), TestFrame(TEXT, "behind")});
	end.receive(TestFrame(TEXT, "later"));
	BOOST_TEST(end.heard() == "stream error, error, messages end, close 1007, io end");
}


BOOST_AUTO_TEST_CASE(streamsWithoutADriverThrow)
{
	Streams streams;
	BOOST_CHECK_THROW(streams.io().write("x"), Poco::IllegalStateException);
	BOOST_CHECK_THROW(streams.io().end(), Poco::IllegalStateException);
	BOOST_CHECK_THROW(streams.io().flush(), Poco::IllegalStateException);
	BOOST_CHECK_THROW(streams.messages().write("x"), Poco::IllegalStateException);
	BOOST_TEST(streams.io().writable());
}


BOOST_AUTO_TEST_CASE(streamsHaveOneDriver)
{
	Streams streams;
	ServerDriver driver(streams);
	ServerDriver other(streams);
	streams.attach(driver);
	BOOST_CHECK_THROW(streams.attach(other), Poco::IllegalStateException);
	BOOST_TEST(streams.io().write(Head::request().bytes()));
	BOOST_TEST(driver.request().target == "/chat");
}


BOOST_AUTO_TEST_SUITE_END()
