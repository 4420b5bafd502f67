//
// DriverSetUpTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


std::unique_ptr<Peer> unopened(bool client)
{
	if (client) return std::make_unique<Client>(UNOPENED);
	return std::make_unique<Server>(UNOPENED, Head::request().parsed());
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverSetUpTest)


BOOST_AUTO_TEST_CASE(subprotocolsThatAreNoTokensAreRefused)
{
	for (const char* name: {"", "a b", "a,b", "a\r\nX: 1", "\"a\""})
	{
		Options options;
		options.protocols = {"chat", name};
		BOOST_CHECK_THROW(Server(UNOPENED, options), Poco::InvalidArgumentException);
		BOOST_CHECK_THROW(Client(UNOPENED, options), Poco::InvalidArgumentException);
	}
}


BOOST_AUTO_TEST_CASE(subprotocolsGivenTwiceAreRefused)
{
	Options options;
	options.protocols = {"chat", "superchat", "chat"};
	BOOST_CHECK_THROW(Server(UNOPENED, options), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(Client(UNOPENED, options), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(missingOptionsAreRefused)
{
	Recorder recorder;
	const std::shared_ptr<const Options> none;
	BOOST_CHECK_THROW(ServerDriver(recorder, none), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(ServerDriver(recorder, Head::request().parsed(), none), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(ClientDriver(recorder, Poco::URI("ws://a/"), none), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(optionsAreSharedAndNotCopied)
{
	const auto options = std::make_shared<const Options>();
	Recorder recorder;
	ServerDriver server(recorder, options);
	ServerDriver parsed(recorder, Head::request().parsed(), options);
	ClientDriver client(recorder, Poco::URI("ws://a/"), options);
	BOOST_TEST(options.use_count() >= 4);
}


BOOST_AUTO_TEST_CASE(constructionAndDestructionFireNothing)
{
	Recorder recorder;
	{
		ServerDriver server(recorder);
		ClientDriver client(recorder, Poco::URI("ws://a/"));
		client.start();
		client.text("queued");
		client.ping({}, [](bool) { BOOST_ERROR("called"); });
	}
	BOOST_TEST(recorder.events().empty());
}


BOOST_AUTO_TEST_CASE(badInput31MalformedHeadersThrowAndSetNothing)
{
	for (const bool isClient: {false, true})
	{
		const auto peer = unopened(isClient);
		Driver& driver = peer->driver();
		for (const char* name: {"", "A B", "A:", "A\r\nB", "A\n"}) BOOST_CHECK_THROW(driver.setHeader(name, "x"), Poco::InvalidArgumentException);
		for (const auto value: {std::string_view("x\r\nB: y"), std::string_view("x\ny"), std::string_view("x\0y", 3), std::string_view("\x7f")})
		{
			BOOST_CHECK_THROW(driver.setHeader("A", value), Poco::InvalidArgumentException);
		}
		driver.start();
		BOOST_TEST(fieldOf(driver.output(), "A") == "");
		BOOST_TEST(fieldOf(driver.output(), "B") == "");
	}
}


BOOST_AUTO_TEST_CASE(badInput31MalformedHeadersThrowEvenWhenItIsTooLate)
{
	Server server;
	BOOST_CHECK_THROW(server->setHeader("A", "x\r\ny"), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(badInput31HeadersOfARejectionMayNotInjectLines)
{
	Headers headers;
	BOOST_CHECK_THROW(headers.add("X", "a\r\nY: b"), Poco::InvalidArgumentException);
	BOOST_TEST(headers.empty());
}


BOOST_AUTO_TEST_CASE(headersOfTheHandshakeCannotBeSet)
{
	for (const bool isClient: {false, true})
	{
		const auto peer = unopened(isClient);
		for (const char* name: {"Upgrade", "connection", "Host", "Content-Length", "Transfer-Encoding", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol"})
		{
			BOOST_TEST(!peer->driver().setHeader(name, "x"), name);
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput57HeadersAreTooLateOnceTheHandshakeIsWritten)
{
	for (const bool isClient: {false, true})
	{
		const auto peer = unopened(isClient);
		BOOST_TEST(peer->driver().setHeader("A", "1"));
		peer->driver().start();
		BOOST_TEST(!peer->driver().setHeader("B", "2"));
		BOOST_TEST(fieldOf(peer->driver().output(), "A") == "1");
		BOOST_TEST(fieldOf(peer->driver().output(), "B") == "");
	}
}


BOOST_AUTO_TEST_CASE(serverTakesHeadersUntilItAnswers)
{
	Server server(UNOPENED);
	BOOST_TEST(server->setHeader("A", "1"));
	server->start();
	BOOST_TEST(server->setHeader("B", "2"));
	server.receive(Head::request().bytes());
	BOOST_TEST(!server->setHeader("C", "3"));
	const Bytes output = server.output();
	BOOST_TEST(fieldOf(output, "A") == "1");
	BOOST_TEST(fieldOf(output, "B") == "2");
}


BOOST_AUTO_TEST_CASE(badInput57NothingWorksAfterClose)
{
	for (const bool isClient: {false, true})
	{
		const auto peer = unopened(isClient);
		Driver& driver = peer->driver();
		BOOST_TEST(driver.close());
		BOOST_TEST(peer->events() == Events{closed(1000)});
		BOOST_TEST(!driver.start());
		BOOST_TEST(!driver.setHeader("A", "1"));
		BOOST_TEST(!driver.text("x"));
		BOOST_TEST(!driver.binary("x"));
		BOOST_TEST(!driver.send(Message(Opcode::TEXT, "x")));
		BOOST_TEST(!driver.send(Opcode::TEXT, std::string("x")));
		BOOST_TEST(!driver.ping("x", [](bool) { BOOST_ERROR("called"); }));
		BOOST_TEST(!driver.pong("x"));
		BOOST_TEST(!driver.close());
		driver.releaseIdle();
		peer->receive("x");
		driver.receiveEnd();
		BOOST_TEST(peer->events().empty());
		BOOST_TEST(driver.output().empty());
		BOOST_TEST(driver.finished());
	}
}


BOOST_AUTO_TEST_SUITE_END()
