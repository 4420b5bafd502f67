//
// HybiTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <Poco/URI.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


const std::size_t SIZES[] = {0, 1, 2, 125, 126, 127, 128, 65535, 65536};


} // namespace


BOOST_AUTO_TEST_SUITE(HybiTest)


BOOST_AUTO_TEST_CASE(serverReceivesMaskedText)
{
	const Seen seen = feed(make<Server>(), "81 85 37fa213d 7f9f4d5158"_hex);
	BOOST_TEST(seen.events == Events{text("Hello")});
	BOOST_TEST(seen.output.empty());
}


BOOST_AUTO_TEST_CASE(clientReceivesUnmaskedText)
{
	const Seen seen = feed(make<Client>(), "81 05 48656c6c6f"_hex);
	BOOST_TEST(seen.events == Events{text("Hello")});
	BOOST_TEST(seen.output.empty());
}


BOOST_AUTO_TEST_CASE(serverReceivesBinary)
{
	BOOST_TEST(feed(make<Server>(), "82 82 37fa213d 37fb"_hex).events == Events{binary("00 01"_hex)});
}


BOOST_AUTO_TEST_CASE(clientReceivesBinary)
{
	BOOST_TEST(feed(make<Client>(), "82 02 0001"_hex).events == Events{binary("00 01"_hex)});
}


BOOST_AUTO_TEST_CASE(serverAnswersPingWithSamePayload)
{
	Server server;

	server.receive("89 85 37fa213d 7f9f4d5158"_hex);

	BOOST_TEST(server.output() == "8a 05 48656c6c6f"_hex);
	BOOST_TEST(server.events() == Events{ping("Hello")});
}


BOOST_AUTO_TEST_CASE(clientAnswersPingWithSamePayloadMasked)
{
	Client client;

	client.receive("89 05 48656c6c6f"_hex);

	BOOST_TEST(client.output() == "8a 85 37fa213d 7f9f4d5158"_hex);
	BOOST_TEST(client.events() == Events{ping("Hello")});
}


BOOST_AUTO_TEST_CASE(serverSendsUnmaskedFrames)
{
	Server server;
	BOOST_TEST(server->text("Hello"));
	BOOST_TEST(server->binary("Hello"));
	BOOST_TEST(server->ping("Hello"));
	BOOST_TEST(server->pong("Hello"));
	BOOST_TEST(server.output() == "81 05 48656c6c6f 82 05 48656c6c6f 89 05 48656c6c6f 8a 05 48656c6c6f"_hex);
}


BOOST_AUTO_TEST_CASE(clientSendsMaskedFrames)
{
	Client client;
	BOOST_TEST(client->text("Hello"));
	BOOST_TEST(client->binary("Hello"));
	BOOST_TEST(client->ping("Hello"));
	BOOST_TEST(client->pong());
	BOOST_TEST(client.output() == "81 85 37fa213d 7f9f4d5158 82 85 37fa213d 7f9f4d5158 89 85 37fa213d 7f9f4d5158 8a 80 37fa213d"_hex);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesOfEverySizeArrive, P, Roles)
{
	for (std::size_t size: SIZES)
	{
		P peer;
		const Bytes payload = repeated("0123456789", size / 10 + 1).first(size);
		const Seen seen = feed(make<P>(), peer.incoming(TestFrame(TEXT, payload)).bytes() + peer.incoming(TestFrame(BINARY, payload)).bytes());
		BOOST_TEST(seen.events == (Events{text(payload), binary(payload)}));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messagesOfEverySizeLeaveInOneFrame, P, Roles)
{
	for (std::size_t size: SIZES)
	{
		P peer;
		const Bytes payload = repeated("0123456789", size / 10 + 1).first(size);
		BOOST_TEST(peer->text(payload));
		BOOST_TEST(peer->send(Opcode::BINARY, std::string(payload.string())));
		BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, payload)) + peer.outgoing(TestFrame(BINARY, payload)));
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(manyFramesInOneReadAreAllDelivered, P, Roles)
{
	P peer;
	Bytes input;
	Events expected;
	for (int i = 0; i < 100; ++i)
	{
		input += peer.incoming(TestFrame(TEXT, std::to_string(i))).bytes();
		expected.add(text(std::to_string(i)));
	}
	peer.receive(input);
	BOOST_TEST(peer.events() == expected);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(emptyMessagesAreMessages, P, Roles)
{
	P peer;
	peer.receive(TestFrame(TEXT));
	peer.receive(TestFrame(BINARY));
	BOOST_TEST(peer.events() == (Events{text(""), binary("")}));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(emptyReadsChangeNothing, P, Roles)
{
	P peer;
	peer.receive("");
	peer.receive(peer.incoming(TestFrame(TEXT, "Hello")).bytes().first(5));
	peer.receive("");
	peer.receive(peer.incoming(TestFrame(TEXT, "Hello")).bytes().from(5));
	BOOST_TEST(peer.events() == Events{text("Hello")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(bytesAreTakenAsCharOrAsByte, P, Roles)
{
	P peer;
	std::string chars = peer.incoming(TestFrame(TEXT, "Hello")).bytes().string();
	std::string bytes = chars;
	peer->receive(std::span<char>(chars));
	peer->receive(std::as_writable_bytes(std::span<char>(bytes)));
	const std::byte payload[] = {std::byte(1), std::byte(2)};
	peer->binary(std::span<const std::byte>(payload));
	BOOST_TEST(peer.events() == (Events{text("Hello"), text("Hello")}));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(BINARY, "01 02"_hex)));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(wholeFrameInOneReadIsHandedUpWhereItLies, P, Roles)
{
	P peer;
	std::string bytes = peer.incoming(TestFrame(BINARY, "Hello")).bytes().string();
	const char* seen = nullptr;
	peer.onMessageView = [&](Message& message) { seen = message.payload.data(); };
	peer->receive(std::span<char>(bytes));
	BOOST_CHECK(seen == bytes.data() + bytes.size() - 5);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(assembledMessageIsTakenWithoutACopy, P, Roles)
{
	P peer;
	const char* seen = nullptr;
	std::string taken;
	peer.onMessageView = [&](Message& message) {
		seen = message.payload.data();
		taken = message.take();
	};
	peer.receive(TestFrame(BINARY, repeated("a", 1000)).unfinished());
	peer.receive(TestFrame(CONTINUATION, repeated("b", 1000)));
	BOOST_CHECK(taken.data() == seen);
	BOOST_TEST(taken == std::string(1000, 'a') + std::string(1000, 'b'));

	peer.onMessageView = nullptr;
	peer.events();
	peer.receive(TestFrame(BINARY, "c").unfinished());
	peer.receive(TestFrame(CONTINUATION, "d"));
	BOOST_TEST(peer.events() == Events{binary("cd")});
}


BOOST_AUTO_TEST_CASE_TEMPLATE(messageIsSentOnWithoutItsReservedBits, P, Roles)
{
	P peer;
	Message message(Opcode::TEXT, "Hello");
	message.rsv = Rsv::RSV1;
	BOOST_TEST(peer->send(message));
	BOOST_TEST(peer.output() == peer.outgoing(TestFrame(TEXT, "Hello")));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(echoOfAReceivedMessageIsTheSame, P, Roles)
{
	const MakePeer echoing = [] {
		auto peer = std::make_unique<P>();
		peer->onMessageView = [peer = peer.get()](Message& message) { (*peer)->send(message); };
		return peer;
	};
	P peer;
	const Seen seen = feed(echoing, peer.incoming(TestFrame(TEXT, "Hello")).bytes() + peer.incoming(TestFrame(BINARY, "x")).bytes());
	BOOST_TEST(seen.output == peer.outgoing(TestFrame(TEXT, "Hello")) + peer.outgoing(TestFrame(BINARY, "x")));
}


BOOST_AUTO_TEST_CASE(badInput39ServerTakesAMaskOfZeroAndTheSameMaskAgain)
{
	const Seen seen = feed(make<Server>(), "81 81 00000000 61 81 81 00000000 62"_hex);
	BOOST_TEST(seen.events == (Events{text("a"), text("b")}));
}


BOOST_AUTO_TEST_CASE(clientTakesANewMaskForEveryFrame)
{
	Options options;
	options.random = [next = 0](std::span<char> bytes) mutable {
		for (char& byte: bytes) byte = static_cast<char>(next++);
	};
	Recorder recorder;
	ClientDriver client(recorder, Poco::URI("ws://a/"), options);
	client.start();
	std::string response = Head::response().set("Sec-WebSocket-Accept", "Bz3qJYTGdOe8gUSpLosEdiLKDrk=").bytes().string();
	client.consume(client.bufferedAmount());
	client.receive(std::span<char>(response));
	client.text("");
	client.text("");
	BOOST_TEST(Bytes(client.output()) == "81 80 10111213 81 80 14151617"_hex);
}


BOOST_AUTO_TEST_CASE_TEMPLATE(applicationsBytesAreNotModified, P, Roles)
{
	P peer;
	std::string payload(100000, 'x');
	peer->text(payload);
	peer->binary(payload);
	peer->send(Message(Opcode::TEXT, payload));
	BOOST_TEST((payload == std::string(100000, 'x')));
}


BOOST_AUTO_TEST_SUITE_END()
