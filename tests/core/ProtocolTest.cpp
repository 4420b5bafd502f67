//
// ProtocolTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Lines.h"
#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


struct Fixture
{
	Recorder recorder;
	LineServer driver{recorder, Head::request().add("X-Lines", "1").parsed()};

	Fixture()
	{
		BOOST_TEST(driver.start());
		recorder.events();
		driver.consume(driver.bufferedAmount());
	}

	void receive(std::string bytes)
	{
		driver.receive(std::span<char>(bytes));
	}

	Bytes written()
	{
		Bytes result;
		while (!driver.output().empty())
		{
			result += driver.output();
			driver.consume(driver.output().size());
		}
		return result;
	}
};


} // namespace


BOOST_AUTO_TEST_SUITE(ProtocolTest)


BOOST_AUTO_TEST_CASE(dialectOfTheApplicationShakesHands)
{
	Recorder recorder;
	LineServer driver(recorder, Head::request().add("X-Lines", "1").parsed());
	BOOST_TEST(driver.start());
	BOOST_TEST(Bytes(driver.output()) == "HTTP/1.1 101 Lines\r\nUpgrade: lines\r\n\r\n");
	BOOST_TEST(driver.version() == "lines-1");
	BOOST_TEST(recorder.events() == Events{open()});
}


BOOST_AUTO_TEST_CASE(dialectOfTheApplicationMayRefuse)
{
	Recorder recorder;
	LineServer driver(recorder, Head::request().parsed());
	BOOST_TEST(!driver.start());
	BOOST_TEST(recorder.events() == failed(Error::VERSION, 1002));
	BOOST_TEST(Bytes(driver.output()).first(12) == "HTTP/1.1 426");
}


BOOST_FIXTURE_TEST_CASE(dialectDeliversAndSends, Fixture)
{
	receive("Hello\n?\nwor");
	receive("ld\n");
	BOOST_TEST(driver.text("x"));
	BOOST_TEST(driver.send(Opcode::TEXT, std::string(70000, 'y')));
	BOOST_TEST(recorder.events() == (Events{text("Hello"), ping("?"), text("world")}));
	BOOST_TEST(written() == "?\nx\n" + std::string(70000, 'y') + "\n");
}


BOOST_FIXTURE_TEST_CASE(dialectMayHaveNoBinaryAndNoPings, Fixture)
{
	BOOST_TEST(!driver.binary("x"));
	BOOST_TEST(!driver.ping("x", [](bool) { BOOST_ERROR("called"); }));
	BOOST_TEST(driver.output().empty());
	BOOST_TEST(driver.state() == State::OPEN);
	driver.receiveEnd();
}


BOOST_FIXTURE_TEST_CASE(dialectNeedNotGiveMemoryBack, Fixture)
{
	driver.releaseIdle();
	BOOST_TEST(driver.text("x"));
}


BOOST_FIXTURE_TEST_CASE(dialectThatAwaitsNoAnswerClosesAtOnce, Fixture)
{
	BOOST_TEST(driver.close(CloseCode::NORMAL, "bye"));
	BOOST_TEST(recorder.events() == Events{closed(1000, "bye")});
	BOOST_TEST(driver.output() == ".\n");
	BOOST_TEST(driver.state() == State::CLOSED);
}


BOOST_FIXTURE_TEST_CASE(dialectThatSeesTheEndClosesOnce, Fixture)
{
	receive(".\nlate\n.\n");
	BOOST_TEST(recorder.events() == Events{closed(1005)});
	BOOST_TEST(!driver.text("x"));
}


BOOST_FIXTURE_TEST_CASE(dialectThatFailsClosesOnce, Fixture)
{
	receive("!\nlate\n!\n");
	BOOST_TEST(recorder.events() == failed(Error::HEAD_SYNTAX, 1002));
	BOOST_TEST(driver.output() == ".\n");
}


BOOST_AUTO_TEST_SUITE_END()
