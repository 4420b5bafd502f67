//
// ProtocolFactoryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/ProtocolFactory.h"
#include "support/Hixie.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


Head version(const std::string& number)
{
	return Head::request().set("Sec-WebSocket-Version", number);
}


std::string_view chosen(const Head& request, Dialects enabled = Dialects::ALL)
{
	return ProtocolFactory::version(request.parsed(), enabled);
}


Options only(Dialects dialects)
{
	Options options;
	options.dialects = dialects;
	return options;
}


} // namespace


BOOST_AUTO_TEST_SUITE(ProtocolFactoryTest)


BOOST_AUTO_TEST_CASE(theVersionHeaderChoosesHybi)
{
	BOOST_TEST(chosen(version("13")) == "hybi-13");
	BOOST_TEST(chosen(version("8")) == "hybi-8");
	BOOST_TEST(chosen(version("7")) == "hybi-7");
}


BOOST_AUTO_TEST_CASE(theKeysChooseBetweenTheDrafts)
{
	BOOST_TEST(chosen(Hixie76Server::request()) == "hixie-76");
	BOOST_TEST(chosen(Hixie76Server::request().without("Sec-WebSocket-Key1")) == "hixie-76");
	BOOST_TEST(chosen(Hixie76Server::request().without("Sec-WebSocket-Key2")) == "hixie-76");
	BOOST_TEST(chosen(Hixie75Server::request()) == "hixie-75");
}


BOOST_AUTO_TEST_CASE(emptyHeadersCountAsMissing)
{
	BOOST_TEST(chosen(Hixie75Server::request().add("Sec-WebSocket-Version", "").add("Sec-WebSocket-Key", "")) == "hixie-75");
	BOOST_TEST(chosen(Hixie76Server::request().add("Sec-WebSocket-Version", "")) == "hixie-76");
}


BOOST_AUTO_TEST_CASE(badInput06ThereIsNoneForAnyOtherVersion)
{
	for (const char* number: {"0", "6", "9", "14", "99", "013", "13, 8", "+13", "13.0"}) BOOST_TEST(chosen(version(number)) == "");
	BOOST_TEST(chosen(Head::request().add("Sec-WebSocket-Version", "13")) == "");
	BOOST_TEST(chosen(Head::request().without("Sec-WebSocket-Version")) == "");
	BOOST_TEST(chosen(Hixie76Server::request().add("Sec-WebSocket-Key", "x")) == "");
}


BOOST_AUTO_TEST_CASE(eachDialectCanBeSwitchedOff)
{
	const std::pair<Head, Dialects> rows[] = {
		{version("13"), Dialects::HYBI_13},
		{version("8"), Dialects::HYBI_8},
		{version("7"), Dialects::HYBI_7},
		{Hixie76Server::request(), Dialects::HIXIE_76},
		{Hixie75Server::request(), Dialects::HIXIE_75}};
	for (const auto& [request, dialect]: rows)
	{
		BOOST_TEST(chosen(request, dialect) != "");
		const auto others = static_cast<Dialects>(static_cast<unsigned>(Dialects::ALL) & ~static_cast<unsigned>(dialect));
		BOOST_TEST(chosen(request, others) == "");
		Server server(UNOPENED, request.parsed(), only(others));
		BOOST_TEST(!server->start());
		BOOST_TEST(server.output().string().starts_with("HTTP/1.1 426 "));
	}
}


BOOST_AUTO_TEST_CASE(oldHybisOpenUnderTheirNames)
{
	for (const char* number: {"7", "8"})
	{
		Server server(version(number).add("Sec-WebSocket-Origin", "http://example.com"));
		BOOST_TEST(server->version() == std::string("hybi-") + number);
		server.receive("81 85 37fa213d 7f9f4d5158"_hex);
		BOOST_TEST(server.events() == Events{text("Hello")});
	}
}


BOOST_AUTO_TEST_CASE(onlyTheDraftsAreTextOnly)
{
	const auto supports = [](const Head& request, Opcode opcode) { return ProtocolFactory::supports(request.parsed(), Dialects::ALL, opcode); };
	for (const auto opcode: {Opcode::BINARY, Opcode::PING, Opcode::PONG, Opcode::CLOSE})
	{
		BOOST_TEST(supports(version("13"), opcode));
		BOOST_TEST(supports(version("99"), opcode));
		BOOST_TEST(!supports(Hixie75Server::request(), opcode));
		BOOST_TEST(!supports(Hixie76Server::request(), opcode));
	}
	BOOST_TEST(supports(Hixie75Server::request(), Opcode::TEXT));
}


BOOST_AUTO_TEST_CASE(namesTheVersionsForARefusal)
{
	BOOST_TEST(ProtocolFactory::supportedVersions() == "13, 8, 7");
	BOOST_TEST(ProtocolFactory::supportedVersions(Dialects::HYBI_13 | Dialects::HIXIE_76) == "13");
	BOOST_TEST(ProtocolFactory::supportedVersions(Dialects::DRAFTS) == "");
}


BOOST_AUTO_TEST_CASE(refusalNamesNoVersionsWhenThereAreNone)
{
	Server server(UNOPENED, Head::request().parsed(), only(Dialects::DRAFTS));
	server->start();
	const std::string refusal = server.output().string();
	BOOST_TEST(refusal.starts_with("HTTP/1.1 426 "));
	BOOST_TEST(refusal.find("Sec-WebSocket-Version") == std::string::npos);
}


BOOST_AUTO_TEST_SUITE_END()
