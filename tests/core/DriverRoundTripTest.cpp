//
// DriverRoundTripTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


const std::size_t SIZES[] = {0, 1, 125, 126, 127, 65535, 65536, 65537, 1000000};


class Pair
	/// A server and a client, and a transport that cuts as it likes (always in the same way).
{
public:
	explicit Pair(const Options& options = {}):
		server(UNOPENED, options), client(UNOPENED, options)
	{
		server->start();
		client->start();
		pump();
		BOOST_TEST(server.events() == (Events{connect("/chat"), open()}));
		BOOST_TEST(client.events() == Events{open()});
	}

	void pump()
	{
		while (server->bufferedAmount() + client->bufferedAmount() > 0)
		{
			move(client, server);
			move(server, client);
		}
	}

	Server server;
	Client client;

private:
	void move(Peer& from, Peer& to)
	{
		const Bytes piece = Bytes(from->output()).first(next());
		from->consume(piece.size());
		to.receive(piece);
	}

	std::size_t next()
	{
		_seed = _seed * 1103515245 + 12345;
		return 1 + (_seed >> 16) % (_seed % 3 == 0 ? 7 : 40000);
	}

	std::uint32_t _seed = 1;
};


Bytes textOf(std::size_t size)
{
	return repeated("Gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80 ", size / 12).string() + std::string(size % 12, '.');
}


Bytes binaryOf(std::size_t size)
{
	std::string bytes;
	for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 31 >> (i % 8));
	return bytes;
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverRoundTripTest)


BOOST_AUTO_TEST_CASE(messagesOfAllSizesPassBothWays)
{
	Pair pair;
	for (const std::size_t size: SIZES)
	{
		const Bytes string = textOf(size), bytes = binaryOf(size);
		pair.client->text(string);
		pair.client->binary(bytes);
		pair.server->text(string);
		pair.server->send(Opcode::BINARY, std::string(bytes.string()));
		pair.pump();
		BOOST_TEST(pair.server.events() == (Events{text(string), binary(bytes)}));
		BOOST_TEST(pair.client.events() == (Events{text(string), binary(bytes)}));
	}
}


BOOST_AUTO_TEST_CASE(manyMessagesKeepTheirOrder)
{
	Pair pair;
	Events expected;
	for (int i = 0; i < 1000; ++i)
	{
		const Bytes payload = std::to_string(i);
		pair.client->text(payload);
		expected.add(text(payload));
	}
	pair.pump();
	BOOST_TEST(pair.server.events() == expected);
}


BOOST_AUTO_TEST_CASE(pingsAreAnswered)
{
	Pair pair;
	int answers = 0;
	pair.client->ping("from client", [&](bool answered) { answers += answered; });
	pair.server->ping("from server", [&](bool answered) { answers += answered; });
	pair.pump();
	BOOST_TEST(answers == 2);
	BOOST_TEST(pair.server.events().size() == 2u);
	BOOST_TEST(pair.client.events().size() == 2u);
}


BOOST_AUTO_TEST_CASE(eitherSideCloses)
{
	for (const bool client: {false, true})
	{
		Pair pair;
		Driver& closing = client ? static_cast<Driver&>(pair.client.driver()) : pair.server.driver();
		closing.text("last words");
		closing.close(CloseCode(4321), "see you");
		pair.pump();
		Peer& closer = client ? static_cast<Peer&>(pair.client) : pair.server;
		Peer& other = client ? static_cast<Peer&>(pair.server) : pair.client;
		BOOST_TEST(other.events() == (Events{text("last words"), closed(4321, "see you")}));
		BOOST_TEST(closer.events() == Events{closed(4321, "see you")});
		BOOST_TEST(pair.server->finished());
		pair.client->receiveEnd();
		BOOST_TEST(pair.client->finished());
	}
}


BOOST_AUTO_TEST_CASE(subprotocolsAreAgreed)
{
	Options options;
	options.protocols = {"chat", "superchat"};
	Pair pair(options);
	BOOST_TEST(pair.server->protocol() == "chat");
	BOOST_TEST(pair.client->protocol() == "chat");
}


BOOST_AUTO_TEST_CASE(limitOfOneSideFailsTheOther)
{
	Options options = with(&Options::maxLength, 1000);
	Pair pair(options);
	pair.client->binary(repeated("x", 1001));
	pair.pump();
	BOOST_TEST(pair.server.events() == failed(Error::MESSAGE_TOO_LONG, 1009));
	BOOST_TEST(pair.client.events() == Events{closed(1009, pair.server.failure().message)});
}


BOOST_AUTO_TEST_CASE(sharedPoolServesBothSides)
{
	Options options;
	options.buffers = std::make_shared<BufferPool>();
	Pair pair(options);
	for (int i = 0; i < 10; ++i)
	{
		pair.client->binary(binaryOf(30000));
		pair.server->binary(binaryOf(50000));
		pair.pump();
		BOOST_TEST(pair.server.events() == Events{binary(binaryOf(30000))});
		BOOST_TEST(pair.client.events() == Events{binary(binaryOf(50000))});
	}
}


BOOST_AUTO_TEST_SUITE_END()
