//
// WebSocketRequestHandlerTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketRequestHandler.h"
#include "net/NetLog.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Endpoint;
using Net::WebSocketConnection;


class Throwing: public ServerDriver
{
public:
	using ServerDriver::ServerDriver;

protected:
	bool acceptRequest(const Request&) override
	{
		throw std::runtime_error("no database");
	}
};


void throwWhatIsNoException()
{
	throw 42;
}


Head requestTo(const NetServer& server)
{
	return NetSocket::request(server.address());
}


void echoes(const NetServer& server)
	/// The server lives.
{
	auto socket = NetSocket::opened(server.address());
	socket.send(TestFrame(TEXT, "alive"));
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "alive"));
}


int statusOf(const NetServer& server, const Head& request)
{
	NetSocket socket(server.address(), request);
	socket.readToEnd();
	return socket.status();
}


} // namespace


BOOST_AUTO_TEST_SUITE(WebSocketRequestHandlerTest)


BOOST_AUTO_TEST_CASE(servesAConnectionFromTheHandshakeToTheClose)
{
	NetServer server;
	NetSocket socket(server.address(), requestTo(server));
	BOOST_TEST(socket.status() == 101);
	BOOST_TEST(fieldOf(socket.head(), "Sec-WebSocket-Accept") == ACCEPT);

	socket.send(TestFrame(TEXT, "Hello"));
	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "Hello"));
	socket.send(TestFrame(PING, "p"));
	BOOST_TEST(socket.readFrame() == TestFrame(PONG, "p"));
	socket.send(TestFrame::close(1000, "bye"));
	BOOST_TEST(socket.readToEnd() == TestFrame::close(1000, "bye").bytes());

	BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), text("Hello"), ping("p"), closed(1000, "bye")}));
}


BOOST_AUTO_TEST_CASE(badInput17FramesRightBehindTheHeadAreServed)
{
	NetServer server;
	NetSocket socket(server.address());
	socket.send(requestTo(server).bytes() + TestFrame(TEXT, "early").masked().bytes() + TestFrame(BINARY, "bird").masked().bytes().first(3));
	socket.readHead();

	BOOST_TEST(socket.readFrame() == TestFrame(TEXT, "early"));
	socket.send(TestFrame(BINARY, "bird").masked().bytes().from(3));
	BOOST_TEST(socket.readFrame() == TestFrame(BINARY, "bird"));
}


BOOST_AUTO_TEST_CASE(badInput17ASecondRequestIsFrameData)
{
	NetServer server;
	NetSocket socket(server.address());
	socket.send(requestTo(server).bytes() + requestTo(server).bytes());
	socket.readHead();

	const auto frame = socket.readFrame();
	BOOST_TEST(frame.opcode == CLOSE);
	BOOST_TEST(frame.payload.first(2) == "03ea"_hex);
	BOOST_TEST(socket.readToEnd() == "");
}


BOOST_AUTO_TEST_CASE(badInput13HiddenLineEndsAreRefused)
{
	NetServer server;
	BOOST_TEST(statusOf(server, requestTo(server).add("X-Name", "=?UTF-8?Q?a=0D=0AX-Evil:_1?=")) == 400);
	BOOST_TEST(statusOf(server, requestTo(server).set("Sec-WebSocket-Key", "=?UTF-8?Q?a=0D=0A?=")) == 400);
	BOOST_TEST(server.journal.events().empty());
	echoes(server);
}


BOOST_AUTO_TEST_CASE(refusalsOfTheDriverReachTheClient)
{
	NetServer server;
	const auto request = [&] { return requestTo(server); };

	BOOST_TEST(statusOf(server, request().line("POST / HTTP/1.1")) == 405);                             // badInput04
	BOOST_TEST(statusOf(server, request().line("GET / HTTP/1.0")) == 505);
	BOOST_TEST(statusOf(server, request().without("Connection")) == 400);                               // badInput05
	BOOST_TEST(statusOf(server, request().set("Sec-WebSocket-Version", "99")) == 426);                  // badInput06
	BOOST_TEST(statusOf(server, request().add("Sec-WebSocket-Version", "13")) == 426);
	BOOST_TEST(statusOf(server, request().without("Sec-WebSocket-Key")) == 400);                        // badInput07
	BOOST_TEST(statusOf(server, request().add("Sec-WebSocket-Key", std::string(KEY))) == 400);
	BOOST_TEST(statusOf(server, request().without("Host")) == 400);                                     // badInput09
	BOOST_TEST(statusOf(server, request().add("Host", "other")) == 400);
	BOOST_TEST(statusOf(server, request().add("Content-Length", "5")) == 400);                          // badInput15
	BOOST_TEST(statusOf(server, request().add("Transfer-Encoding", "chunked")) == 400);
	BOOST_TEST(statusOf(server, request().add("Sec-WebSocket-Protocol", "a b")) == 400);                // badInput19
	echoes(server);
}


BOOST_AUTO_TEST_CASE(badInput20AForeignOriginIsRefusedBeforeTheListenerIsMade)
{
	NetServer server;
	BOOST_TEST(statusOf(server, requestTo(server).add("Origin", "http://evil.org")) == 403);
	BOOST_TEST(statusOf(server, requestTo(server).add("Origin", "null")) == 403);
	BOOST_TEST(statusOf(server, requestTo(server).add("Origin", "http://" + server.address().toString()).add("Origin", "http://evil.org")) == 403);
	BOOST_TEST(server.journal.events().empty());

	NetSocket own(server.address(), requestTo(server).add("Origin", "http://" + server.address().toString()));
	BOOST_TEST(own.status() == 101);
}


BOOST_AUTO_TEST_CASE(anOriginPolicyOfTheEndpointIsObeyed)
{
	NetServer server(echo(), [](Endpoint& endpoint) { endpoint.origins = Net::OriginPolicy::any().requireOrigin(); });

	BOOST_TEST(statusOf(server, requestTo(server)) == 403);
	BOOST_TEST(NetSocket(server.address(), requestTo(server).add("Origin", "http://evil.org")).status() == 101);
}


BOOST_AUTO_TEST_CASE(optionsOfTheEndpointReachTheDriver)
{
	NetServer server(echo(), [](Endpoint& endpoint) {
		auto options = std::make_shared<Options>();
		options->protocols = {"chat", "superchat"};
		options->maxLength = 10;
		endpoint.options = options;
	});
	NetSocket socket(server.address(), requestTo(server).add("Sec-WebSocket-Protocol", "other, superchat").add("Sec-WebSocket-Protocol", "chat"));

	BOOST_TEST(fieldOf(socket.head(), "Sec-WebSocket-Protocol") == "superchat");
	socket.send(TestFrame(TEXT, "12345678901"));
	BOOST_TEST(socket.readFrame().payload.first(2) == "03f1"_hex);                  // 1009
}


BOOST_AUTO_TEST_CASE(badInput56AnEndpointThatThrowsIsAnsweredWith500)
{
	NetLog log;
	NetServer throwing(echo(), [](Endpoint& endpoint) {
		endpoint.listener = [](WebSocketConnection&, const Request&) -> std::unique_ptr<Listener> { throw Poco::NotFoundException("room"); };
	});
	NetServer foreign(echo(), [](Endpoint& endpoint) {
		endpoint.driver = [](Listener&, Request, std::shared_ptr<const Options>) -> std::unique_ptr<ServerDriver> { throw 42; };
	});
	NetServer nothing(echo(), [](Endpoint& endpoint) {
		endpoint.listener = [](WebSocketConnection&, const Request&) -> std::unique_ptr<Listener> { return nullptr; };
	});
	NetServer undecided(echo(), serveWith<Throwing>);

	BOOST_TEST(statusOf(throwing, requestTo(throwing)) == 500);
	BOOST_TEST(statusOf(foreign, requestTo(foreign)) == 500);
	BOOST_TEST(statusOf(nothing, requestTo(nothing)) == 500);
	BOOST_TEST(statusOf(undecided, requestTo(undecided)) == 500);
	BOOST_TEST(undecided.journal.until(Event::CLOSED).count(Event::CLOSED) == 1U);
	BOOST_TEST(log.lines().size() == 4U);
	BOOST_TEST(log.has("Not found: room"));
	BOOST_TEST(log.has("no database"));
}


BOOST_AUTO_TEST_CASE(badInput56AListenerThatThrowsEndsItsConnectionWith1011)
{
	for (const bool foreign: {false, true})
	{
		NetLog log;
		Script script;
		script.onMessage = [foreign](WebSocketConnection&, Message&) {
			if (foreign) throwWhatIsNoException();
			throw std::runtime_error("out of paper");
		};
		NetServer server(script);
		auto socket = NetSocket::opened(server.address());

		socket.send(TestFrame(TEXT, "one").masked().bytes() + TestFrame(TEXT, "two").masked().bytes());
		BOOST_TEST(socket.readFrame() == TestFrame::close(1011));
		socket.send(TestFrame::close(1011));
		BOOST_TEST(socket.readToEnd() == "");

		BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), text("one"), closed(1011)}));
		BOOST_TEST(log.lines().size() == 1U);
		BOOST_TEST(log.has(foreign ? "no std::exception" : "out of paper"));
		BOOST_TEST(log.has(socket.socket().address().toString()));
		BOOST_TEST(!log.has("one"));
	}
}


BOOST_AUTO_TEST_CASE(badInput56EveryEventMayThrow)
{
	NetLog log;
	const auto fault = [](WebSocketConnection&) { throw std::logic_error("fault"); };
	Script script;
	script.onOpen = fault;
	script.onPing = fault;
	script.onClose = fault;
	NetServer server(script);
	auto socket = NetSocket::opened(server.address());
	BOOST_TEST(socket.readFrame() == TestFrame::close(1011));

	socket.send(TestFrame(PING, "a").masked().bytes() + TestFrame(PING, "b").masked().bytes() + TestFrame::close(1011).masked().bytes());
	BOOST_TEST(socket.readToEnd() == TestFrame(PONG, "a").bytes() + TestFrame(PONG, "b").bytes());

	BOOST_TEST(server.journal.until(Event::CLOSED) == (Events{open(), ping("a"), ping("b"), closed(1011)}));
	server.http().stop();
	server.joinThreads();
	BOOST_TEST(log.lines().size() == 4U);
}


BOOST_AUTO_TEST_CASE(badInput56AListenerThatDoesNotStopThrowingIsCut)
{
	NetLog log;
	Script script;
	script.onPing = [](WebSocketConnection&) { throw std::logic_error("fault"); };
	NetServer server(script);
	auto socket = NetSocket::opened(server.address());

	socket.send(repeated(TestFrame(PING, "p").masked().bytes(), 1000));

	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(1006));
}


BOOST_AUTO_TEST_CASE(theRequestIsGivenBackAfterOpenUnlessItIsKept)
{
	for (const bool keep: {false, true})
	{
		Script script;
		script.onMessage = [](WebSocketConnection& connection, Message&) { connection.driver().text(connection.request().target); };
		NetServer server(script, [keep](Endpoint& endpoint) { endpoint.settings.keepRequest = keep; });
		NetSocket socket(server.address(), NetSocket::request(server.address(), "/chat?a=b"));

		socket.send(TestFrame(TEXT, "target?"));
		BOOST_TEST(socket.readFrame() == TestFrame(TEXT, keep ? "/chat?a=b" : ""));
	}
}


BOOST_AUTO_TEST_CASE(aHandlerServesInAFactoryOfTheApplication)
{
	class Factory: public Poco::Net::HTTPRequestHandlerFactory
	{
	public:
		Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override
		{
			return new Net::WebSocketRequestHandler(Endpoint([](WebSocketConnection& connection, const Request& request) {
				BOOST_TEST(connection.request().target == request.target);
				return std::make_unique<Listener>();
			}));
		}
	};
	NetServer server(Poco::Net::HTTPRequestHandlerFactory::Ptr(new Factory));
	auto socket = NetSocket::opened(server.address());

	socket.send(TestFrame::close(1000));
	BOOST_TEST(socket.readToEnd() == TestFrame::close(1000).bytes());
}


BOOST_AUTO_TEST_CASE(endpointsThatCannotServeAreRefusedAtOnce)
{
	const auto refused = [](const std::function<void(Endpoint&)>& change) {
		Endpoint endpoint([](WebSocketConnection&, const Request&) { return std::make_unique<Listener>(); });
		change(endpoint);
		BOOST_CHECK_THROW(Net::WebSocketRequestHandler{endpoint}, Poco::InvalidArgumentException);
	};
	refused([](Endpoint& endpoint) { endpoint.listener = nullptr; });
	refused([](Endpoint& endpoint) { endpoint.options = nullptr; });
	refused([](Endpoint& endpoint) {
		auto options = std::make_shared<Options>();
		options->protocols = {"not a token"};
		endpoint.options = options;
	});
	refused([](Endpoint& endpoint) {
		auto options = std::make_shared<Options>();
		options->buffers = std::make_shared<BufferPool>();
		endpoint.options = options;
	});
	BOOST_CHECK_THROW(Net::WebSocketRequestHandler{std::shared_ptr<const Endpoint>()}, Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_SUITE_END()
