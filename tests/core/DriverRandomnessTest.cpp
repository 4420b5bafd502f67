//
// DriverRandomnessTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


Options runningOut()
	/// Enough for one block: the key and some masks.
{
	Options options;
	options.random = [random = fixedRandom(), calls = 0](std::span<char> bytes) mutable {
		if (calls++ > 0) throw std::runtime_error("no more entropy");
		random(bytes);
	};
	return options;
}


Options without()
{
	Options options;
	options.random = noRandom();
	return options;
}


void useUp(Client& client)
	/// Sends until there are no masks left for one more frame.
{
	Client counting(runningOut());
	std::size_t frames = 0;
	while (counting->pong()) ++frames;
	for (; frames > 0; --frames) client->pong();
	client.output();
	BOOST_TEST(client.isOpen());
}


void hasFailedSilently(Client& client)
{
	BOOST_TEST(client.events().last() == closed(1011, WHY));
	BOOST_TEST(client.failure().error == Error::NO_RANDOMNESS);
	BOOST_TEST(client.output().empty());
	BOOST_TEST(client.isClosed());
	BOOST_TEST(client->finished());
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverRandomnessTest)


BOOST_AUTO_TEST_CASE(badInput67ClientWithoutRandomnessDoesNotStart)
{
	Client client(UNOPENED, without());
	BOOST_TEST(!client->start());
	BOOST_TEST(client.events() == failed(Error::NO_RANDOMNESS, 1011));
	BOOST_TEST(client.output().empty());
	BOOST_TEST(client->finished());
}


BOOST_AUTO_TEST_CASE(badInput67ClientThatCannotMaskSendsNothingAndFails)
{
	const std::function<bool(Client&)> sends[] =
		{
			[](Client& client) { return client->text("x"); },
			[](Client& client) { return client->binary("x"); },
			[](Client& client) { return client->ping("x", [](bool) { BOOST_ERROR("called"); }); },
			[](Client& client) { return client->pong("x"); },
			[](Client& client) { return client->send(Message(Opcode::TEXT, "x")); }};
	for (const auto& send: sends)
	{
		Client client(runningOut());
		useUp(client);
		BOOST_TEST(!send(client));
		hasFailedSilently(client);
	}
}


BOOST_AUTO_TEST_CASE(badInput67PayloadThatCannotBeMaskedIsNotMovedFrom)
{
	Client client(runningOut());
	useUp(client);
	std::string payload(100000, 'x');
	BOOST_TEST(!client->send(Opcode::BINARY, std::move(payload)));
	BOOST_TEST((payload == std::string(100000, 'x')));
	hasFailedSilently(client);
}


BOOST_AUTO_TEST_CASE(badInput67AnswersThatCannotBeMaskedAreNotSent)
{
	for (const TestFrame& frame: {TestFrame(PING, "x"), TestFrame::close(1000), TestFrame(3)})
	{
		Client client(runningOut());
		useUp(client);
		client.receive(frame);
		const Events events = client.events();
		BOOST_TEST(events.count(Event::FAILED) == 1u);
		BOOST_TEST(events.count(Event::CLOSED) == 1u);
		BOOST_TEST(events.size() == 2u);
		BOOST_TEST(client.output().empty());
		BOOST_TEST(client->finished());
	}
}


BOOST_AUTO_TEST_CASE(badInput67CloseThatCannotBeMaskedEndsAtOnce)
{
	Client client(runningOut());
	useUp(client);
	client->close();
	hasFailedSilently(client);
}


BOOST_AUTO_TEST_CASE(badInput67QueueThatCannotBeMaskedIsNotSent)
{
	Client client(UNOPENED, runningOut());
	for (int i = 0; i < 200; ++i) client->text("queued");
	client->start();
	client.output();
	client.receive(Head::response().bytes());
	for (const TestFrame& frame: TestFrame::read(client.output())) BOOST_TEST(frame.key.has_value());
	BOOST_TEST(client.events() == failed(Error::NO_RANDOMNESS, 1011));
}


BOOST_AUTO_TEST_CASE(serverNeedsNoRandomness)
{
	Server server(without());
	BOOST_TEST(server->text("x"));
	server.receive(TestFrame(PING, "y"));
	server->close();
	server.receive(TestFrame::close(1000));
	BOOST_TEST(server.events() == (Events{ping("y"), closed(1000)}));
}


BOOST_AUTO_TEST_SUITE_END()
