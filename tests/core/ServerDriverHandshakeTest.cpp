//
// ServerDriverHandshakeTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


const Bytes SWITCHING =
	"HTTP/1.1 101 Switching Protocols\r\n"
	"Upgrade: websocket\r\n"
	"Connection: Upgrade\r\n"
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
	"\r\n";


MakePeer started(const Options& options = {})
{
	return [=] {
		auto server = std::make_unique<Server>(UNOPENED, options);
		(*server)->start();
		return server;
	};
}


Options speaking(std::vector<std::string> protocols)
{
	Options options;
	options.protocols = std::move(protocols);
	return options;
}


std::string agreed(const std::string& offered, const Options& options)
	/// The subprotocol in the answer.
{
	const Seen seen = feed(started(options), Head::request().add("Sec-WebSocket-Protocol", offered).bytes());
	BOOST_TEST(seen.state == State::OPEN);
	return fieldOf(seen.output, "Sec-WebSocket-Protocol");
}


} // namespace


BOOST_AUTO_TEST_SUITE(ServerDriverHandshakeTest)


BOOST_AUTO_TEST_CASE(answersTheExampleOfTheRFC)
{
	const Seen seen = feed(started(), Head::request().bytes());

	BOOST_TEST(seen.output == SWITCHING);
	BOOST_TEST(seen.events == (Events{connect("/chat"), open()}));
	BOOST_TEST(seen.state == State::OPEN);
}


BOOST_AUTO_TEST_CASE(answersARequestThatSomebodyElseParsed)
{
	Server server(UNOPENED, Head::request().parsed());
	BOOST_TEST(server->start());
	BOOST_TEST(server.output() == SWITCHING);
	BOOST_TEST(server.events() == Events{open()});
}


BOOST_AUTO_TEST_CASE(answersWhenStartIsCalledInOnConnect)
{
	const MakePeer make = [] {
		auto server = std::make_unique<Server>(UNOPENED);
		server->onEvent = [server = server.get()](const Event& event) {
			if (event.kind == Event::CONNECT) (*server)->start();
		};
		return server;
	};
	const Seen seen = feed(make, Head::request().bytes());
	BOOST_TEST(seen.output == SWITCHING);
	BOOST_TEST(seen.events == (Events{connect("/chat"), open()}));
}


BOOST_AUTO_TEST_CASE(answersWhenStartIsCalledLater)
{
	Server server(UNOPENED);
	server.receive(Head::request().bytes());
	BOOST_TEST(server.output().empty());
	BOOST_TEST(server.events() == Events{connect("/chat")});

	BOOST_TEST(server->start());

	BOOST_TEST(server.output() == SWITCHING);
	BOOST_TEST(server.events() == Events{open()});
}


BOOST_AUTO_TEST_CASE(sendsNothingBeforeStart)
{
	Server server(UNOPENED, Head::request().parsed());
	server.receive(TestFrame(TEXT, "early"));
	BOOST_TEST(server.output().empty());
	BOOST_TEST(server.events().empty());
	BOOST_TEST(server.state() == State::CONNECTING);
}


BOOST_AUTO_TEST_CASE(startTwiceIsFalseAndChangesNothing)
{
	Server server(UNOPENED, Head::request().parsed());
	BOOST_TEST(server->start());
	BOOST_TEST(!server->start());
	BOOST_TEST(server.output() == SWITCHING);

	Server waiting(UNOPENED);
	BOOST_TEST(waiting->start());
	BOOST_TEST(!waiting->start());
}


BOOST_AUTO_TEST_CASE(customHeadersComeFirst)
{
	Server server(UNOPENED, Head::request().add("Sec-WebSocket-Protocol", "chat").parsed(), speaking({"chat"}));
	server->setHeader("X-First", "1");
	server->setHeader("Set-Cookie", "a=b");
	server->setHeader("Set-Cookie", "c=d");
	server->setHeader("X-First", "2");
	server->start();

	BOOST_TEST(server.output() ==
		"HTTP/1.1 101 Switching Protocols\r\n"
		"Set-Cookie: a=b\r\n"
		"Set-Cookie: c=d\r\n"
		"X-First: 2\r\n"
		"Upgrade: websocket\r\n"
		"Connection: Upgrade\r\n"
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
		"Sec-WebSocket-Protocol: chat\r\n"
		"\r\n");
}


BOOST_AUTO_TEST_CASE(answersInOneContiguousPieceWithWhatFollows)
{
	Server server(UNOPENED);
	server->start();
	server->text("Hello");
	server.receive(Head::request().bytes() + server.incoming(TestFrame(PING, "x")).bytes());

	BOOST_TEST(server->output().size() == server->bufferedAmount());
	BOOST_TEST(server.output() == SWITCHING + "81 05 48656c6c6f 8a 01 78"_hex);
}


BOOST_AUTO_TEST_CASE(badInput17FramesBehindTheRequestAreKeptInOrder)
{
	Server server(UNOPENED);
	const Bytes frames = server.incoming(TestFrame(TEXT, "one")).bytes() + server.incoming(TestFrame(BINARY, "two")).bytes();

	const Seen seen = feed(started(), Head::request().bytes() + frames);

	BOOST_TEST(seen.output == SWITCHING);
	BOOST_TEST(seen.events == (Events{connect("/chat"), open(), text("one"), binary("two")}));
}


BOOST_AUTO_TEST_CASE(badInput17FramesThatArriveBeforeStartFollowIt)
{
	for (const bool parsed: {false, true})
	{
		Server server(UNOPENED);
		Server given(UNOPENED, Head::request().parsed());
		Server& peer = parsed ? given : server;
		if (!parsed) peer.receive(Head::request().bytes());
		peer.receive(TestFrame(TEXT, "one"));
		peer.receive(TestFrame(PING, "two"));
		peer.events();

		BOOST_TEST(peer->start());

		BOOST_TEST(peer.events() == (Events{open(), text("one"), ping("two")}));
		BOOST_TEST(peer.output() == SWITCHING + "8a 03 74776f"_hex);
	}
}


BOOST_AUTO_TEST_CASE(badInput17SecondRequestIsFrameDataAndFails)
{
	const Seen seen = feed(started(), Head::request().bytes() + Head::request().bytes());
	BOOST_TEST(seen.events == Events({connect("/chat"), open()}) + failed(Error::RESERVED_BITS, 1002));
	BOOST_TEST(seen.state == State::CLOSED);
}


BOOST_AUTO_TEST_CASE(inputBeforeStartIsKeptUpToTheHeadLimit)
{
	Server server(UNOPENED, Head::request().parsed(), with(&Options::maxHead, 1000));
	server.receive(repeated("x", 1000));
	BOOST_TEST(server.events().empty());

	server.receive("x");

	BOOST_TEST(server.events() == failed(Error::TOO_MUCH_BEFORE_START, 1002));
	BOOST_TEST(server.output().first(12) == "HTTP/1.1 431");
	BOOST_TEST(!server->start());
}


BOOST_AUTO_TEST_CASE(badInput05ListsAndOddCaseAreAccepted)
{
	const Seen seen = feed(started(), Head::request().set("Connection", "keep-alive, UpGrade").set("Upgrade", "WebSocket").bytes());
	BOOST_TEST(seen.output == SWITCHING);
}


BOOST_AUTO_TEST_CASE(badInput02TwoLeadingBlankLinesAreTolerated)
{
	BOOST_TEST(feed(started(), "\r\n\r\n" + Head::request().bytes()).output == SWITCHING);
}


BOOST_AUTO_TEST_CASE(badInput13EncodedWordsReachTheApplicationAsTheyAre)
{
	const std::string word = "=?UTF-8?Q?a=0D=0AX-Evil:_1?=";
	Server server(UNOPENED);
	server.receive(Head::request().add("X-Word", word).bytes());
	BOOST_TEST(server->request().headers.get("X-Word") == word);
	BOOST_TEST(!server->request().headers.has("X-Evil"));
}


BOOST_AUTO_TEST_CASE(badInput15ContentLengthOfZeroIsAccepted)
{
	BOOST_TEST(feed(started(), Head::request().add("Content-Length", "0").bytes()).output == SWITCHING);
}


BOOST_AUTO_TEST_CASE(badInput16AbsoluteFormOfThisHostIsAccepted)
{
	const Seen seen = feed(started(), Head::request().line("GET ws://server.example.com/a/../%00 HTTP/1.1").bytes());
	BOOST_TEST(seen.events == (Events{connect("ws://server.example.com/a/../%00"), open()}));
}


BOOST_AUTO_TEST_CASE(takesTheClientsFirstSubprotocolThatItSpeaks)
{
	BOOST_TEST(agreed("superchat, chat", speaking({"chat", "superchat"})) == "superchat");
	BOOST_TEST(agreed("x, chat", speaking({"chat", "superchat"})) == "chat");
	BOOST_TEST(agreed("a, a", speaking({"a"})) == "a");
}


BOOST_AUTO_TEST_CASE(badInput19BlanksWithoutEndAroundASubprotocolAreNothing)
{
	const std::string blanks(100000, ' ');
	Server server(UNOPENED, Head::request().add("Sec-WebSocket-Protocol", "a" + blanks + "," + blanks + "chat").parsed(), speaking({"chat"}));
	BOOST_TEST(server->start());
	BOOST_TEST(server->protocol() == "chat");
}


BOOST_AUTO_TEST_CASE(opensWithoutASubprotocolWhenNoneIsAgreed)
{
	BOOST_TEST(agreed("x, y", speaking({"chat"})) == "");
	BOOST_TEST(agreed("Chat", speaking({"chat"})) == "");
	BOOST_TEST(agreed("chat", {}) == "");
	BOOST_TEST(Server(speaking({"chat"}))->protocol() == "");
}


BOOST_AUTO_TEST_CASE(tellsTheAgreedSubprotocolFromOnOpenOn)
{
	std::string seen;
	Server server(UNOPENED, Head::request().add("Sec-WebSocket-Protocol", "chat").parsed(), speaking({"chat"}));
	server.onEvent = [&](const Event&) { seen = server->protocol(); };
	server->start();
	BOOST_TEST(seen == "chat");
	server->close();
	BOOST_TEST(server->protocol() == "chat");
}


BOOST_AUTO_TEST_CASE(offeredExtensionsAreDeclined)
{
	const Seen seen = feed(started(), Head::request().add("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits").bytes());
	BOOST_TEST(seen.output == SWITCHING);
}


BOOST_AUTO_TEST_CASE(versionIsKnownOnceTheRequestIs)
{
	Server server(UNOPENED);
	BOOST_TEST(server->version() == "");
	server.receive(Head::request().bytes());
	BOOST_TEST(server->version() == "hybi-13");
	server->start();
	BOOST_TEST(server->version() == "hybi-13");
}


BOOST_AUTO_TEST_CASE(requestIsThereUntilItIsReleased)
{
	Server server(UNOPENED);
	BOOST_TEST(server->request().method == "");
	server.receive(Head::request().add("Cookie", "a=b").bytes());
	server->releaseRequest();
	BOOST_TEST(server->request().target == "/chat");
	BOOST_TEST(server->request().headers.get("cookie") == "a=b");

	server->start();
	BOOST_TEST(server->request().target == "/chat");
	server->releaseRequest();
	BOOST_TEST(server->request().target == "");
	BOOST_TEST(server->request().headers.empty());
	BOOST_TEST(server->version() == "hybi-13");
}


BOOST_AUTO_TEST_CASE(versionIsEmptyWhenARefusedRequestIsReleased)
{
	Server server(UNOPENED, Head::request().parsed());
	server->reject(403);
	BOOST_TEST(server->version() == "hybi-13");
	server->releaseRequest();
	BOOST_TEST(server->version() == "");
}


BOOST_AUTO_TEST_SUITE_END()
