//
// ConnectorTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Connector.h"
#include "net/NetHost.h"
#include "net/Wakeup.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <boost/test/unit_test.hpp>


using namespace WS::Net;
using WS::Test::closedPort;
using Poco::Net::ServerSocket;
using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;


namespace {


const Poco::Timespan PATIENCE(30, 0);


class FullServer
	/// Neither accepts nor refuses: its queue is full.
{
public:
	FullServer()
	{
		do
		{
			_waiting.emplace_back();
			_waiting.back().connectNB(address());
		}
		while (_waiting.back().poll(Poco::Timespan(0, 20000), StreamSocket::SELECT_WRITE));
	}

	SocketAddress address() const
	{
		return _listening.address();
	}

private:
	ServerSocket _listening{SocketAddress("127.0.0.1", 0), 1};
	std::vector<StreamSocket> _waiting;
};


struct Fixture
{
	ServerSocket listening{SocketAddress("127.0.0.1", 0)};
	Wakeup interrupt;
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(ConnectorTest, Fixture)


BOOST_AUTO_TEST_CASE(theNextAddressIsTriedWhenOneRefuses)
{
	auto socket = connectToAny({closedPort(), closedPort(), listening.address()}, interrupt, deadlineIn(PATIENCE));
	BOOST_TEST(socket.peerAddress().toString() == listening.address().toString());
}


BOOST_AUTO_TEST_CASE(theNextAddressIsTriedWhenOneDoesNotAnswer)
{
	FullServer full;

	auto socket = connectToAny({full.address(), listening.address()}, interrupt, deadlineIn(Poco::Timespan(0, 100000)));

	BOOST_TEST(socket.peerAddress().toString() == listening.address().toString());
}


BOOST_AUTO_TEST_CASE(theLastRefusalIsReportedWithItsAddress)
{
	const auto last = closedPort();
	BOOST_CHECK_EXCEPTION(connectToAny({closedPort(), last}, interrupt, deadlineIn(PATIENCE)), Poco::Net::ConnectionRefusedException,
		[&](const Poco::Exception& exception) { return exception.message().find(last.toString()) != std::string::npos; });
}


BOOST_AUTO_TEST_CASE(noAnswerInTimeIsATimeout)
{
	FullServer full;
	BOOST_CHECK_THROW(connectToAny({full.address()}, interrupt, deadlineIn(Poco::Timespan(0, 10000))), Poco::TimeoutException);
}


BOOST_AUTO_TEST_CASE(anInterruptEndsTheWaiting)
{
	FullServer full;
	interrupt.signal();
	BOOST_CHECK_THROW(connectToAny({full.address(), listening.address()}, interrupt, NEVER), Poco::Net::ConnectionAbortedException);
}


BOOST_AUTO_TEST_CASE(noAddressesAreAnError)
{
	BOOST_CHECK_THROW(connectToAny({}, interrupt, NEVER), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(addressesAreTheirOwnNames)
{
	const auto v4 = resolve("192.0.2.7", 80);
	const auto v6 = resolve("2001:db8::1", 8080);

	BOOST_TEST(v4.size() == 1U);
	BOOST_TEST(v4[0].toString() == "192.0.2.7:80");
	BOOST_TEST(v6.size() == 1U);
	BOOST_TEST(v6[0].toString() == "[2001:db8::1]:8080");
}


BOOST_AUTO_TEST_CASE(localhostHasAnAddress)
{
	BOOST_TEST(!resolve("localhost", 80).empty());
}


BOOST_AUTO_TEST_SUITE_END()
