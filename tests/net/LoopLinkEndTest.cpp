//
// LoopLinkEndTest.cpp
//
// How connections on an event loop end, and what is told of it.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ServerDriver.h"
#include "net/LayeredTransport.h"
#include "net/LoopScene.h"
#include "net/NetLog.h"
#include "support/Head.h"
#include <Poco/Timespan.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;


namespace {


constexpr std::size_t FULL = 4'000'000;
	/// More than a socket takes.


class CutTLS: public LayeredTransport
	/// TLS whose end is always a cut.
{
public:
	using LayeredTransport::LayeredTransport;

	Result receive(std::span<char> buffer, std::size_t& size) override
	{
		const auto result = LayeredTransport::receive(buffer, size);
		if (result != Result::ENDED) return result;
		_failed = true;
		return Result::FAILED;
	}

	bool secure() const override { return true; }
	std::string failure() const override { return _failed ? "cut short" : ""; }
	bool hasFailedInTLS() const override { return _failed; }

private:
	bool _failed = false;
};


class Forbidding: public ServerDriver
{
public:
	using ServerDriver::ServerDriver;

protected:
	bool acceptRequest(const Request&) override { return false; }
};


class Throwing: public ServerDriver
{
public:
	using ServerDriver::ServerDriver;

protected:
	bool acceptRequest(const Request&) override { throw std::runtime_error("no"); }
};


template <class Driver>
void serveWith(Net::Endpoint& endpoint)
{
	endpoint.driver = [](Listener& listener, Request request, std::shared_ptr<const Options> options) {
		return std::make_unique<Driver>(listener, std::move(request), std::move(options));
	};
}


int status(const Bytes& answer)
{
	return std::stoi(answer.string().substr(9, 3));
}


struct Fixture
	/// An open connection; in the end exactly one onClose and one onEnd, which is the last.
{
	LoopScene scene;
	LoopClient client = scene.open();
	NetLog log;

	std::string ending()
	{
		scene.settle();
		client.close();
		scene.settle();
		BOOST_TEST(scene.size() == 0U);
		return scene.ending().toString();
	}
};


struct Kind
	/// A frame, and what is heard if it comes whole.
{
	TestFrame frame;
	std::string heard;
};


const std::vector<Kind> KINDS = {
	{TestFrame(TEXT, "Hello"), ", message Hello"},
	{TestFrame(BINARY, std::string(200, 'x')), ", message 200"},
	{TestFrame(TEXT, "begin").unfinished(), ""},
	{TestFrame(PING, "p"), ", ping p"},
	{TestFrame(PONG, "p"), ", pong"},
	{TestFrame(TEXT), ", message"},
};


template <class End>
void endAtEveryByte(const End& end)
{
	for (const auto& [frame, heard]: KINDS)
	{
		const auto bytes = TestFrame(frame).masked().bytes();
		for (std::size_t size = 0; size <= bytes.size(); ++size)
		{
			LoopScene scene;
			auto client = scene.connect();
			client.send(Head::request().bytes());
			scene.settle();
			end(scene, client, bytes.first(size));
			scene.settle();
			BOOST_TEST(scene.heard() == "open" + (size == bytes.size() ? heard : "") + ", close 1006, end");
			BOOST_TEST(scene.size() == 0U);
		}
	}
}


} // namespace


BOOST_AUTO_TEST_SUITE(LoopLinkEndTest)


//
// At every byte
//


BOOST_AUTO_TEST_CASE(badInput45AnEndAtEveryByteIsOneAbnormalClose)
{
	endAtEveryByte([](LoopScene& scene, LoopClient& client, const Bytes& bytes) {
		client.send(bytes);
		scene.settle();
		client.endSending();
	});
}


BOOST_AUTO_TEST_CASE(badInput45AResetAtEveryByteIsOneAbnormalClose)
{
	endAtEveryByte([](LoopScene& scene, LoopClient& client, const Bytes& bytes) {
		client.send(bytes);
		scene.settle();
		client.close();
	});
}


BOOST_AUTO_TEST_CASE(badInput45AnEndRightBehindEveryByteIsTheSame)
{
	endAtEveryByte([](LoopScene&, LoopClient& client, const Bytes& bytes) {
		client.send(bytes);
		client.close();
	});
}


BOOST_AUTO_TEST_CASE(badInput45AnEndWithinACloseFrameIsOneAbnormalClose)
{
	const auto bytes = TestFrame::close(1000, "bye").masked().bytes();
	for (std::size_t size = 0; size <= bytes.size(); ++size)
	{
		Fixture fixture;
		fixture.client.send(bytes.first(size));
		fixture.client.close();
		fixture.ending();
		BOOST_TEST(fixture.scene.heard() == (size == bytes.size() ? "open, close 1000, end" : "open, close 1006, end"));
	}
}


BOOST_AUTO_TEST_CASE(badInput45AnEndWithinTheHandshakeEndsIt)
{
	const auto head = Head::request().bytes();
	for (std::size_t size = 0; size < head.size(); ++size)
	{
		LoopScene scene;
		auto client = scene.connect();
		client.send(head.first(size));
		scene.settle();
		client.endSending();
		scene.settle();
		BOOST_TEST(scene.size() == 0U);
		BOOST_TEST(scene.heard().empty());
	}
}


//
// Why
//


BOOST_FIXTURE_TEST_CASE(thePeerCloses, Fixture)
{
	client.send(TestFrame::close(1001, "bye"));
	BOOST_TEST(ending() == "closed by the peer, 1001 \"bye\"");
}


BOOST_FIXTURE_TEST_CASE(theApplicationCloses, Fixture)
{
	scene.connection().driver().close(CloseCode::GOING_AWAY, "bye");
	scene.settle();
	client.send(TestFrame::close(1001, "bye"));
	BOOST_TEST(ending() == "closed on this side, 1001 \"bye\"");
}


BOOST_FIXTURE_TEST_CASE(badInput62BothCloseAtOnce, Fixture)
{
	client.send(TestFrame::close(1001));
	scene.connection().driver().close();
	scene.settle();
	BOOST_TEST(client.frames() == std::vector{TestFrame::close(1000)}, boost::test_tools::per_element());
	ending();
	BOOST_TEST(scene.heard() == "open, close 1001, end");
}


BOOST_FIXTURE_TEST_CASE(thePeerViolatesTheProtocol, Fixture)
{
	client.send("83 80 00000000"_hex);
	BOOST_TEST(ending().starts_with("protocol violated by the peer, 1002 "));
	BOOST_TEST(scene.heard() == "open, error, close 1002, end");
	BOOST_TEST(!scene.ending().text.empty());
}


BOOST_FIXTURE_TEST_CASE(thePeerEndsWithoutAClose, Fixture)
{
	client.endSending();
	BOOST_TEST(ending() == "transport lost by the peer, 1006");
}


BOOST_FIXTURE_TEST_CASE(thePeerResets, Fixture)
{
	scene.connection().driver().text("unread");
	scene.settle();
	client.close();
	BOOST_TEST(ending() == "transport lost by the peer, 1006: Connection reset by peer");
}


BOOST_FIXTURE_TEST_CASE(aViolationCountsMoreThanAReset, Fixture)
{
	client.send("83 80 00000000"_hex);
	scene.settle();
	client.close();
	BOOST_TEST(ending().starts_with("protocol violated by the peer, 1002 "));
}


BOOST_FIXTURE_TEST_CASE(aCloseFrameCountsMoreThanAReset, Fixture)
{
	client.send(TestFrame::close(1000));
	client.close();
	BOOST_TEST(ending().starts_with("closed by the peer, 1000"));
}


BOOST_FIXTURE_TEST_CASE(theApplicationAborts, Fixture)
{
	scene.connection().abort();
	BOOST_TEST(ending() == "aborted on this side, 1006");
}


BOOST_FIXTURE_TEST_CASE(badInput62ACloseAndAnAbortAreOneEnd, Fixture)
{
	scene.connection().driver().close();
	scene.connection().handle().abort();
	scene.connection().abort();
	scene.settle();
	BOOST_TEST(client.frames() == std::vector{TestFrame::close(1000)}, boost::test_tools::per_element());
	BOOST_TEST(ending() == "aborted on this side, 1006");
}


BOOST_FIXTURE_TEST_CASE(whatWasNotSentIsCounted, Fixture)
{
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	const auto waiting = scene.connection().bufferedAmount();
	scene.connection().abort();
	BOOST_TEST(ending() == "aborted on this side, 1006, " + std::to_string(waiting) + " bytes unsent");
}


BOOST_FIXTURE_TEST_CASE(aPeerThatIsGoneBeforeItWasToldLeavesAllUnsent, Fixture)
{
	client.close();
	scene.connection().driver().text("Hello");
	BOOST_TEST(ending() == "transport lost by the peer, 1006: Broken pipe, 7 bytes unsent");
}


BOOST_AUTO_TEST_CASE(TLSIsCutShort)
{
	LoopScene scene;
	auto client = scene.connect<CutTLS>();
	client.send(Head::request().bytes());
	client.endSending();
	scene.settle();
	BOOST_TEST(scene.ending().toString() == "TLS failed by the peer, 1006: cut short");
}


BOOST_AUTO_TEST_CASE(theApplicationRefuses)
{
	LoopScene scene(serveWith<Forbidding>);
	auto client = scene.connect();
	client.send(Head::request().bytes());
	scene.settle();
	BOOST_TEST(status(client.read()) == 403);
	client.close();
	scene.settle();
	BOOST_TEST(scene.ending().toString().starts_with("handshake refused"));
	BOOST_TEST(scene.heard() == "error, close 1002, end");
}


BOOST_AUTO_TEST_CASE(aBadRequestOfARouteIsRefused)
{
	LoopScene scene;
	auto client = scene.connect();
	client.send(Head::request().set("Sec-WebSocket-Key", "short").bytes());
	scene.settle();
	BOOST_TEST(status(client.read()) == 400);
	client.close();
	scene.settle();
	BOOST_TEST(scene.ending().toString().starts_with("handshake refused by the peer"));
	BOOST_TEST(scene.heard() == "error, close 1002, end");
}


BOOST_AUTO_TEST_CASE(aHandshakeThatIsTooSlowIsTold)
	// That of hixie-76 has eight bytes behind its head.
{
	LoopScene scene([](Net::Endpoint& endpoint) {
		auto options = std::make_shared<Options>(*endpoint.options);
		options->dialects = Dialects::ALL;
		endpoint.options = options;
		endpoint.settings.drafts = true;
	});
	auto client = scene.connect();
	client.send(
		"GET /chat HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n"
		"Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\nOrigin: http://example.com\r\n\r\n");
	scene.pass(10100ms);
	BOOST_TEST(scene.ending().toString() == "handshake too slow by the peer, 1006");
	BOOST_TEST(scene.heard() == "close 1006, end");
}


//
// What is thrown
//


BOOST_FIXTURE_TEST_CASE(badInput56WhatOnOpenThrowsClosesWith1011, Fixture)
{
	scene.on["open"] = [](auto&) { throw std::runtime_error("oops"); };
	auto second = scene.connect();
	second.send(Head::request().bytes());
	scene.settle();
	BOOST_TEST(second.read().view().ends_with("\r\n\r\n" + TestFrame::close(1011).bytes().string()));
	BOOST_TEST(log.has("oops"));
}


BOOST_FIXTURE_TEST_CASE(badInput56WhatAnEventThrowsClosesWith1011, Fixture)
{
	const std::vector<std::pair<std::string, TestFrame>> events = {{"message", TestFrame(TEXT, "x")}, {"ping", TestFrame(PING)}, {"pong", TestFrame(PONG)}};
	for (const auto& [event, frame]: events)
	{
		scene.on[event] = [](auto&) { throw 1; };
		auto peer = scene.open();
		peer.send(frame);
		scene.settle();
		BOOST_TEST(peer.frames().back() == TestFrame::close(1011));
		peer.send(TestFrame::close(1011));
		peer.endSending();
		scene.settle();
	}
	for (std::size_t i = 1; i <= events.size(); ++i) BOOST_TEST(scene.ending(i).toString() == "closed on this side, 1011");
	BOOST_TEST(log.lines().size() == events.size());
}


BOOST_FIXTURE_TEST_CASE(badInput56WhatOnErrorAndOnCloseThrowIsLogged, Fixture)
{
	scene.on["error"] = scene.on["close"] = scene.on["end"] = [](auto&) { throw std::runtime_error("oops"); };
	client.send("83 80 00000000"_hex);
	BOOST_TEST(ending().starts_with("protocol violated by the peer, 1002 "));
	BOOST_TEST(scene.heard() == "open, error, close 1002, end");
	BOOST_TEST(log.has("oops"));
}


BOOST_FIXTURE_TEST_CASE(badInput56WhatOnDrainThrowsClosesWith1011, Fixture)
{
	scene.on["drain"] = [](auto&) { throw std::runtime_error("oops"); };
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	Bytes all;
	for (auto bytes = client.read(); !bytes.empty(); bytes = client.read())
	{
		all += bytes;
		scene.settle();
	}
	BOOST_TEST(TestFrame::read(all).back() == TestFrame::close(1011));
	ending();
	BOOST_TEST(scene.heard() == "open, drain, close 1006, end");
}


BOOST_FIXTURE_TEST_CASE(badInput56WhatAListenerFunctionThrowsIsAnInternalError, Fixture)
{
	scene.on["listener"] = [](auto&) { throw std::runtime_error("oops"); };
	auto second = scene.connect();
	second.send(Head::request().bytes());
	scene.settle();
	BOOST_TEST(status(second.read()) == 500);
	BOOST_TEST(second.hasEnded());
	BOOST_TEST(log.has("oops"));
}


BOOST_AUTO_TEST_CASE(badInput56WhatADriverFunctionThrowsIsAnInternalError)
{
	LoopScene scene([](Net::Endpoint& endpoint) {
		endpoint.driver = [](Listener&, Request, std::shared_ptr<const Options>) -> std::unique_ptr<ServerDriver> { throw 1; };
	});
	const NetLog log;
	auto client = scene.connect();
	client.send(Head::request().bytes());
	scene.settle();
	BOOST_TEST(status(client.read()) == 500);
	client.close();
	scene.settle();
	BOOST_TEST(scene.heard() == "error, close 1002, end");
	BOOST_TEST(scene.ending().toString().starts_with("handshake refused"));
}


BOOST_AUTO_TEST_CASE(badInput56WhatADriverThrowsIsAnInternalError)
{
	LoopScene scene(serveWith<Throwing>);
	const NetLog log;
	auto client = scene.connect();
	client.send(Head::request().bytes());
	scene.settle();
	BOOST_TEST(status(client.read()) == 500);
	client.close();
	scene.settle();
	BOOST_TEST(scene.heard() == "error, close 1002, end");
}


BOOST_AUTO_TEST_SUITE_END()
