//
// PocoWebSocketTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/WebSocketClient.h"
#include "net/NetServer.h"
#include "support/TestFrame.h"
#include <Poco/Buffer.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/WebSocket.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


// Both ends against Poco's own WebSocket.


const std::size_t SIZES[] = {0, 1, 125, 126, 65535, 65536, 5000000};


class PocoClient
{
public:
	explicit PocoClient(const NetServer& server):
		_session(server.address()),
		_request(Poco::Net::HTTPRequest::HTTP_GET, "/", Poco::Net::HTTPRequest::HTTP_1_1),
		_socket(_session, _request, _response)
	{
		_socket.setReceiveTimeout(Poco::Timespan(PATIENCE, 0));
		_socket.setMaxPayloadSize(10000000);
	}

	void send(int flags, const std::string& payload)
	{
		_socket.sendFrame(payload.data(), static_cast<int>(payload.size()), flags);
	}

	TestFrame receive()
	{
		Poco::Buffer<char> buffer(0);
		int flags = 0;
		_socket.receiveFrame(buffer, flags);
		return TestFrame(flags & 0xf, std::string(buffer.begin(), buffer.size()));
	}

private:
	Poco::Net::HTTPClientSession _session;
	Poco::Net::HTTPRequest _request;
	Poco::Net::HTTPResponse _response;
	Poco::Net::WebSocket _socket;
};


class PocoEcho: public Poco::Net::HTTPRequestHandler
	/// Sends everything back, pings as pongs, until a close frame has been sent back.
{
public:
	void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override
	{
		Poco::Net::WebSocket socket(request, response);
		socket.setReceiveTimeout(Poco::Timespan(PATIENCE, 0));
		socket.setMaxPayloadSize(10000000);
		Poco::Buffer<char> buffer(0);
		int flags = 0;
		do
		{
			buffer.resize(0, false);
			if (socket.receiveFrame(buffer, flags) < 0 || flags == 0) return;
			const bool ping = (flags & Poco::Net::WebSocket::FRAME_OP_BITMASK) == Poco::Net::WebSocket::FRAME_OP_PING;
			socket.sendFrame(buffer.begin(), static_cast<int>(buffer.size()), ping ? (flags ^ PING) | PONG : flags);
		}
		while ((flags & Poco::Net::WebSocket::FRAME_OP_BITMASK) != Poco::Net::WebSocket::FRAME_OP_CLOSE);
	}
};


class PocoEchoFactory: public Poco::Net::HTTPRequestHandlerFactory
{
public:
	Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override
	{
		return new PocoEcho;
	}
};


} // namespace


BOOST_AUTO_TEST_SUITE(PocoWebSocketTest)


BOOST_AUTO_TEST_CASE(ourServerServesPocosClient)
{
	using Poco::Net::WebSocket;
	NetServer server;
	PocoClient client(server);

	client.send(WebSocket::FRAME_TEXT, "Grüße 👋");
	BOOST_TEST(client.receive() == TestFrame(TEXT, "Grüße 👋"));
	for (const auto size: SIZES)
	{
		const TestFrame expected(BINARY, std::string(size, 'x'));
		client.send(WebSocket::FRAME_BINARY, expected.payload.string());
		BOOST_TEST((client.receive() == expected));
	}
	client.send(int(WebSocket::FRAME_FLAG_FIN) | int(WebSocket::FRAME_OP_PING), "p");
	BOOST_TEST(client.receive() == TestFrame(PONG, "p"));
	client.send(WebSocket::FRAME_OP_TEXT, "in ");
	client.send(int(WebSocket::FRAME_FLAG_FIN) | int(WebSocket::FRAME_OP_CONT), "parts");
	BOOST_TEST(client.receive() == TestFrame(TEXT, "in parts"));

	client.send(int(WebSocket::FRAME_FLAG_FIN) | int(WebSocket::FRAME_OP_CLOSE), TestFrame::close(4000, "bye").payload.string());
	BOOST_TEST(client.receive() == TestFrame::close(4000, "bye"));
	BOOST_TEST(server.journal.until(Event::CLOSED).last() == closed(4000, "bye"));
}


BOOST_AUTO_TEST_CASE(ourClientSpeaksWithPocosServer)
{
	NetServer server{Poco::Net::HTTPRequestHandlerFactory::Ptr(new PocoEchoFactory)};
	Net::WebSocketClient client(server.uri());
	client.connect();

	BOOST_TEST(client.text("Grüße 👋"));
	BOOST_TEST(client.receive()->payload == "Grüße 👋");
	for (const auto size: SIZES)
	{
		if (size == 0) continue;                              // Poco 1.11 takes an empty frame for the end
		const std::string payload(size, 'x');
		BOOST_TEST(client.binary(payload));
		BOOST_TEST((client.receive()->payload == payload));
	}
	bool answered = false;
	BOOST_TEST(client.ping("p", [&](bool byPong) { answered = byPong; }));
	BOOST_TEST(client.text("x"));
	BOOST_TEST(client.receive()->payload == "x");
	BOOST_TEST(answered);

	BOOST_TEST(client.close(CloseCode(4000), "bye"));
	BOOST_CHECK(client.closeCode() == CloseCode(4000));
	BOOST_TEST(client.closeReason() == "bye");
}


BOOST_AUTO_TEST_CASE(ourClientIsToldWhenPocosServerRefuses)
{
	class Nothing: public Poco::Net::HTTPRequestHandlerFactory
	{
	public:
		Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override
		{
			return nullptr;
		}
	};
	NetServer server{Poco::Net::HTTPRequestHandlerFactory::Ptr(new Nothing)};
	Net::WebSocketClient client(server.uri());

	BOOST_CHECK_THROW(client.connect(), Poco::Net::WebSocketException);
	BOOST_TEST(client.response().status == 501);
}


BOOST_AUTO_TEST_SUITE_END()
