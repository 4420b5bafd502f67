//
// Streamed.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Streamed.h"
#include "support/Peer.h"
#include <Poco/URI.h>
#include <utility>


namespace WS::Test {


namespace {


Options withFixedRandom()
{
	Options options;
	options.random = fixedRandom();
	return options;
}


} // namespace


bool Streamed::receive(const TestFrame& frame)
{
	return io.write(incoming(frame));
}


bool Streamed::receiveAll(const std::vector<TestFrame>& frames)
{
	return io.write(allIncoming(frames));
}


Bytes Streamed::output()
{
	return std::exchange(_output, {});
}


std::string Streamed::heard()
{
	return std::exchange(_heard, {});
}


void Streamed::hear(std::string_view what, std::string_view payload)
{
	if (!_heard.empty()) _heard += ", ";
	_heard.append(what).append(payload);
}


Bytes Streamed::allIncoming(const std::vector<TestFrame>& frames) const
{
	Bytes bytes;
	for (const TestFrame& frame: frames) bytes += incoming(frame);
	return bytes;
}


Bytes Streamed::allOutgoing(const std::vector<TestFrame>& frames) const
{
	Bytes bytes;
	for (const TestFrame& frame: frames) bytes += outgoing(frame);
	return bytes;
}


void Streamed::open(Driver& driver, const Head& head)
{
	streams.attach(driver);
	io.onData([this](std::string_view bytes) { _output += bytes; });
	driver.start();
	io.write(head.bytes());
	output();
	listen();
}


void Streamed::listen()
{
	io.onDrain([this] { hear("io drain"); });
	io.onEnd([this] { hear("io end"); });
	messages.onData([this](const Message& message) { hear("data ", message.payload); });
	messages.onDrain([this] { hear("messages drain"); });
	messages.onError([this](const Failure&) { hear("stream error"); });
	messages.onEnd([this] { hear("messages end"); });
	listener.onMessage = [this](Message& message) { hear("message ", message.payload); };
	listener.onPing = [this](std::string_view payload) { hear("ping ", payload); };
	listener.onPong = [this](std::string_view payload) { hear("pong ", payload); };
	listener.onError = [this](const Failure&) { hear("error"); };
	listener.onClose = [this](CloseCode code, std::string_view) { hear("close ", std::to_string(static_cast<int>(code))); };
}


StreamedServer::StreamedServer(const Head& request)
{
	open(driver, request);
}


Bytes StreamedServer::incoming(TestFrame frame) const
{
	return frame.masked().bytes();
}


Bytes StreamedServer::outgoing(TestFrame frame) const
{
	return frame.bytes();
}


StreamedClient::StreamedClient():
	driver(streams, Poco::URI("ws://server.example.com/chat"), withFixedRandom())
{
	open(driver, Head::response());
}


Bytes StreamedClient::incoming(TestFrame frame) const
{
	return frame.bytes();
}


Bytes StreamedClient::outgoing(TestFrame frame) const
{
	return frame.masked().bytes();
}


} // namespace WS::Test
