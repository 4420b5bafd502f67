//
// WebSocketClientTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetServer.h"
#include "net/NetSocket.h"
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace
{
	using Net::WebSocketClient;
	using Net::WebSocketConnection;


	const Poco::Timespan NOTHING(0);
	const Poco::Timespan SHORT(0, 50000);
	const Poco::Timespan LONG(PATIENCE, 0);


	class Host
		/// The server's end by hand, on another thread as long as it lives.
	{
	public:
		using Part = std::function<void(NetSocket&)>;

		explicit Host(Part part):
			_thread([this, part] { run(part); })
		{
		}

		~Host()
		{
			_thread.join();
		}

		Poco::Net::SocketAddress address() const
		{
			return _listening.address();
		}

		Poco::URI uri() const
		{
			return Poco::URI("ws://" + address().toString() + "/");
		}

	private:
		void run(const Part& part)
		{
			try
			{
				NetSocket socket(_listening.acceptConnection());
				part(socket);
			}
			catch (const Poco::Exception&)
			{
				// The client has gone away.
			}
		}

		Poco::Net::ServerSocket _listening{Poco::Net::SocketAddress("127.0.0.1", 0)};
		std::thread _thread;
	};


	Host::Part opened(Host::Part part)
		/// Answers the handshake first.
	{
		return [part](NetSocket& socket)
		{
			socket.send(socket.handshake());
			part(socket);
		};
	}


	Host::Part openedWith(const Bytes& bytes)
		/// Sends the bytes in one piece with the handshake's answer, then waits for the client's end.
	{
		return [bytes](NetSocket& socket)
		{
			const Bytes answer = socket.handshake();
			socket.send(answer + bytes);
			socket.readToEnd();
		};
	}


	Host::Part closedWith(const Bytes& bytes)
		/// The same, and ends the transport as a server does after its close frame.
	{
		return [bytes](NetSocket& socket)
		{
			const Bytes answer = socket.handshake();
			socket.send(answer + bytes);
			socket.endSending();
			socket.readToEnd();
		};
	}


	Host::Part answering(const Bytes& head)
	{
		return [head](NetSocket& socket)
		{
			socket.readHead();
			socket.send(head);
			socket.readToEnd();
		};
	}


	struct Connected: WebSocketClient
	{
		explicit Connected(const Poco::URI& uri):
			WebSocketClient(uri)
		{
			connect();
		}
	};


	std::string received(WebSocketClient& client)
	{
		const auto message = client.receive(LONG);
		return message ? message->payload : "(closed)";
	}


	Poco::Net::SocketAddress closedPort()
	{
		return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address();
	}
}


BOOST_AUTO_TEST_SUITE(WebSocketClientTest)


BOOST_AUTO_TEST_CASE(speaksWithOurServer)
{
	NetServer server;
	WebSocketClient client(server.uri("/chat"));
	BOOST_CHECK(client.state() == State::CONNECTING);
	client.connect();
	BOOST_CHECK(client.state() == State::OPEN);
	BOOST_TEST(client.response().status == 101);

	BOOST_TEST(client.text("Grüße 👋"));
	BOOST_TEST(client.binary(std::string("\0\xff", 2)));
	const auto text = client.receive();
	const auto binary = client.receive();
	BOOST_TEST(text->isText());
	BOOST_TEST(text->payload == "Grüße 👋");
	BOOST_TEST(!binary->isText());
	BOOST_TEST(binary->payload == std::string("\0\xff", 2));

	BOOST_TEST(client.close(CloseCode(4000), "done"));
	BOOST_CHECK(client.state() == State::CLOSED);
	BOOST_CHECK(client.closeCode() == CloseCode(4000));
	BOOST_TEST(client.closeReason() == "done");
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(4000, "done"));
}


BOOST_AUTO_TEST_CASE(everyLengthFormRoundTrips)
{
	NetServer server;
	Connected client(server.uri());
	for (const std::size_t size: {0, 1, 125, 126, 65535, 65536, 5000000})
	{
		const std::string payload(size, 'x');
		BOOST_TEST(client.binary(payload));
		BOOST_TEST((received(client) == payload));
	}
}


BOOST_AUTO_TEST_CASE(namesAreResolved)
{
	NetServer server;
	Connected client(Poco::URI("ws://localhost:" + std::to_string(server.address().port()) + "/"));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(headersAndSubprotocolsAreSent)
{
	NetServer server(echo(), [](Net::Endpoint& endpoint)
	{
		auto options = std::make_shared<Options>();
		options->protocols = {"two"};
		endpoint.options = options;
		endpoint.origins.requireOrigin().allow("https://example.com");
	});
	Options options;
	options.protocols = {"one", "two"};
	WebSocketClient client(server.uri(), options);
	client.setHeader("Origin", "https://example.com");
	client.connect();

	BOOST_TEST(client.protocol() == "two");
}


BOOST_AUTO_TEST_CASE(badInput31MalformedHeadersAreRefused)
{
	NetServer server;
	WebSocketClient client(server.uri());
	BOOST_CHECK_THROW(client.setHeader("X-Name", "a\r\nX-Evil: 1"), Poco::InvalidArgumentException);
	BOOST_CHECK_THROW(client.setHeader("Upgrade", "h2c"), Poco::InvalidArgumentException);
	client.connect();
	BOOST_CHECK_THROW(client.setHeader("X-Name", "late"), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_CASE(badInput30URIsThatCannotBeServedAreRefused)
{
	BOOST_CHECK_THROW(WebSocketClient(Poco::URI("wss://localhost/")), Poco::NotImplementedException);
	for (const auto* uri: {"http://localhost/", "ws:///path", "ws://localhost/#fragment"})
		BOOST_CHECK_THROW(WebSocketClient{Poco::URI(uri)}, Poco::SyntaxException);
}


BOOST_AUTO_TEST_CASE(aRefusedPortIsAPocoException)
{
	WebSocketClient client(Poco::URI("ws://" + closedPort().toString() + "/"));
	BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionRefusedException);
}


BOOST_AUTO_TEST_CASE(severalAddressesAreTriedInTurn)
{
	NetServer server;
	WebSocketClient client(server.uri());
	client.connect({closedPort(), server.address()});
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(aClientThatCouldNotConnectMayTryAgain)
{
	NetServer server;
	WebSocketClient client(server.uri());
	BOOST_CHECK_THROW(client.connect({closedPort()}), Poco::Net::ConnectionRefusedException);
	client.connect();
	BOOST_CHECK(client.state() == State::OPEN);
	BOOST_CHECK_THROW(client.connect(), Poco::IllegalStateException);
}


BOOST_AUTO_TEST_CASE(badInput24ARefusedHandshakeTellsStatusAndHeaders)
{
	for (const int status: {200, 302, 401, 404, 503})
	{
		Host host(answering("HTTP/1.1 " + std::to_string(status) + " No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"));
		WebSocketClient client(host.uri());

		BOOST_CHECK_EXCEPTION(client.connect(), Poco::Net::WebSocketException, [&](const Poco::Exception& exception) { return exception.code() == status; });
		BOOST_TEST(client.response().status == status);
		BOOST_TEST(client.response().headers.get("WWW-Authenticate") == "Basic");
		BOOST_CHECK(client.state() == State::CLOSED);
		BOOST_TEST(!client.text("x"));
		BOOST_TEST(!client.receive());
	}
}


BOOST_AUTO_TEST_CASE(badInput25AWrongAcceptIsRefused)
{
	Host host(answering(Head::response().bytes()));
	WebSocketClient client(host.uri());
	BOOST_CHECK_THROW(client.connect(), Poco::Net::WebSocketException);
}


BOOST_AUTO_TEST_CASE(aServerThatHangsUpInTheHandshakeIsReported)
{
	for (const bool reset: {false, true})
	{
		Host host([reset](NetSocket& socket)
		{
			socket.readHead();
			socket.send("HTTP/1.1 101 Swi");
			if (reset) socket.reset();
		});
		WebSocketClient client(host.uri());
		BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionAbortedException);
	}
}


BOOST_AUTO_TEST_CASE(aServerThatDoesNotAnswerTheHandshakeIsATimeout)
{
	Host host([](NetSocket& socket) { socket.readToEnd(); });
	WebSocketClient client(host.uri());
	WebSocketClient::Timeouts timeouts;
	timeouts.connect = SHORT;
	client.setTimeouts(timeouts);

	BOOST_CHECK_THROW(client.connect(), Poco::TimeoutException);
	BOOST_CHECK(client.state() == State::CLOSED);
}


BOOST_AUTO_TEST_CASE(severalMessagesInOneReadAreQueued)
{
	Host host(closedWith(TestFrame(TEXT, "one").bytes() + TestFrame(BINARY, "two").bytes() + TestFrame(TEXT, "three").bytes() + TestFrame::close(4001, "end").bytes()));
	Connected client(host.uri());

	BOOST_TEST(received(client) == "one");
	BOOST_TEST(received(client) == "two");
	BOOST_TEST(client.receive(NOTHING)->payload == "three");
	BOOST_TEST(!client.receive());
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
	BOOST_TEST(client.closeReason() == "end");
	BOOST_TEST(!client.receive(NOTHING));
	BOOST_TEST(!client.close());
}


BOOST_AUTO_TEST_CASE(aTimeoutInsideAFrameLosesNothing)
{
	const Bytes frames = TestFrame(TEXT, "Hello").unfinished().bytes() + TestFrame(PING, "p").bytes() + TestFrame(CONTINUATION, std::string(200, '!')).bytes();
	Host host(opened([&](NetSocket& socket)
	{
		for (const char byte: frames.view())
		{
			socket.readFrame();                              // one ping of the client for each byte
			socket.send(Bytes(std::string(1, byte)));
		}
		socket.readToEnd();
	}));
	Connected client(host.uri());

	for (std::size_t i = 0; i < frames.size(); ++i)
	{
		BOOST_CHECK_THROW(client.receive(NOTHING), Poco::TimeoutException);
		BOOST_TEST(client.ping("next"));
	}
	BOOST_TEST(received(client) == "Hello" + std::string(200, '!'));
}


BOOST_AUTO_TEST_CASE(nothingToReceiveIsATimeout)
{
	NetServer server;
	Connected client(server.uri());
	BOOST_CHECK_THROW(client.receive(SHORT), Poco::TimeoutException);
	BOOST_CHECK_THROW(client.receive(NOTHING), Poco::TimeoutException);
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(aServerThatOnlyPingsCannotHoldATimedReceive)
{
	Host host(opened([](NetSocket& socket)
	{
		for (;;) socket.send(TestFrame(PING, "p").bytes());
	}));
	Connected client(host.uri());
	BOOST_CHECK_THROW(client.receive(SHORT), Poco::TimeoutException);
	client.abort();
	BOOST_TEST(!client.receive());
}


BOOST_AUTO_TEST_CASE(pingsAreAnsweredAndReported)
{
	Host host(opened([](NetSocket& socket)
	{
		socket.send(TestFrame(PING, "are you there").bytes());
		const auto pong = socket.readFrame();
		socket.send(TestFrame(PONG, "unasked").bytes() + TestFrame(TEXT, pong.payload).bytes());
		socket.readToEnd();
	}));
	WebSocketClient client(host.uri());
	std::string pings, pongs;
	client.onPing = [&](std::string_view payload) { pings += payload; };
	client.onPong = [&](std::string_view payload) { pongs += payload; };
	client.connect();

	BOOST_TEST(received(client) == "are you there");
	BOOST_TEST(pings == "are you there");
	BOOST_TEST(pongs == "unasked");
}


BOOST_AUTO_TEST_CASE(aPingOfOursIsAnswered)
{
	NetServer server;
	Connected client(server.uri());
	bool answered = false;
	BOOST_TEST(client.ping("p", [&](bool byPong) { answered = byPong; }));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
	BOOST_TEST(answered);
	BOOST_TEST(!client.ping(std::string(126, 'x')));
}


BOOST_AUTO_TEST_CASE(badInput56AHookMayThrowAndNothingIsLost)
{
	Host host(openedWith(TestFrame(PING, "p").bytes() + TestFrame(TEXT, "one").bytes() + TestFrame(TEXT, "two").bytes()));
	WebSocketClient client(host.uri());
	client.onPing = [](std::string_view) { throw std::runtime_error("hook"); };
	try
	{
		client.connect();
		received(client);
		BOOST_TEST(false);
	}
	catch (const std::runtime_error&)
	{
	}
	BOOST_TEST(received(client) == "one");
	BOOST_TEST(received(client) == "two");
}


BOOST_AUTO_TEST_CASE(fiveMegabytesBothWaysAtOnce)
{
	const std::string large(5000000, 'x');
	Host host(opened([&](NetSocket& socket)
	{
		socket.send(TestFrame(BINARY, large).bytes());      // reads nothing before all is sent
		const auto frame = socket.read(14 + large.size());
		socket.send(TestFrame(TEXT, "got it").bytes());
		socket.readToEnd();
	}));
	Connected client(host.uri());

	BOOST_TEST(client.binary(large));
	BOOST_TEST((received(client) == large));
	BOOST_TEST(received(client) == "got it");
}


BOOST_AUTO_TEST_CASE(badInput60WhatIsQueuedUnreadIsBounded)
{
	const std::string message(100000, 'x');
	const int messages = 300;
	Host host(opened([&](NetSocket& socket)
	{
		for (int i = 0; i < messages; ++i) socket.send(TestFrame(BINARY, message).bytes());
		socket.readToEnd();
	}));
	WebSocketClient client(host.uri());
	client.setMaxQueued(message.size());
	WebSocketClient::Timeouts timeouts;
	timeouts.send = SHORT;
	client.setTimeouts(timeouts);
	client.connect();

	BOOST_CHECK_THROW(while (client.binary(message)), Poco::TimeoutException);     // neither end reads
	for (int i = 0; i < messages; ++i) BOOST_REQUIRE(received(client).size() == message.size());
	BOOST_CHECK(client.state() == State::OPEN);
}


BOOST_AUTO_TEST_CASE(sendsFailWhenTheConnectionIsGone)
{
	for (const bool reset: {false, true})
	{
		Host host(opened([reset](NetSocket& socket)
		{
			socket.readFrame();
			if (reset) socket.reset();
		}));
		Connected client(host.uri());
		while (client.text("x"));                               // no SIGPIPE
		BOOST_TEST(!client.receive());
		BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
		BOOST_TEST(!client.binary("x"));
		BOOST_TEST(!client.ping());
	}
}


BOOST_AUTO_TEST_CASE(badInput45AnEndInsideAFrameIsAnAbnormalClose)
{
	const Bytes frame = TestFrame(TEXT, "Hello").bytes();
	for (std::size_t size = 0; size < frame.size(); ++size)
	{
		Host host(opened([&](NetSocket& socket) { socket.send(frame.first(size)); }));
		Connected client(host.uri());
		BOOST_TEST(!client.receive());
		BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
		BOOST_CHECK(client.state() == State::CLOSED);
	}
}


BOOST_AUTO_TEST_CASE(aServerThatBreaksTheRulesIsClosedWithTheReason)
{
	Bytes heard;
	{
		Host host(opened([&](NetSocket& socket)
		{
			socket.send(TestFrame(TEXT, "fine").bytes() + TestFrame(TEXT, "masked").masked().bytes());
			heard = socket.readToEnd();
		}));
		Connected client(host.uri());
		BOOST_TEST(received(client) == "fine");
		BOOST_TEST(!client.receive());
		BOOST_CHECK(client.closeCode() == CloseCode::PROTOCOL_ERROR);
		BOOST_TEST(!client.closeReason().empty());
	}
	BOOST_TEST(TestFrame::read(heard.view()).at(0).payload.first(2) == "03ea"_hex);
}


BOOST_AUTO_TEST_CASE(closingWaitsForTheServersAnswerAndEnd)
{
	Host host(opened([](NetSocket& socket)
	{
		socket.readFrame();
		socket.send(TestFrame(TEXT, "too late").bytes() + TestFrame::close(1000, "bye").bytes());
	}));
	Connected client(host.uri());

	BOOST_TEST(client.close(CloseCode::NORMAL, "hello"));
	BOOST_CHECK(client.closeCode() == CloseCode::NORMAL);
	BOOST_TEST(client.closeReason() == "bye");
	BOOST_TEST(!client.receive());
	BOOST_TEST(!client.text("x"));
	BOOST_TEST(!client.close());
}


BOOST_AUTO_TEST_CASE(aServerThatDoesNotAnswerOurCloseIsCut)
{
	Host host(opened([](NetSocket& socket) { socket.readToEnd(); }));
	WebSocketClient client(host.uri());
	WebSocketClient::Timeouts timeouts;
	timeouts.close = SHORT;
	client.setTimeouts(timeouts);
	client.connect();

	BOOST_TEST(client.close());
	BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
	BOOST_CHECK(client.state() == State::CLOSED);
}


BOOST_AUTO_TEST_CASE(closesThatCannotBeSentChangeNothing)
{
	NetServer server;
	Connected client(server.uri());
	BOOST_TEST(!client.close(CloseCode::ABNORMAL));
	BOOST_TEST(!client.close(CloseCode::NORMAL, std::string(124, 'x')));
	BOOST_TEST(!client.text("\xff"));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(received(client) == "x");
}


BOOST_AUTO_TEST_CASE(badInput62BothEndsCloseAtOnce)
{
	Host host(closedWith(TestFrame::close(4001).bytes()));
	Connected client(host.uri());
	client.close(CloseCode(4002));
	BOOST_TEST(!client.receive());
	BOOST_CHECK(client.closeCode() == CloseCode(4001));
}


BOOST_AUTO_TEST_CASE(abortEndsAWaitingReceive)
{
	NetServer server;
	Connected client(server.uri());
	std::thread other([&] { client.abort(); });
	BOOST_TEST(!client.receive());
	other.join();

	BOOST_CHECK(client.closeCode() == CloseCode::ABNORMAL);
	BOOST_TEST(!client.text("x"));
	server.journal.until(Event::CLOSED);
}


BOOST_AUTO_TEST_CASE(abortBeforeConnectPreventsIt)
{
	NetServer server;
	WebSocketClient client(server.uri());
	client.abort();
	BOOST_CHECK_THROW(client.connect(), Poco::Net::ConnectionAbortedException);
}


BOOST_AUTO_TEST_CASE(nothingCanBeDoneBeforeConnect)
{
	WebSocketClient client(Poco::URI("ws://localhost/"));
	BOOST_TEST(!client.text("x"));
	BOOST_TEST(!client.ping());
	BOOST_TEST(!client.close());
	BOOST_TEST(!client.receive());
}


BOOST_AUTO_TEST_CASE(aDestroyedClientEndsTheTransport)
{
	NetServer server;
	{
		Connected client(server.uri());
	}
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(1006));
}


BOOST_AUTO_TEST_SUITE_END()
