//
// NetConversation.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetConversation.h"
#include "WS/Net/WebSocketClient.h"
#include "net/NetSocket.h"
#include "net/TLSPair.h"
#include <Poco/Exception.h>
#include <filesystem>
#include <iterator>


namespace WS::Test {


Script conversing()
{
	auto script = echo();
	script.onOpen = [](Net::WebSocketConnection& connection) { connection.driver().ping("?"); };
	return script;
}


std::string converse(const Poco::Net::SocketAddress& address, std::size_t largeSize)
try
{
	auto socket = NetSocket::opened(address);
	BOOST_TEST(socket.readFrame() == TestFrame(PING, "?"));
	socket.send(TestFrame(PONG, "?"));
	socket.send(TestFrame(TEXT, "Hello"));
	std::string seen = socket.readFrame().payload.string();

	socket.send(TestFrame(TEXT, "frag").unfinished());
	socket.send(TestFrame(PING, "!"));
	const auto pong = socket.readFrame();
	socket.send(TestFrame(CONTINUATION, "ments"));
	seen += ", " + socket.readFrame().payload.string();
	seen += ", " + pong.payload.string();

	const std::string large(largeSize, 'x');
	socket.send(TestFrame(BINARY, large));
	if (socket.readFrame() == TestFrame(BINARY, large)) seen += ", large";

	socket.send(TestFrame::close(4001, "enough"));
	if (socket.readFrame() == TestFrame::close(4001, "enough") && socket.readToEnd().empty()) seen += "; closed with 4001 enough";
	return seen;
}
catch (const Poco::Exception&)
{
	return LOST;
}


static std::string converse(Net::WebSocketClient& client, std::size_t largeSize)
try
{
	std::string pong;
	client.onPong = [&](std::string_view payload) { pong = payload; };
	client.connect();
	std::string seen;
	for (const char* text: {"Hello", "fragments"})
	{
		client.text(text);
		const auto answer = client.receive();
		if (!answer) return LOST;
		seen += answer->payload + ", ";
	}
	client.ping("!");
	const std::string large(largeSize, 'x');
	client.binary(large);
	const auto answer = client.receive();
	seen += pong;
	if (answer && answer->payload == large) seen += ", large";

	client.close(CloseCode(4001), "enough");
	if (client.closeCode() == CloseCode::ABNORMAL) return LOST;
	return seen + "; closed with " + std::to_string(static_cast<int>(client.closeCode())) + " " + client.closeReason();
}
catch (const Poco::Exception&)
{
	return LOST;
}


std::string converse(const Poco::URI& uri, std::size_t largeSize)
{
	Net::WebSocketClient client(uri);
	static const auto tls = trusting().complete();
	if (uri.getScheme() == "wss") client.setTLS(tls);
	auto seen = converse(client, largeSize);
	BOOST_TEST((seen == LOST || client.state() == State::CLOSED));
	return seen;
}


void forEveryCall(Fault fault, const std::function<bool(std::size_t)>& happens)
{
	std::size_t number = 0;
	for (bool happened = true; happened;)
	{
		BOOST_TEST_CONTEXT(fault << " in call " << ++number)
		happened = happens(number);
	}
	BOOST_TEST(number > 1U);
	BOOST_TEST_MESSAGE(number << " conversations with " << fault);
}


bool sawWhatItShould(const std::string& seen, Fault fault, bool happened)
{
	return seen == WHOLE || (seen == LOST && happened && fault == Fault::RESET);
}


std::ptrdiff_t ConversationFixture::openDescriptors()
{
	return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}


} // namespace WS::Test
