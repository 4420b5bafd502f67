//
// Socks5Test.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Socks5.h"
#include "support/Feed.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using Result = Socks5::Result;


const Bytes NO_AUTHENTICATION = "05 00"_hex;
const Bytes WANTS_PASSWORD = "05 02"_hex;
const Bytes WELCOME = "01 00"_hex;
const Bytes CONNECTED = "05 00 00 01 7f000001 1f90"_hex;


struct Way
	/// A proxy that is asked for a way to a host.
{
	explicit Way(const std::string& proxy = "socks5://proxy", const std::string& uri = "ws://server.example.com/chat"):
		driver(listener, Poco::URI(uri)),
		socks(driver, Poco::URI(proxy))
	{
		BOOST_TEST(socks.start());
	}

	Bytes said()
	{
		const Bytes bytes(socks.output());
		socks.consume(bytes.size());
		return bytes;
	}

	Bytes answer(const Bytes& bytes)
		/// What it says to that.
	{
		left += receive(bytes);
		return said();
	}

	Bytes receive(const Bytes& bytes)
		/// What is left.
	{
		std::vector<char> buffer(bytes.view().begin(), bytes.view().end());
		std::span<char> rest(buffer);
		socks.receive(rest);
		return std::string(rest.begin(), rest.end());
	}

	Listener listener;
	ClientDriver driver;
	Socks5 socks;
	Bytes left;
};


struct Answered
	/// What answers led to.
{
	Result result = Result::PENDING;
	std::string message;
	Bytes said;
	Bytes left;

	bool operator == (const Answered& other) const = default;
};


Answered give(const Bytes& input, const std::vector<std::size_t>& cuts, bool end)
{
	Way way("socks5://user:secret@proxy");
	Answered seen;
	std::size_t position = 0;
	for (const auto cut: cuts)
	{
		seen.left += way.receive(input.view().substr(position, cut - position));
		position = cut;
	}
	seen.left += way.receive(input.from(position));
	if (end) way.socks.receiveEnd();
	seen.result = way.socks.result();
	seen.said = way.said();
	if (const auto& failure = way.socks.failure()) seen.message = failure->message;
	BOOST_TEST(seen.message.empty() == (seen.result != Result::FAILED));
	return seen;
}


Answered answered(const Bytes& input, bool end = false)
	/// The same at every split.
{
	BOOST_TEST_INFO_SCOPE(input);
	const Answered whole = give(input, {}, end);
	std::vector<std::size_t> everywhere;
	for (std::size_t cut = 1; cut < input.size(); ++cut) everywhere.push_back(cut);
	BOOST_CHECK((give(input, everywhere, end) == whole));
	for (const auto cut: cutsOf(input.size())) BOOST_CHECK((give(input, {cut}, end) == whole));
	return whole;
}


std::string failureOf(const Bytes& input, bool end = false)
{
	const Answered seen = answered(input, end);
	BOOST_CHECK(seen.result == Result::FAILED);
	BOOST_TEST(seen.said.empty());
	BOOST_TEST(seen.message.find("secret") == std::string::npos);
	return seen.message;
}


Bytes requestFor(const std::string& uri)
{
	Way way("socks5h://proxy", uri);
	BOOST_TEST(way.said() == "05 01 00"_hex);
	return way.answer(NO_AUTHENTICATION);
}


} // namespace


BOOST_AUTO_TEST_SUITE(Socks5Test)


BOOST_AUTO_TEST_CASE(asksForTheHostByItsName)
{
	BOOST_TEST(requestFor("ws://server.example.com/chat") == "05 01 00 03 12"_hex + "server.example.com" + "0050"_hex);
	BOOST_TEST(requestFor("wss://a/") == "05 01 00 03 01"_hex + "a" + "01bb"_hex);
	BOOST_TEST(requestFor("ws://a:8080/") == "05 01 00 03 01"_hex + "a" + "1f90"_hex);
}


BOOST_AUTO_TEST_CASE(asksForAddressesAsSuch)
{
	BOOST_TEST(requestFor("ws://192.0.2.7/") == "05 01 00 01 c0000207 0050"_hex);
	BOOST_TEST(requestFor("ws://[2001:db8::1]:8080/") == "05 01 00 04 20010db8 00000000 00000000 00000001 1f90"_hex);
}


BOOST_AUTO_TEST_CASE(givesUserAndPasswordWhenAsked)
{
	Way way("socks5://user:p%40ss@proxy");
	BOOST_TEST(way.said() == "05 02 00 02"_hex);
	BOOST_TEST(way.answer(WANTS_PASSWORD) == "01 04"_hex + "user" + "04"_hex + "p@ss");
	BOOST_TEST(way.answer(WELCOME) == "05 01 00 03 12"_hex + "server.example.com" + "0050"_hex);
	BOOST_TEST(way.answer(CONNECTED).empty());
	BOOST_CHECK(way.socks.result() == Result::CONNECTED);
}


BOOST_AUTO_TEST_CASE(keepsUserAndPasswordWhenNotAsked)
{
	Way way("socks5://user:secret@proxy");
	way.said();
	BOOST_TEST(way.answer(NO_AUTHENTICATION) == requestFor("ws://server.example.com/"));
}


BOOST_AUTO_TEST_CASE(aUserMayHaveNoPassword)
{
	Way way("socks5://user@proxy");
	way.said();
	BOOST_TEST(way.answer(WANTS_PASSWORD) == "01 04"_hex + "user" + "00"_hex);
}


BOOST_AUTO_TEST_CASE(badInput29BytesBehindTheReplyAreTheHosts)
{
	for (const Bytes& address: {"01 7f000001 1f90"_hex, "04 20010db8 00000000 00000000 00000001 1f90"_hex, "03 04 686f7374 1f90"_hex, "03 00 1f90"_hex})
	{
		const Answered seen = answered(NO_AUTHENTICATION + "05 00 00"_hex + address + "HTTP/1.1 101");
		BOOST_CHECK(seen.result == Result::CONNECTED);
		BOOST_TEST(seen.left == "HTTP/1.1 101");
	}
}


BOOST_AUTO_TEST_CASE(badInput29EveryRefusalHasItsText)
{
	const char* const TEXTS[] = {"general failure", "not allowed", "network unreachable", "host unreachable", "connection refused", "time to live", "command not", "address type not"};
	for (std::size_t i = 0; i < std::size(TEXTS); ++i)
	{
		const Bytes reply(std::string{5, static_cast<char>(i + 1)});
		BOOST_TEST(failureOf(NO_AUTHENTICATION + reply).find(TEXTS[i]) != std::string::npos);
	}
	BOOST_TEST(failureOf(NO_AUTHENTICATION + "05 ff"_hex) == "proxy could not connect: reply 255");
}


BOOST_AUTO_TEST_CASE(badInput29RefusedCredentialsAreTold)
{
	BOOST_TEST(failureOf(WANTS_PASSWORD + "01 01"_hex) == "proxy refused user and password");
	BOOST_TEST(failureOf("05 ff"_hex).find("no way to authenticate") != std::string::npos);
	BOOST_TEST(failureOf("05 01"_hex).find("it wants method 1") != std::string::npos);

	Way nobody;
	nobody.answer(WANTS_PASSWORD);
	BOOST_CHECK(nobody.socks.failure()->error == Error::SOCKS_METHOD);
}


BOOST_AUTO_TEST_CASE(badInput29GarbageIsRefused)
{
	for (const Bytes& garbage: {Bytes("HTTP/1.1 400 Bad\r\n\r\n"), "04 5a"_hex, WANTS_PASSWORD + "05 00"_hex, NO_AUTHENTICATION + "04 00"_hex,
			 NO_AUTHENTICATION + "05 00 01 01 00"_hex, NO_AUTHENTICATION + "05 00 00 02 00"_hex})
	{
		BOOST_TEST(failureOf(garbage).find("malformed SOCKS5 answer") == 0u);
	}
}


BOOST_AUTO_TEST_CASE(badInput29AProxyThatHangsUpIsReported)
{
	const Bytes whole = WANTS_PASSWORD + WELCOME + CONNECTED;
	for (std::size_t size = 0; size < whole.size(); ++size)
	{
		BOOST_TEST(failureOf(whole.first(size), true) == "proxy ended the transport before it had answered");
	}
	BOOST_CHECK(answered(whole, true).result == Result::CONNECTED);
}


BOOST_AUTO_TEST_CASE(nothingIsTakenBeforeTheStartOrAfterTheEnd)
{
	Listener listener;
	ClientDriver driver(listener, Poco::URI("ws://a/"));
	Socks5 socks(driver, Poco::URI("socks5://proxy"));
	std::string bytes("\5\0", 2);
	std::span<char> rest(bytes);
	socks.receive(rest);
	BOOST_TEST(rest.size() == 2u);
	socks.receiveEnd();
	socks.receive(rest);
	BOOST_TEST(rest.size() == 2u);
	BOOST_TEST(!socks.start());
	BOOST_CHECK_THROW(socks.consume(1), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(badInput30OtherProxiesAreRefused)
{
	const std::string tooLong(256, 'x');
	for (const std::string& proxy: {std::string("http://u:secret@proxy"), std::string("socks4://u:secret@proxy"), std::string("socks5://"), "socks5://" + tooLong + "@proxy", "socks5://u:" + tooLong + "@proxy",
			 std::string("socks5://:secret@proxy"), std::string("socks5://u:secret%zz@proxy")})
	{
		BOOST_CHECK_EXCEPTION(Way{proxy}, Poco::SyntaxException, [](const Poco::Exception& exception) { return exception.displayText().find("secret") == std::string::npos; });
	}
	BOOST_CHECK_THROW(Way("socks5://proxy", "ws://" + tooLong + "/"), Poco::SyntaxException);
}


BOOST_AUTO_TEST_SUITE_END()
