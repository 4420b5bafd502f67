//
// CallbacksTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Callbacks.h"
#include "WS/ServerDriver.h"
#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


BOOST_AUTO_TEST_SUITE(CallbacksTest)


BOOST_AUTO_TEST_CASE(eachEventCallsTheFunctionOfItsName)
{
	std::string heard;
	Callbacks callbacks;
	callbacks.onConnect = [&](const Request& request) { heard += "connect " + request.target; };
	callbacks.onOpen = [&] { heard += ", open"; };
	callbacks.onMessage = [&](Message& message) { heard += ", message " + message.take(); };
	callbacks.onPing = [&](std::string_view payload) { heard.append(", ping ").append(payload); };
	callbacks.onPong = [&](std::string_view payload) { heard.append(", pong ").append(payload); };
	callbacks.onError = [&](const Failure& failure) { heard += ", error " + std::to_string(failure.status); };
	callbacks.onClose = [&](CloseCode code, std::string_view reason) {
		heard.append(", close ").append(std::to_string(static_cast<int>(code))).append(reason);
	};

	Listener& listener = callbacks;
	Message message(Opcode::TEXT, "Hello");
	listener.onConnect({"GET", "/chat", "HTTP/1.1", {}});
	listener.onOpen();
	listener.onMessage(message);
	listener.onPing("1");
	listener.onPong("2");
	listener.onError(Failure(Error::METHOD));
	listener.onClose(CloseCode::NORMAL, " bye");

	BOOST_TEST(heard == "connect /chat, open, message Hello, ping 1, pong 2, error 405, close 1000 bye");
}


BOOST_AUTO_TEST_CASE(aSmallProgramEchoes)
{
	Callbacks callbacks;
	ServerDriver driver(callbacks);
	callbacks.onConnect = [&](const Request&) { driver.start(); };
	callbacks.onMessage = [&](Message& message) { driver.send(message); };

	std::string input = Head::request().bytes().string() + "81 85 37fa213d 7f9f4d5158"_hex.string();
	driver.receive(std::span<char>(input));

	BOOST_TEST(bodyOf(driver.output()) == "81 05 48656c6c6f"_hex);
}


BOOST_AUTO_TEST_CASE(eventsWithoutAFunctionAreIgnored)
{
	Callbacks callbacks;
	Listener& listener = callbacks;
	Message message(Opcode::TEXT, "Hello");
	listener.onConnect({});
	listener.onOpen();
	listener.onMessage(message);
	listener.onPing({});
	listener.onPong({});
	listener.onError(Failure(Error::METHOD));
	listener.onClose(CloseCode::NORMAL, {});
	BOOST_TEST(message.payload == "Hello");
}


BOOST_AUTO_TEST_SUITE_END()
