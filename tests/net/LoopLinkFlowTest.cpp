//
// LoopLinkFlowTest.cpp
//
// What a connection on an event loop does when somebody cannot keep up.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ServerDriver.h"
#include "net/LayeredTransport.h"
#include "net/LoopScene.h"
#include "support/Head.h"
#include <boost/test/unit_test.hpp>
#include <algorithm>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Net::Cause;


namespace {


using Side = Net::CloseInfo::Side;


constexpr std::size_t FULL = 4'000'000;
	/// More than a socket takes.


class HoardingTransport: public LayeredTransport
	/// Reads much and hands it out in small pieces, as TLS does.
{
public:
	using LayeredTransport::LayeredTransport;

	Result receive(std::span<char> buffer, std::size_t& size) override
	{
		if (_held.empty())
		{
			char bytes[65536];
			const auto result = LayeredTransport::receive(bytes, size);
			if (result != Result::DONE) return result;
			_held.assign(bytes, size);
		}
		size = std::min<std::size_t>({_held.size(), buffer.size(), 10});
		std::copy_n(_held.begin(), size, buffer.begin());
		_held.erase(0, size);
		return Result::DONE;
	}

	bool holdsInput() const override { return !_held.empty(); }

private:
	std::string _held;
};


template <class Change>
std::function<void(Net::Endpoint&)> with(Change change)
{
	return [change](Net::Endpoint& endpoint) { change(endpoint.settings); };
}


void dropping(Net::ConnectionSettings& settings)
{
	settings.maxQueued = 2'000'000;
	settings.whenFull = Net::FullQueue::DROP_NEWEST;
}


void limited(Net::ConnectionSettings& settings)
{
	settings.maxQueued = 2'000'000;
}


Bytes messages(int count)
{
	Bytes bytes;
	for (int i = 0; i < count; ++i) bytes += TestFrame(TEXT, "x").masked().bytes();
	return bytes;
}


std::size_t count(const std::string& heard, const std::string& what)
{
	std::size_t n = 0;
	for (auto at = heard.find(what); at != std::string::npos; at = heard.find(what, at + 1)) ++n;
	return n;
}


} // namespace


BOOST_AUTO_TEST_SUITE(LoopLinkFlowTest)


//
// pauseReading
//


BOOST_AUTO_TEST_CASE(whatComesWhileReadingIsPausedWaits)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().pauseReading();
	scene.settle();
	client.send(TestFrame(TEXT, "later"));
	BOOST_TEST(scene.pass(1s) == 0U);
	BOOST_TEST(scene.heard() == "open");
	BOOST_TEST(scene.connection().isReadingPaused());
	scene.connection().resumeReading();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, message later");
}


BOOST_AUTO_TEST_CASE(whatWasReadBeforeAPauseIsTold)
{
	LoopScene scene;
	scene.on["message"] = [](auto& connection) { connection.pauseReading(); };
	auto client = scene.open();
	client.send(messages(3));
	scene.settle();
	BOOST_TEST(scene.heard() == "open, message x, message x, message x");
}


BOOST_AUTO_TEST_CASE(aConnectionCanBePausedFromTheStart)
{
	LoopScene scene;
	scene.on["open"] = [](auto& connection) { connection.pauseReading(); };
	auto client = scene.connect();
	auto adopted = scene.adopt();
	client.send(Head::request().bytes());
	scene.settle();
	client.send(messages(1));
	adopted.send(messages(1));
	scene.settle();
	BOOST_TEST(scene.heard(0) == "open");
	BOOST_TEST(scene.heard(1) == "open");
	scene.connection(0).resumeReading();
	scene.connection(1).resumeReading();
	scene.settle();
	BOOST_TEST(scene.heard(0) == "open, message x");
	BOOST_TEST(scene.heard(1) == "open, message x");
}


BOOST_AUTO_TEST_CASE(aPausedConnectionSends)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().pauseReading();
	scene.connection().driver().text("Hello");
	scene.settle();
	BOOST_TEST(client.frames() == std::vector{TestFrame(TEXT, "Hello")}, boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE(aPausedConnectionIsNotAskedForSignsOfLife)
{
	LoopScene scene;
	auto client = scene.open();
	scene.pass(20100ms);                 // a ping is out
	scene.connection().pauseReading();
	scene.settle();
	client.send(TestFrame(PONG));
	BOOST_TEST(scene.pass(10min) <= 3U);
	BOOST_TEST(scene.heard() == "open");
	scene.connection().resumeReading();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, pong");
	scene.pass(1s);
	BOOST_TEST(client.frames().size() == 2U);
}


BOOST_AUTO_TEST_CASE(thePeersEndIsNotSeenWhileReadingIsPaused)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().pauseReading();
	scene.settle();
	client.send(messages(1));
	client.endSending();
	BOOST_TEST(scene.pass(1s) == 0U);
	scene.connection().resumeReading();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, message x, close 1006, end");
}


BOOST_AUTO_TEST_CASE(aLostTransportEndsAPause)
	// The poller would tell of it again and again.
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().pauseReading();
	scene.settle();
	client.send(messages(2));
	client.close();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, message x, message x, close 1006, end");
}


BOOST_AUTO_TEST_CASE(aResetEndsAPause)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().pauseReading();
	scene.connection().driver().text("unread");
	scene.settle();
	client.close();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::TRANSPORT));
}


BOOST_AUTO_TEST_CASE(aPausedConnectionCanBeCut)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().pauseReading();
	scene.connection().abort();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::ABORTED));
}


BOOST_AUTO_TEST_CASE(aPausedConnectionThatClosesEndsInTime)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().pauseReading();
	scene.connection().driver().close();
	BOOST_TEST(scene.pass(10200ms) <= 4U);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::CLOSE_TIMEOUT));
}


//
// What a transport holds
//


BOOST_AUTO_TEST_CASE(allThatATransportHoldsIsRead)
{
	LoopScene scene;
	auto client = scene.connect<HoardingTransport>();
	client.send(Head::request().bytes() + messages(1000));
	scene.settle();
	BOOST_TEST(count(scene.heard(), "message") == 1000U);
}


BOOST_AUTO_TEST_CASE(whatATransportHoldsWaitsWhileReadingIsPaused)
{
	LoopScene scene;
	scene.on["message"] = [](auto& connection) { connection.pauseReading(); };
	auto client = scene.connect<HoardingTransport>();
	client.send(Head::request().bytes() + messages(100));
	scene.settle();
	BOOST_TEST(count(scene.heard(), "message") <= 2U);
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	while (!client.read().empty()) scene.settle();
	BOOST_TEST(count(scene.heard(), "message") <= 2U);
	scene.on.clear();
	scene.connection().resumeReading();
	scene.settle();
	BOOST_TEST(count(scene.heard(), "message") == 100U);
}


//
// Water marks
//


BOOST_AUTO_TEST_CASE(badInput60ReadingStopsWhileTooMuchWaitsToBeSent)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	client.send(messages(1));
	BOOST_TEST(scene.pass(1s) <= 1U);
	BOOST_TEST(scene.heard() == "open");
	while (!client.read().empty()) scene.settle();
	BOOST_TEST(scene.heard() == "open, message x, drain");
}


BOOST_AUTO_TEST_CASE(badInput60EchoesOfMuchWaitInTheNetwork)
	// Not in memory: whoever sends and does not read has to wait.
{
	LoopScene scene;
	scene.on["message"] = [&](auto& connection) { connection.driver().text(scene.message); };
	auto client = scene.open();
	const auto frame = TestFrame(TEXT, std::string(60000, 'x')).masked().bytes();
	std::size_t most = 0;
	for (int i = 0; i < 100 && client.sendSome(frame) == frame.size(); ++i)
	{
		scene.settle();
		most = std::max(most, scene.connection().bufferedAmount());
	}
	BOOST_TEST(most > (1U << 20));
	BOOST_TEST(most < (1U << 20) + 256 * 1024);
}


BOOST_AUTO_TEST_CASE(onDrainIsToldOnceWhenFewWait)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	while (scene.connection().bufferedAmount() > 256 * 1024)
	{
		BOOST_TEST(scene.heard() == "open");
		BOOST_REQUIRE(!client.read(100000).empty());
		scene.settle();
	}
	BOOST_TEST(scene.heard() == "open, drain");
	while (!client.read().empty()) scene.settle();
	BOOST_TEST(scene.heard() == "open, drain");
}


BOOST_AUTO_TEST_CASE(whoStopsSendingAtTheHighWaterMarkHearsOnDrain)
	// Also where the socket takes so much of it at once that the rest is below the mark again.
{
	LoopScene scene;
	const auto send = [](auto& connection) {
		auto& driver = connection.driver();
		while (driver.bufferedAmount() <= driver.options().outputHighWater) driver.binary(std::string(60000, 'x'));
	};
	auto client = scene.open();
	scene.on["drain"] = send;
	send(scene.connection());
	scene.settle();
	for (int i = 0; i < 100; ++i)
	{
		BOOST_REQUIRE(!client.read().empty());
		scene.settle();
	}
	BOOST_TEST(count(scene.heard(), "drain") >= 10U);
}


BOOST_AUTO_TEST_CASE(whatNeverWasTooMuchIsNoDrain)
{
	LoopScene scene;
	auto client = scene.open();
	scene.connection().driver().binary(std::string(900'000, 'x'));
	scene.settle();
	while (!client.read().empty()) scene.settle();
	BOOST_TEST(scene.heard() == "open");
}


BOOST_AUTO_TEST_CASE(whatOnDrainSendsLeaves)
{
	LoopScene scene;
	scene.on["drain"] = [](auto& connection) { connection.driver().text("more"); };
	auto client = scene.open();
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	std::string last;
	for (auto bytes = client.read(); !bytes.empty(); bytes = client.read())
	{
		last = bytes.string();
		scene.settle();
	}
	BOOST_TEST(last.ends_with("more"));
}


//
// Too much
//


BOOST_AUTO_TEST_CASE(badInput60AListenerThatSendsTooMuchIsClosed)
{
	LoopScene scene(with(limited));
	auto client = scene.open();
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	BOOST_TEST(scene.pass(9900ms) <= 3U);
	BOOST_TEST(scene.heard() == "open");
	scene.pass(200ms);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::OVERFLOW_LIMIT));
	BOOST_TEST((scene.ending().side == Side::SELF));
}


BOOST_AUTO_TEST_CASE(badInput60AnOverflowIsToldToWhoReadsOnInTime)
{
	LoopScene scene(with(limited));
	auto client = scene.open();
	scene.connection().driver().binary(std::string(FULL, 'x'));
	scene.settle();
	Bytes all;
	for (auto bytes = client.read(); !bytes.empty(); bytes = client.read())
	{
		all += bytes;
		scene.settle();
	}
	BOOST_TEST(TestFrame::read(all).back() == TestFrame::close(1008, "too much output waiting"));
	client.send(TestFrame::close(1008));
	scene.settle();
	client.close();
	scene.settle();
	BOOST_TEST(scene.heard() == "open, close 1008, end");
	BOOST_TEST((scene.ending().cause == Cause::OVERFLOW_LIMIT));
	BOOST_TEST(scene.ending().unsent == 0U);
}


BOOST_AUTO_TEST_CASE(badInput60ADripDoesNotProlongAnOverflow)
{
	LoopScene scene(with(limited));
	auto client = scene.open();
	scene.connection().driver().binary(std::string(FULL, 'x'));
	for (int i = 0; i < 11; ++i)
	{
		client.read(30000);
		scene.pass(1s);
	}
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::OVERFLOW_LIMIT));
}


BOOST_AUTO_TEST_CASE(badInput60AHandleThatSendsTooMuchClosesTheConnection)
{
	LoopScene scene(with(limited));
	auto client = scene.open();
	const auto handle = scene.connection().handle();
	std::size_t sent = 0;
	while (handle.binary(std::string(100'000, 'x')) && sent < 100) ++sent;
	BOOST_TEST(sent == 19U);
	scene.pass(11s);
	BOOST_TEST(scene.heard() == "open, close 1006, end");
	BOOST_TEST((scene.ending().cause == Cause::OVERFLOW_LIMIT));
	BOOST_TEST(!handle.alive());
}


BOOST_AUTO_TEST_CASE(badInput60TheNewestIsDroppedWhereThatIsWanted)
{
	LoopScene scene(with(dropping));
	auto client = scene.open();
	const auto handle = scene.connection().handle();
	std::size_t sent = 0;
	while (handle.binary(std::string(100'000, 'x')) && sent < 1000)
	{
		++sent;
		scene.settle();
	}
	BOOST_TEST(sent < 30U);
	BOOST_TEST(scene.heard() == "open");
	BOOST_TEST(scene.connection().bufferedAmount() <= 2'000'000U);
	BOOST_TEST(handle.alive());
	std::size_t received = 0;
	for (auto bytes = client.read(); !bytes.empty(); bytes = client.read())
	{
		received += bytes.size();
		scene.settle();
	}
	BOOST_TEST(received == sent * 100'010);
	BOOST_TEST(handle.binary("again"));
}


BOOST_AUTO_TEST_CASE(badInput60WhatAHandleMaySendIsNotTooMuchWithItsFrame)
{
	for (std::size_t left = 0; left < 100; ++left)
	{
		LoopScene scene(with([](auto& settings) {
			settings.maxQueued = 1'000'000;
			settings.whenFull = Net::FullQueue::DROP_NEWEST;
		}));
		auto client = scene.open();
		scene.connection().driver().binary(std::string(700'000, 'x'));
		scene.settle();
		const auto room = 1'000'000 - scene.connection().bufferedAmount();
		scene.connection().handle().binary(std::string(room - left, 'x'));
		scene.settle();
		BOOST_TEST(scene.connection().bufferedAmount() <= 1'000'000U);
		BOOST_TEST(scene.connection().handle().alive());
	}
}


BOOST_AUTO_TEST_SUITE_END()
