//
// DeflateDriverTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/PerMessageDeflate.h"
#include "support/AllocationCounter.h"
#include "support/Echo.h"
#include "support/Feed.h"
#include "support/Head.h"
#include "support/Peer.h"
#include "support/TestFrame.h"
#include <boost/test/unit_test.hpp>
#include <new>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


const std::string HEADER = "Sec-WebSocket-Extensions";
const Bytes HELLO = "f2 48 cd c9 c9 07 00"_hex;
const Bytes HELLO_AGAIN = "f2 00 11 00 00"_hex;
constexpr int RSV1 = 4;


Options deflating(std::size_t maxLength = 1000)
{
	Options options;
	options.maxLength = maxLength;
	options.extensions.add(std::make_shared<PerMessageDeflate>());
	return options;
}


template <class P>
Head agreement()
{
	const Head head = std::is_same_v<P, Server> ? Head::request() : Head::response();
	return Head(head).add(HEADER, "permessage-deflate");
}


template <class P>
MakePeer agreed(std::size_t maxLength = 1000)
{
	return make<P>(agreement<P>(), deflating(maxLength));
}


TestFrame compressed(int opcode, const Bytes& payload)
{
	return TestFrame(opcode, payload).reserved(RSV1);
}


template <class P>
Seen seenWith(const std::vector<TestFrame>& frames)
	/// What the frames do, at every split.
{
	return feed(agreed<P>(), agreed<P>()()->allIncoming(frames));
}


} // namespace


BOOST_AUTO_TEST_SUITE(DeflateDriverTest)


BOOST_AUTO_TEST_CASE(serverAnswersABrowsersOffer)
{
	Server server(UNOPENED, deflating());
	server.receive(Head::request().add(HEADER, "permessage-deflate; client_max_window_bits").bytes());
	server->start();
	BOOST_TEST(server.output().string().find("\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=12\r\n") != std::string::npos);
	BOOST_REQUIRE(server->negotiated().size() == 1u);
	BOOST_TEST(server->negotiated()[0].name == "permessage-deflate");
}


BOOST_AUTO_TEST_CASE(clientOffersItAndRefusesWhatItDidNotOffer)
{
	Client client(UNOPENED, deflating());
	client->start();
	BOOST_TEST(client.output().string().find("\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n") != std::string::npos);
	client.receive(Head::response().add(HEADER, "permessage-deflate; client_max_window_bits=7").bytes());
	BOOST_TEST(client->state() == State::CLOSED);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesTravelCompressed, P, Roles)
{
	const Seen seen = seenWith<P>({compressed(TEXT, HELLO), compressed(BINARY, HELLO_AGAIN), TestFrame(TEXT, "plain"), compressed(TEXT, "00"_hex)});
	BOOST_TEST(seen.events == (Events{text("Hello"), binary("Hello"), text("plain"), text("")}));

	const auto peer = agreed<P>()();
	peer->driver().text("Hello");
	peer->driver().binary(std::string_view("Hello"));
	peer->driver().text("Hello", {.compress = false});
	peer->driver().text("");
	BOOST_TEST(peer->output() == peer->allOutgoing({compressed(TEXT, HELLO), compressed(BINARY, HELLO_AGAIN), TestFrame(TEXT, "Hello"), compressed(TEXT, "00"_hex)}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(fragmentsOfACompressedMessageAreInflatedTogether, P, Roles)
{
	const Seen seen = seenWith<P>({compressed(TEXT, HELLO.first(3)).unfinished(), TestFrame(PING, "p"), TestFrame(CONTINUATION, "").unfinished(), TestFrame(CONTINUATION, HELLO.from(3))});
	BOOST_TEST(seen.events == (Events{ping("p"), text("Hello")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(releasedConnectionGoesOn, P, Roles)
{
	const auto peer = agreed<P>()();
	peer->receive(compressed(TEXT, HELLO));
	peer->driver().text("Hello");
	peer->driver().releaseIdle();
	peer->receive(compressed(TEXT, HELLO_AGAIN));
	peer->driver().text("Hello");
	BOOST_TEST(peer->events() == (Events{text("Hello"), text("Hello")}));
	BOOST_TEST(peer->output() == peer->allOutgoing({compressed(TEXT, HELLO), compressed(TEXT, HELLO)}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput48CorruptMessageEndsTheConnectionWith1007, P, Roles)
{
	for (const auto& bad: {"07"_hex, ""_hex, HELLO_AGAIN, HELLO.first(4)})
	{
		BOOST_TEST(seenWith<P>({compressed(TEXT, bad), TestFrame(TEXT, "never seen")}).events == failed(Error::EXTENSION_FAILED, 1007));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput47MessageThatBecomesTooLongEndsTheConnectionWith1009, P, Roles)
{
	const Bytes thousand = "4a 4c 1c 05 a3 60 14 0c 77 00 00"_hex;        // 1000 times 'a'
	BOOST_TEST(seenWith<P>({compressed(TEXT, thousand)}).events == Events{text(std::string(1000, 'a'))});
	const auto peer = agreed<P>(999)();
	peer->receive(compressed(TEXT, thousand));
	const auto events = peer->events();
	BOOST_TEST(events.last().code == 1009);
	BOOST_TEST(events.size() == 2u);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput41CompressedTextIsCheckedToo, P, Roles)
{
	const Bytes invalid = "00 01 00 fe ff ff 00"_hex;        // a block without compression, of the byte ff
	BOOST_TEST(seenWith<P>({compressed(TEXT, invalid)}).events == failed(Error::INVALID_UTF8, 1007));
	BOOST_TEST(seenWith<P>({compressed(BINARY, invalid)}).events == Events{binary("\xff")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(aListenerThatThrowsLosesNoMessageAndNoHistory, P, Roles)
{
	const auto peer = agreed<P>()();
	std::string seen;
	peer->onMessageView = [&](Message& message) {
		seen.append(message.payload).append(" ");
		throw std::runtime_error("oops");
	};
	const auto again = compressed(TEXT, HELLO_AGAIN);
	const Bytes input = peer->allIncoming({compressed(TEXT, HELLO), again, compressed(BINARY, HELLO_AGAIN.first(2)).unfinished(), TestFrame(CONTINUATION, HELLO_AGAIN.from(2)), again});
	BOOST_CHECK_THROW(peer->receive(input), std::runtime_error);
	peer->driver().releaseIdle();
	for (int i = 0; i < 3; ++i) BOOST_CHECK_THROW(peer->goOn(), std::runtime_error);
	peer->goOn();
	BOOST_TEST(seen == "Hello Hello Hello Hello ");
}


BOOST_AUTO_TEST_CASE(badInput59AFailedAllocationNeverSendsWhatCannotBeRead)
{
	struct Echo: Server
	{
		using Server::Server;
		void onMessage(Message& message) override { (*this)->send(message); }
	};
	const Server maker;
	std::string input = maker.allIncoming({compressed(TEXT, HELLO), compressed(TEXT, HELLO_AGAIN.first(2)).unfinished(), TestFrame(CONTINUATION, HELLO_AGAIN.from(2)), compressed(TEXT, HELLO_AGAIN)}).string();
	const std::vector<Bytes> echoes = {HELLO, HELLO_AGAIN, "02 13 00 00"_hex};
	bool failed = true;
	for (std::size_t index = 0; failed; ++index)
	{
		Echo echo(agreement<Server>(), deflating());
		auto bytes = input;
		{
			AllocationCounter counter;
			counter.failAt(index);
			bool threw = false;
			try
			{
				echo->receive(std::span<char>(bytes));
			}
			catch (const std::bad_alloc&)
			{
				threw = true;
			}
			failed = counter.hasFailed();
			BOOST_TEST(threw == failed);
		}
		BOOST_TEST(echo.isClosed() == failed);
		const auto frames = TestFrame::read(echo.output());
		BOOST_TEST(frames.size() <= 3u);
		BOOST_TEST((failed || frames.size() == 3u));
		for (std::size_t i = 0; i < frames.size(); ++i) BOOST_TEST(frames[i].payload == echoes.at(i));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(echoesNeedNoAllocationForEachMessage, P, Roles)
{
	BOOST_TEST(allocationsOfEchoes<P>(agreement<P>(), deflating(), compressed(TEXT, HELLO)) == 0u);
}


BOOST_AUTO_TEST_SUITE_END()
