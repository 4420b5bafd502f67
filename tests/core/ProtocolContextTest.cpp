//
// ProtocolContextTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Protocol.h"
#include "support/Peer.h"
#include <boost/test/unit_test.hpp>
#include <functional>


using namespace WS;
using namespace WS::Test;


namespace {


struct Script
	/// What a dialect does when it is asked.
{
	bool opensAtOnce = true;
	std::function<void(ProtocolContext&)> onJudge;
	std::function<void(ProtocolContext&)> onRespond;
	std::function<void(ProtocolContext&)> onByte;
	std::function<void(ProtocolContext&)> onClose;
};


class Scripted: public Protocol
	/// A dialect that does as its script says.
{
public:
	Scripted(ProtocolContext& context, const Script& script): _context(context), _script(script) {}

	std::string_view version() const override { return "scripted"; }
	bool opensAtOnce() const override { return _script.opensAtOnce; }

	bool judge(const Request&) override
	{
		if (_script.onJudge) _script.onJudge(_context);
		return true;
	}

	void respond(const Request&, Response& response) override
	{
		response.status = 101;
		if (_script.onRespond) _script.onRespond(_context);
	}

	void receive(std::span<char>& bytes) override
	{
		for (; !bytes.empty(); bytes = bytes.subspan(1)) _script.onByte(_context);
	}

	using Protocol::send;

	bool send(Opcode, std::string_view payload, const SendOptions&) override
	{
		_context.append(payload.size()).append(payload);
		return true;
	}

	bool close(CloseCode, std::string_view) override
	{
		if (_script.onClose) _script.onClose(_context);
		return false;
	}

private:
	ProtocolContext& _context;
	const Script& _script;
};


class ScriptedServer: public ServerDriver
{
public:
	ScriptedServer(Listener& listener, const Script& script): ServerDriver(listener, Head::request().parsed()), _script(script) {}

	bool asked = false;

protected:
	std::unique_ptr<Protocol> createProtocol(const Request&, ProtocolContext& context) override
	{
		return std::make_unique<Scripted>(context, _script);
	}

	bool acceptRequest(const Request&) override
	{
		asked = true;
		return true;
	}

private:
	const Script& _script;
};


struct Fixture
{
	Script script;
	Recorder recorder;
	ScriptedServer driver{recorder, script};

	void receive(std::string bytes)
	{
		driver.receive(std::span<char>(bytes));
	}

	Bytes output() const { return driver.output(); }
};


} // namespace


BOOST_AUTO_TEST_SUITE(ProtocolContextTest)


BOOST_FIXTURE_TEST_CASE(failWhileJudgingCountsWhateverJudgeReturns, Fixture)
{
	script.onJudge = [](ProtocolContext& context) { context.fail(Error::KEY); };
	BOOST_TEST(!driver.start());
	BOOST_TEST(!driver.asked);
	BOOST_TEST(output().first(12) == "HTTP/1.1 400");
	BOOST_TEST(recorder.events() == failed(Error::KEY, 1002));
}


BOOST_FIXTURE_TEST_CASE(failWhileRespondingRefuses, Fixture)
{
	script.onRespond = [](ProtocolContext& context) { context.fail(Error::KEY); };
	BOOST_TEST(!driver.start());
	BOOST_TEST(output().first(12) == "HTTP/1.1 400");
	BOOST_TEST(output().string().find("101") == std::string::npos);
	BOOST_TEST(recorder.events() == failed(Error::KEY, 1002));
	BOOST_TEST(!driver.text("x"));
}


BOOST_FIXTURE_TEST_CASE(responseWithoutAReasonGetsTheUsualOne, Fixture)
{
	BOOST_TEST(driver.start());
	BOOST_TEST(output() == "HTTP/1.1 101 Switching Protocols\r\n\r\n");
}


BOOST_FIXTURE_TEST_CASE(openedBeforeTheResponseDoesNothing, Fixture)
{
	script.opensAtOnce = false;
	script.onJudge = script.onRespond = [](ProtocolContext& context) { context.opened(); };
	driver.text("queued");
	BOOST_TEST(driver.start());
	BOOST_TEST(driver.state() == State::CONNECTING);
	BOOST_TEST(recorder.events().empty());
}


BOOST_FIXTURE_TEST_CASE(openedTwiceOpensOnce, Fixture)
{
	script.opensAtOnce = false;
	script.onByte = [](ProtocolContext& context) { context.opened(); };
	driver.start();
	receive("12");
	BOOST_TEST(recorder.events() == Events{open()});
}


BOOST_FIXTURE_TEST_CASE(openedAfterTheEndDoesNothing, Fixture)
{
	script.onByte = [](ProtocolContext& context) {
		context.closed(CloseCode::NORMAL, {});
		context.opened();
	};
	driver.start();
	receive("1");
	BOOST_TEST(driver.state() == State::CLOSED);
	BOOST_TEST(recorder.events() == (Events{open(), closed(1000)}));
}


BOOST_FIXTURE_TEST_CASE(pingBeforeTheResponseDoesNothing, Fixture)
{
	script.onJudge = [](ProtocolContext& context) { context.ping("p"); };
	BOOST_TEST(driver.start());
	BOOST_TEST(output().string().ends_with("\r\n\r\n"));
	BOOST_TEST(recorder.events() == Events{open()});
}


BOOST_FIXTURE_TEST_CASE(pingAfterTheEndIsNotAnswered, Fixture)
{
	script.onByte = [](ProtocolContext& context) { context.ping("p"); };
	driver.start();
	driver.consume(driver.bufferedAmount());
	recorder.events();
	recorder.onEvent = [&](const Event&) { driver.close(); };
	receive("12");
	BOOST_TEST(output() == "p");
	BOOST_TEST(recorder.events() == (Events{ping("p"), closed(1000)}));
}


BOOST_FIXTURE_TEST_CASE(failWhileClosingEndsOnce, Fixture)
{
	script.onClose = [](ProtocolContext& context) { context.fail(Error::CLOSE_REASON); };
	driver.start();
	BOOST_TEST(driver.close());
	BOOST_TEST(recorder.events() == Events{open()} + failed(Error::CLOSE_REASON, 1002));
}


BOOST_AUTO_TEST_SUITE_END()
