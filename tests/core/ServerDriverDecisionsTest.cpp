//
// ServerDriverDecisionsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Protocol.h"
#include "support/Peer.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


class Deciding: public ServerDriver
	/// Decides by functions; writes down which were asked.
{
public:
	using ServerDriver::ServerDriver;

	bool hasNoProtocol = false;
	std::function<bool(const Request&)> accept;
	std::function<std::string(const std::vector<std::string>&)> select;
	std::function<void(Headers&)> decorate;
	std::string asked;

protected:
	std::unique_ptr<Protocol> createProtocol(const Request& request, ProtocolContext& context) override
	{
		asked += "create ";
		if (hasNoProtocol) return nullptr;
		return ServerDriver::createProtocol(request, context);
	}

	bool acceptRequest(const Request& request) override
	{
		asked += "accept ";
		return accept ? accept(request) : ServerDriver::acceptRequest(request);
	}

	std::string selectProtocol(const std::vector<std::string>& offered) override
	{
		asked += "select ";
		return select ? select(offered) : ServerDriver::selectProtocol(offered);
	}

	void decorateResponse(const Request& request, Headers& headers) override
	{
		asked += "decorate ";
		ServerDriver::decorateResponse(request, headers);
		if (decorate) decorate(headers);
	}
};


struct Fixture
{
	Recorder recorder;
	Deciding driver{recorder, Head::request().add("Sec-WebSocket-Protocol", "a, b").parsed()};

	Bytes output() const { return driver.output(); }
};


} // namespace


BOOST_AUTO_TEST_SUITE(ServerDriverDecisionsTest)


BOOST_FIXTURE_TEST_CASE(decisionsAreAskedInTheirOrder, Fixture)
{
	BOOST_TEST(driver.asked == "");
	BOOST_TEST(driver.start());
	BOOST_TEST(driver.asked == "create accept select decorate ");
	BOOST_TEST(recorder.events() == Events{open()});
}


BOOST_FIXTURE_TEST_CASE(acceptRequestSeesTheRequest, Fixture)
{
	driver.accept = [](const Request& request) { return request.target == "/chat"; };
	BOOST_TEST(driver.start());
}


BOOST_FIXTURE_TEST_CASE(acceptRequestFalseGets403, Fixture)
{
	driver.accept = [](const Request&) { return false; };
	BOOST_TEST(!driver.start());
	BOOST_TEST(driver.asked == "create accept ");
	BOOST_TEST(output().first(26) == "HTTP/1.1 403 Forbidden\r\nCo");
	BOOST_TEST(recorder.events() == failed(Error::REFUSED, 1002));
}


BOOST_FIXTURE_TEST_CASE(acceptRequestMayRejectWithItsOwnAnswer, Fixture)
{
	for (const bool result: {false, true})
	{
		Recorder heard;
		Deciding deciding(heard, Head::request().parsed());
		deciding.accept = [&](const Request&) {
			BOOST_TEST(deciding.reject(429, "later"));
			return result;
		};
		BOOST_TEST(!deciding.start());
		BOOST_TEST(Bytes(deciding.output()).first(30) == "HTTP/1.1 429 Too Many Requests");
		BOOST_TEST(bodyOf(deciding.output()) == "later");
		BOOST_TEST(heard.events() == failed(Error::REFUSED, 1002));
	}
}


BOOST_AUTO_TEST_CASE(badRequestsAreRefusedBeforeAnythingIsAsked)
{
	Recorder recorder;
	Deciding driver(recorder, Head::request().without("Host").parsed());
	BOOST_TEST(!driver.start());
	BOOST_TEST(driver.asked.find("accept") == std::string::npos);
}


BOOST_FIXTURE_TEST_CASE(createProtocolThatCreatesNoneRefuses, Fixture)
{
	driver.hasNoProtocol = true;
	BOOST_TEST(!driver.start());
	BOOST_TEST(output().first(29) == "HTTP/1.1 426 Upgrade Required");
	BOOST_TEST(recorder.events() == failed(Error::VERSION, 1002));
}


BOOST_FIXTURE_TEST_CASE(selectProtocolSeesTheOffersAndDecides, Fixture)
{
	driver.select = [](const std::vector<std::string>& offered) { return offered.back(); };
	driver.start();
	BOOST_TEST(driver.protocol() == "b");
	BOOST_TEST(fieldOf(output(), "Sec-WebSocket-Protocol") == "b");
}


BOOST_FIXTURE_TEST_CASE(selectProtocolThatWasNotOfferedThrowsAndNothingIsAnswered, Fixture)
{
	driver.select = [](const std::vector<std::string>&) { return "c"; };
	BOOST_CHECK_THROW(driver.start(), Poco::InvalidArgumentException);
	BOOST_TEST(output().empty());
	BOOST_TEST(recorder.events().empty());
	BOOST_TEST(driver.state() == State::CONNECTING);
}


BOOST_FIXTURE_TEST_CASE(decorateResponseAddsHeadersBehindThoseOfSetHeader, Fixture)
{
	driver.setHeader("X-One", "1");
	driver.decorate = [](Headers& headers) {
		BOOST_TEST(headers.get("X-One") == "1");
		headers.add("X-Two", "2");
	};
	driver.start();
	BOOST_TEST(output().from(34).first(22) == "X-One: 1\r\nX-Two: 2\r\nUp");
}


BOOST_FIXTURE_TEST_CASE(decorateResponseMayNotSetWhatTheHandshakeOwns, Fixture)
{
	driver.decorate = [](Headers& headers) { headers.add("Sec-WebSocket-Accept", "x"); };
	BOOST_CHECK_THROW(driver.start(), Poco::InvalidArgumentException);
	BOOST_TEST(output().empty());
	BOOST_TEST(recorder.events().empty());
}


BOOST_FIXTURE_TEST_CASE(badInput31DecorateResponseMayNotInjectLines, Fixture)
{
	driver.decorate = [](Headers& headers) { headers.add("X", "1\r\nY: 2"); };
	BOOST_CHECK_THROW(driver.start(), Poco::InvalidArgumentException);
	BOOST_TEST(output().empty());
}


BOOST_FIXTURE_TEST_CASE(badInput56DecisionThatThrowsLeavesEverythingToBeDoneAgain, Fixture)
{
	driver.accept = [](const Request&) -> bool { throw std::runtime_error("no database"); };
	BOOST_CHECK_THROW(driver.start(), std::runtime_error);
	BOOST_TEST(output().empty());
	BOOST_TEST(recorder.events().empty());

	driver.accept = nullptr;
	BOOST_TEST(driver.start());
	BOOST_TEST(recorder.events() == Events{open()});
}


BOOST_AUTO_TEST_CASE(badInput56DecisionThatThrowsWithinReceiveLosesNothing)
{
	Recorder recorder;
	Deciding driver(recorder);
	driver.accept = [](const Request&) -> bool { throw 42; };
	driver.start();
	std::string input = Head::request().bytes().string() + TestFrame(TEXT, "Hello").masked().bytes().string();
	BOOST_CHECK_THROW(driver.receive(std::span<char>(input)), int);
	BOOST_TEST(driver.output().empty());

	BOOST_TEST(driver.reject(500));

	BOOST_TEST(Bytes(driver.output()).first(12) == "HTTP/1.1 500");
	BOOST_TEST(recorder.events() == Events{connect("/chat")} + failed(Error::REFUSED, 1002));
}


BOOST_FIXTURE_TEST_CASE(closeWithinADecisionEndsTheHandshake, Fixture)
{
	driver.decorate = [&](Headers&) { BOOST_TEST(driver.close()); };
	BOOST_TEST(!driver.start());
	BOOST_TEST(output().empty());
	BOOST_TEST(recorder.events() == Events{closed(1000)});
}


BOOST_FIXTURE_TEST_CASE(nothingIsAskedAfterADecisionThatCloses, Fixture)
{
	driver.select = [&](const std::vector<std::string>&) { driver.close(); return "a"; };
	BOOST_TEST(!driver.start());
	BOOST_TEST(driver.asked == "create accept select ");
}


BOOST_AUTO_TEST_CASE(decisionsSeeTheBodyWheneverStartWasCalled)
{
	for (const bool atOnce: {true, false})
	{
		Recorder recorder;
		Deciding driver(recorder);
		std::string body;
		driver.accept = [&](const Request&) { body = driver.body(); return true; };
		recorder.onEvent = [&](const Event& event) { if (event.kind == Event::CONNECT) driver.start(); };
		if (atOnce)
		{
			recorder.onEvent = nullptr;
			driver.start();
		}
		std::string input = Head::request().bytes().string() + "early";
		driver.receive(std::span<char>(input));
		BOOST_TEST(body == "early");
	}
}


BOOST_AUTO_TEST_CASE(closeInOnConnectKeepsADueStartFromAsking)
{
	Recorder recorder;
	Deciding driver(recorder);
	recorder.onEvent = [&](const Event& event) { if (event.kind == Event::CONNECT) driver.close(); };
	driver.start();
	std::string input = Head::request().bytes().string();
	driver.receive(std::span<char>(input));
	BOOST_TEST(driver.asked == "");
	BOOST_TEST(recorder.events() == (Events{connect("/chat"), closed(1000)}));
}


BOOST_FIXTURE_TEST_CASE(headersAreTooLateInDecorateResponse, Fixture)
{
	driver.select = [&](const std::vector<std::string>&) { BOOST_TEST(driver.setHeader("X-One", "1")); return ""; };
	driver.decorate = [&](Headers&) { BOOST_TEST(!driver.setHeader("X-Two", "2")); };
	BOOST_TEST(driver.start());
	BOOST_TEST(fieldOf(output(), "X-One") == "1");
	BOOST_TEST(fieldOf(output(), "X-Two") == "");
}


BOOST_FIXTURE_TEST_CASE(sendingWithinADecisionIsQueued, Fixture)
{
	driver.accept = [&](const Request&) { return driver.text("Hello"); };
	BOOST_TEST(driver.start());
	BOOST_TEST(output().from(output().size() - 7) == "81 05 48656c6c6f"_hex);
}


BOOST_FIXTURE_TEST_CASE(startWithinADecisionIsFalse, Fixture)
{
	driver.accept = [&](const Request&) { return !driver.start(); };
	BOOST_TEST(driver.start());
	BOOST_TEST(driver.asked == "create accept select decorate ");
}


BOOST_AUTO_TEST_SUITE_END()
